import type { Expression } from '../../ir/index.ts'
import type { CompileOptions } from '../compile-test.ts'
import { chooseWitnesses, type Witnesses } from './choose-witnesses.ts'
import { emitBranches } from './emit-branches.ts'
import { toLists } from './lists.ts'
import { buildLiteralIndex } from './literal-index.ts'
import { type Node, planRules, type RulePlan } from './plan-rules.ts'
import { fails, holds, predicateKinds, type Section, toSection } from './section.ts'
import { packTests } from './test-table.ts'

/** Compiles expressions; a rule is known by its index among them. */
export function compileSection(
  expressions: readonly Expression[],
  options: CompileOptions = {},
): Section {
  const plan = planRules(expressions, options)
  const witnesses = chooseWitnesses(plan)
  const order = orderOf(plan, witnesses)
  const code: number[] = []
  const entries = plan.roots.map(root => emit(root, holds, fails, false, code, order))
  const predicates = toLists(
    plan.needles.length,
    plan.predicates.flatMap((predicate, index) =>
      predicate.kind === 'value' ? predicate.needles.map(needle => [needle, index] as const) : [],
    ),
  )
  const rules = toLists(
    plan.predicates.length,
    witnesses.ofRules.flatMap((found, rule) => (found ?? []).map(p => [p, rule] as const)),
  )
  const branchCode: number[] = []
  const branchEntries = expressions.map(e => emitBranches(e, branchCode, plan.testIndex))
  const testNeedles = toLists(
    plan.tests.length,
    plan.testNeedles.flatMap((list, test) => list.map(needle => [test, needle] as const)),
  )
  return toSection({
    ...buildLiteralIndex(plan.needles, plan.slots.length),
    ...packTests(plan.tests),
    slots: plan.slots,
    testNeedleStarts: testNeedles.starts,
    testNeedles: testNeedles.items,
    needleStarts: predicates.starts,
    needlePredicates: predicates.items,
    predicateKinds: Uint8Array.from(plan.predicates, ({ kind }) => predicateKinds[kind]),
    predicateSubjects: Int32Array.from(plan.predicates, predicate =>
      predicate.kind === 'event' ? predicate.test : predicate.slot,
    ),
    witnessStarts: rules.starts,
    witnessRules: rules.items,
    unwitnessed: Int32Array.from(
      witnesses.ofRules.flatMap((found, rule) => (found === undefined ? [rule] : [])),
    ),
    entries: Int32Array.from(entries),
    code: Int32Array.from(code),
    branchEntries: Int32Array.from(branchEntries),
    branchCode: Int32Array.from(branchCode),
  })
}

/**
 * Writes the program of a node and gives its first instruction. What is unknown leads to where the
 * literal does not hold, whether it is negated or not.
 */
function emit(
  node: Node,
  ifTrue: number,
  ifFalse: number,
  isNegated: boolean,
  code: number[],
  order: Order,
): number {
  switch (node.kind) {
    case 'constant':
      return node.value ? ifTrue : ifFalse
    case 'unknown':
      return isNegated ? ifTrue : ifFalse
    case 'predicate':
      return code.push(node.predicate, ifTrue, ifFalse) / 3 - 1
    case 'not':
      return emit(node.operand, ifFalse, ifTrue, !isNegated, code, order)
    case 'and': {
      let next = ifTrue
      for (const operand of inOrder(node.operands, order).reverse()) {
        next = emit(operand, next, ifFalse, isNegated, code, order)
      }
      return next
    }
    case 'or': {
      let next = ifFalse
      for (const operand of node.operands.toReversed()) {
        next = emit(operand, ifTrue, next, isNegated, code, order)
      }
      return next
    }
  }
}

/** What is known before what has yet to be looked at, what is seldom true first, and what asks the event again last. */
function inOrder(operands: readonly Node[], order: Order): Node[] {
  const ranked = operands.map(operand => ({ operand, rank: rankOf(operand, order) }))
  return ranked.sort((a, b) => b.rank - a.rank).map(({ operand }) => operand)
}

function rankOf(node: Node, order: Order): number {
  const rank = order.isKnown(node) ? knownRank : 0
  if (node.kind !== 'predicate') return rank + (node.kind === 'or' ? -1 : -2)
  const score = order.scores[node.predicate] ?? 0
  return rank + (Number.isFinite(score) ? score : -3)
}

/** More than any score. */
const knownRank = 100

/** What decides in which order conjunctions ask. */
interface Order {
  /** By predicate: how seldom it is true. */
  readonly scores: readonly number[]
  /** Whether all that a node asks is known before any rule asks, since a witness speaks of its field. */
  isKnown(node: Node): boolean
}

function orderOf({ predicates }: RulePlan, { scores, isEager }: Witnesses): Order {
  const isKnown = (node: Node): boolean => {
    switch (node.kind) {
      case 'predicate': {
        const predicate = predicates[node.predicate]
        return predicate?.kind === 'value' && isEager[predicate.slot] === true
      }
      case 'not':
        return isKnown(node.operand)
      case 'and':
      case 'or':
        return node.operands.every(isKnown)
      default:
        return true
    }
  }
  return { scores, isKnown }
}
