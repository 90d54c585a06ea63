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
  const ranks = ranksOf(plan, witnesses)
  const code: number[] = []
  const entries = plan.roots.map(root => emit(root, holds, fails, false, code, ranks))
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
  ranks: readonly number[],
): number {
  switch (node.kind) {
    case 'constant':
      return node.value ? ifTrue : ifFalse
    case 'unknown':
      return isNegated ? ifTrue : ifFalse
    case 'predicate':
      return code.push(node.predicate, ifTrue, ifFalse) / 3 - 1
    case 'not':
      return emit(node.operand, ifFalse, ifTrue, !isNegated, code, ranks)
    case 'and': {
      let next = ifTrue
      for (const operand of inOrder(node.operands, ranks).reverse()) {
        next = emit(operand, next, ifFalse, isNegated, code, ranks)
      }
      return next
    }
    case 'or': {
      let next = ifFalse
      for (const operand of node.operands.toReversed()) {
        next = emit(operand, ifTrue, next, isNegated, code, ranks)
      }
      return next
    }
  }
}

/** By predicate: in which order a conjunction asks; what has to look at the event again last. */
function ranksOf({ predicates }: RulePlan, { scores, isEager }: Witnesses): readonly number[] {
  return predicates.map((predicate, index) => {
    if (predicate.kind !== 'value') return -3
    // What no witness speaks of has yet to be looked at.
    return (scores[index] ?? 0) + (isEager[predicate.slot] ? eagerRank : 0)
  })
}

const eagerRank = 100

/** What is seldom true first, and what is known before what is not. */
function inOrder(operands: readonly Node[], ranks: readonly number[]): Node[] {
  const rank = (node: Node): number => {
    switch (node.kind) {
      case 'predicate':
        return ranks[node.predicate] ?? 0
      case 'and':
      case 'or': {
        const lowest = Math.min(...node.operands.map(rank))
        return (node.kind === 'or' ? -1 : -2) + (lowest > eagerRank / 2 ? eagerRank : 0)
      }
      case 'not':
        return -2 + (rank(node.operand) > eagerRank / 2 ? eagerRank : 0)
      default:
        return -2
    }
  }
  const ranked = operands.map(operand => ({ operand, rank: rank(operand) }))
  return ranked.sort((a, b) => b.rank - a.rank).map(({ operand }) => operand)
}
