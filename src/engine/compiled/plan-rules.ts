import { assertNever } from '../../base/index.ts'
import { anyField, type Expression, fieldsOfTest, type Test } from '../../ir/index.ts'
import { type CompileOptions, isDoable } from '../compile-test.ts'
import { type Needle, needlesOf } from './needle.ts'
import { needleKinds } from './needle-kind.ts'
import { testText } from './test-table.ts'

/**
 * The plan of many expressions: their tests gathered into predicates that all of them share, and what
 * each asks of those.
 */
export interface RulePlan {
  /** The names of fields; a slot is an index into them. */
  readonly slots: readonly string[]
  readonly needles: readonly PlannedNeedle[]
  readonly predicates: readonly PlannedPredicate[]
  /** Every test, once for all that mean the same. */
  readonly tests: readonly Test[]
  /** By test: the needles that tell whether it holds; none where only the test itself tells. */
  readonly testNeedles: readonly (readonly number[])[]
  readonly roots: readonly Node[]
}

export interface PlannedNeedle extends Needle {
  readonly slot: number
  /** The test that decides once the needle is found, or -1. */
  readonly test: number
  /** In how many predicates it is. */
  uses: number
}

/** Something that is true or false of an event, whichever rule asks. */
export type PlannedPredicate =
  /** A value of the field has one of the needles. */
  | { readonly kind: 'value'; readonly slot: number; readonly needles: readonly number[] }
  | { readonly kind: 'exists'; readonly slot: number }
  | { readonly kind: 'null'; readonly slot: number }
  /** A test that looks at more than one field. */
  | { readonly kind: 'event'; readonly test: number }

/** An expression over predicates. */
export type Node =
  | { readonly kind: 'constant'; readonly value: boolean }
  /** Neither it nor its negation holds. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'predicate'; readonly predicate: number }
  | { readonly kind: 'not'; readonly operand: Node }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Node[] }

/** Plans expressions; root and expression have one index. */
export function planRules(
  expressions: readonly Expression[],
  options: CompileOptions,
): RulePlan & {
  /** The index of a test, which is or means one of the expressions’. */
  testIndex(test: Test): number
} {
  const planner = new Planner(options)
  const roots = expressions.map(expression => planner.toNode(expression))
  return {
    slots: planner.slots,
    needles: planner.needles,
    predicates: planner.predicates,
    tests: planner.tests,
    testNeedles: planner.plans.map(plan => (plan?.kind === 'needles' ? plan.needles : [])),
    roots,
    testIndex: test => planner.testIndex(test),
  }
}

/** What becomes of a test: needles to look for, or a node that is what it says. */
type TestPlan =
  | { readonly kind: 'needles'; readonly needles: readonly number[] }
  | { readonly kind: 'node'; readonly node: Node }

const alwaysTrue: Node = { kind: 'constant', value: true }
const alwaysFalse: Node = { kind: 'constant', value: false }
const unknown: Node = { kind: 'unknown' }

class Planner {
  readonly slots: string[] = []
  readonly needles: PlannedNeedle[] = []
  readonly predicates: PlannedPredicate[] = []
  readonly tests: Test[] = []
  readonly plans: (TestPlan | undefined)[] = []
  readonly #options: CompileOptions
  readonly #slotOf = new Map<string, number>()
  readonly #needleOf = new Map<string, number>()
  readonly #predicateOf = new Map<string, number>()
  readonly #testOf = new Map<string, number>()
  readonly #indexOf = new Map<Test, number>()

  constructor(options: CompileOptions) {
    this.#options = options
  }

  toNode(expression: Expression): Node {
    switch (expression.kind) {
      case 'test':
        return this.#anyOf([expression])
      case 'opaque':
        return unknown
      case 'not':
        return negation(this.toNode(expression.operand))
      case 'or':
        return this.#disjunction(expression.operands)
      case 'and': {
        // “not a and not b” is “not (a or b)”, whose tests of one field are one predicate.
        const negated = expression.operands.flatMap(e => (e.kind === 'not' ? [e.operand] : []))
        const others = expression.operands.filter(e => e.kind !== 'not').map(e => this.toNode(e))
        if (negated.length === 0) return conjunction(others)
        return conjunction([...others, negation(this.#disjunction(negated))])
      }
      default:
        return assertNever(expression)
    }
  }

  #disjunction(operands: readonly Expression[]): Node {
    const byField = new Map<string, Test[]>()
    const nodes: Node[] = []
    const gather = (expression: Expression): void => {
      if (expression.kind === 'or') {
        for (const operand of expression.operands) gather(operand)
      } else if (expression.kind === 'test' && expression.derived !== true) {
        const known = byField.get(expression.field)
        if (known === undefined) byField.set(expression.field, [expression])
        else known.push(expression)
      } else nodes.push(this.toNode(expression))
    }
    for (const operand of operands) gather(operand)
    return disjunction([...[...byField.values()].map(tests => this.#anyOf(tests)), ...nodes])
  }

  /** Whether any of the tests, all of one field, holds. */
  #anyOf(tests: readonly Test[]): Node {
    const nodes: Node[] = []
    const needles = new Set<number>()
    for (const test of tests) {
      const plan = this.#plan(test)
      if (plan.kind === 'node') nodes.push(plan.node)
      else for (const needle of plan.needles) needles.add(needle)
    }
    const [first] = tests
    if (needles.size > 0 && first !== undefined) {
      const list = [...needles].sort((a, b) => a - b)
      const slot = this.#slot(first.field)
      nodes.unshift(this.#predicate({ kind: 'value', slot, needles: list }, `v ${list.join(' ')}`))
    }
    return disjunction(nodes)
  }

  #plan(test: Test): TestPlan {
    const index = this.testIndex(test)
    const known = this.plans[index]
    if (known !== undefined) return known
    const slot = this.#slot(test.field)
    const node = this.#findNode(test, index, slot)
    const plan: TestPlan =
      node !== undefined
        ? { kind: 'node', node }
        : {
            kind: 'needles',
            needles: [...new Set(needlesOf(test).map(needle => this.#needle(needle, slot, index)))],
          }
    this.plans[index] = plan
    return plan
  }

  /** What a test says that is not about the texts of one field alone. */
  #findNode(test: Test, index: number, slot: number): Node | undefined {
    if (!isDoable(test, this.#options)) return unknown
    if (test.derived === true) return this.#derived(test)
    if (test.operator === 'exists' && test.field !== anyField) {
      const exists = this.#predicate({ kind: 'exists', slot }, `exists ${slot}`)
      return test.value ? exists : negation(exists)
    }
    if (test.operator === 'null' && test.field !== anyField) {
      return this.#predicate({ kind: 'null', slot }, `null ${slot}`)
    }
    if (['exists', 'null', 'field_equals'].includes(test.operator)) {
      return this.#eventTest(test, index)
    }
    return undefined
  }

  /** What an earlier stage computes is unknown, not false, where the event does not have it. */
  #derived(test: Test): Node {
    const { derived: _, ...plain } = test
    const known = this.#anyOf([plain])
    const exists = conjunction(
      fieldsOfTest(test).map(field => {
        const slot = this.#slot(field)
        return this.#predicate({ kind: 'exists', slot }, `exists ${slot}`)
      }),
    )
    return disjunction([conjunction([exists, known]), conjunction([negation(exists), unknown])])
  }

  #eventTest(test: Test, index: number): Node {
    if (test.operator === 'field_equals') this.#slot(test.value.field)
    return this.#predicate({ kind: 'event', test: index }, `event ${index}`)
  }

  #slot(field: string): number {
    return numbered(this.#slotOf, this.slots, field, field)
  }

  #needle(needle: Needle, slot: number, test: number): number {
    const decides = needle.kind === needleKinds.guard || needle.kind === needleKinds.always
    const index = decides ? test : -1
    const key = `${slot} ${needle.kind} ${needle.cased} ${index} ${needle.text}`
    return numbered(this.#needleOf, this.needles, key, { ...needle, slot, test: index, uses: 0 })
  }

  #predicate(predicate: PlannedPredicate, key: string): Node {
    const before = this.predicates.length
    const index = numbered(this.#predicateOf, this.predicates, key, predicate)
    if (predicate.kind === 'value' && index === before) {
      for (const needle of predicate.needles) {
        const planned = this.needles[needle]
        if (planned !== undefined) planned.uses++
      }
    }
    return { kind: 'predicate', predicate: index }
  }

  testIndex(test: Test): number {
    const known = this.#indexOf.get(test)
    if (known !== undefined) return known
    const index = numbered(this.#testOf, this.tests, keyOf(test), test)
    this.#indexOf.set(test, index)
    return index
  }
}

/** Equal for tests that mean the same, and for no others; of most it is shorter than their text. */
function keyOf(test: Test): string {
  const { operator, field, cased, transforms } = test
  const value = 'value' in test ? test.value : undefined
  if (typeof value !== 'string' || transforms.length > 0 || test.derived) return testText(test)
  return `${operator} ${cased} ${field.length} ${field}${value}`
}

function numbered<T>(known: Map<string, number>, list: T[], key: string, item: T): number {
  const old = known.get(key)
  if (old !== undefined) return old
  known.set(key, list.length)
  return list.push(item) - 1
}

function negation(node: Node): Node {
  switch (node.kind) {
    case 'constant':
      return node.value ? alwaysFalse : alwaysTrue
    case 'unknown':
      return unknown
    case 'not':
      return node.operand
    default:
      return { kind: 'not', operand: node }
  }
}

function conjunction(nodes: readonly Node[]): Node {
  const rest = nodes.filter(node => !(node.kind === 'constant' && node.value))
  if (rest.some(node => node.kind === 'constant')) return alwaysFalse
  const [only] = rest
  if (only === undefined) return alwaysTrue
  return rest.length === 1 ? only : { kind: 'and', operands: rest }
}

function disjunction(nodes: readonly Node[]): Node {
  const rest = nodes.filter(node => !(node.kind === 'constant' && !node.value))
  if (rest.some(node => node.kind === 'constant')) return alwaysTrue
  const [only] = rest
  if (only === undefined) return alwaysFalse
  return rest.length === 1 ? only : { kind: 'or', operands: rest }
}
