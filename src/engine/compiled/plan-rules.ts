import { assertNever } from '../../base/index.ts'
import { anyField, type Expression, type Test } from '../../ir/index.ts'
import { type CompileOptions, findCompiledTest } from '../compile-test.ts'
import { type Needle, needleKinds, needlesOf } from './needle.ts'

/**
 * The plan of many expressions: their tests gathered into predicates that all of them share, and what
 * each asks of those.
 */
export interface RulePlan {
  /** The names of fields; a slot is an index into them. */
  readonly slots: readonly string[]
  readonly needles: readonly PlannedNeedle[]
  readonly predicates: readonly PlannedPredicate[]
  /** Tests that are done as the reference evaluator does them. */
  readonly tests: readonly Test[]
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
export function planRules(expressions: readonly Expression[], options: CompileOptions): RulePlan {
  const planner = new Planner(options)
  const roots = expressions.map(expression => planner.toNode(expression))
  return {
    slots: planner.slots,
    needles: planner.needles,
    predicates: planner.predicates,
    tests: planner.tests,
    roots,
  }
}

const alwaysTrue: Node = { kind: 'constant', value: true }
const alwaysFalse: Node = { kind: 'constant', value: false }
const unknown: Node = { kind: 'unknown' }

class Planner {
  readonly slots: string[] = []
  readonly needles: PlannedNeedle[] = []
  readonly predicates: PlannedPredicate[] = []
  readonly tests: Test[] = []
  readonly #options: CompileOptions
  readonly #slotOf = new Map<string, number>()
  readonly #needleOf = new Map<string, number>()
  readonly #predicateOf = new Map<string, number>()
  readonly #testOf = new Map<string, number>()

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
      const slot = this.#slot(test.field)
      const compiled = findCompiledTest(test, this.#options)
      if (compiled === undefined) nodes.push(unknown)
      else if (test.derived === true) nodes.push(this.#derived(test))
      else if (test.operator === 'exists' && test.field !== anyField) {
        const exists = this.#predicate({ kind: 'exists', slot }, `exists ${slot}`)
        nodes.push(test.value ? exists : negation(exists))
      } else if (test.operator === 'null' && test.field !== anyField) {
        nodes.push(this.#predicate({ kind: 'null', slot }, `null ${slot}`))
      } else if (['exists', 'null', 'field_equals'].includes(test.operator)) {
        nodes.push(this.#eventTest(test))
      } else {
        for (const needle of needlesOf(test)) {
          needles.add(this.#needle(needle, slot, test))
        }
      }
    }
    const [first] = tests
    if (needles.size > 0 && first !== undefined) {
      const list = [...needles].sort((a, b) => a - b)
      const slot = this.#slot(first.field)
      nodes.unshift(this.#predicate({ kind: 'value', slot, needles: list }, `v ${list.join(' ')}`))
    }
    return disjunction(nodes)
  }

  /** What an earlier stage computes is unknown, not false, where the event does not have it. */
  #derived(test: Test): Node {
    const { derived: _, ...plain } = test
    const known = this.#anyOf([plain])
    const exists = this.#predicate(
      { kind: 'exists', slot: this.#slot(test.field) },
      `exists ${this.#slot(test.field)}`,
    )
    return disjunction([conjunction([exists, known]), conjunction([negation(exists), unknown])])
  }

  #eventTest(test: Test): Node {
    const index = this.#test(test)
    if (test.operator === 'field_equals') this.#slot(test.value.field)
    return this.#predicate({ kind: 'event', test: index }, `event ${index}`)
  }

  #slot(field: string): number {
    return numbered(this.#slotOf, this.slots, field, field)
  }

  #needle(needle: Needle, slot: number, test: Test): number {
    const decides = needle.kind === needleKinds.guard || needle.kind === needleKinds.always
    const index = decides ? this.#test(test) : -1
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

  #test(test: Test): number {
    const { span: _, fieldSpan: __, part: ___, list: ____, ...meaning } = test
    return numbered(this.#testOf, this.tests, JSON.stringify(meaning), test)
  }
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
