import { invariant } from '../../base/index.ts'
import type { Expression } from '../../ir/index.ts'
import type { CompileOptions } from '../compile-test.ts'
import { emitBranches } from './emit-branches.ts'
import { toLists } from './lists.ts'
import { buildLiteralIndex } from './literal-index.ts'
import { needleKinds } from './needle-kind.ts'
import { type Node, planRules, type RulePlan } from './plan-rules.ts'
import { fails, holds, predicateKinds, type Section, toSection } from './section.ts'
import { packTests } from './test-table.ts'

/** Compiles expressions; a rule is known by its index among them. */
export function compileSection(
  expressions: readonly Expression[],
  options: CompileOptions = {},
): Section {
  const plan = planRules(expressions, options)
  const scores = plan.predicates.map((_, index) => scoreOf(plan, index))
  const witnesses = plan.roots.map(root => findWitnesses(root, true, scores))
  const code: number[] = []
  const entries = plan.roots.map(root => emit(root, holds, fails, false, code, scores))
  const predicates = toLists(
    plan.needles.length,
    plan.predicates.flatMap((predicate, index) =>
      predicate.kind === 'value' ? predicate.needles.map(needle => [needle, index] as const) : [],
    ),
  )
  const rules = toLists(
    plan.predicates.length,
    witnesses.flatMap((found, rule) => (found ?? []).map(p => [p, rule] as const)),
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
      witnesses.flatMap((found, rule) => (found === undefined ? [rule] : [])),
    ),
    entries: Int32Array.from(entries),
    code: Int32Array.from(code),
    branchEntries: Int32Array.from(branchEntries),
    branchCode: Int32Array.from(branchCode),
  })
}

/** Fields that say which event it is: rules of one section share their values, so they tell little. */
const selectors: ReadonlySet<string> = new Set(
  'eventid channel provider_name provider event_id eventtype type level keywords task'.split(' '),
)

/** How seldom a predicate is likely to be true: the higher, the better a witness. */
function scoreOf({ predicates, needles, slots }: RulePlan, index: number): number {
  const predicate = predicates[index]
  if (predicate?.kind !== 'value') return Number.NEGATIVE_INFINITY
  if (selectors.has(slots[predicate.slot]?.toLowerCase() ?? '')) return 0
  let lowest = Number.POSITIVE_INFINITY
  for (const number of predicate.needles) {
    const needle = needles[number]
    invariant(needle !== undefined, 'a predicate names needles that there are')
    lowest = Math.min(lowest, needleScore(needle))
  }
  return lowest - Math.log2(predicate.needles.length) / 2
}

/** Long texts are rare; a text that many rules look for is one that logs have. */
function needleScore({ kind, text, uses }: RulePlan['needles'][number]): number {
  if (kind === needleKinds.always) return 0.5
  const length = Math.min(text.length, 24) + (kind === needleKinds.equals ? 2 : 0)
  return Math.max(1, length - 2 * Math.log2(1 + uses))
}

/**
 * Predicates of which at least one is true whenever the node (or its negation) holds; `undefined`
 * when it may hold without any.
 */
function findWitnesses(
  node: Node,
  isWanted: boolean,
  scores: readonly number[],
): readonly number[] | undefined {
  switch (node.kind) {
    case 'constant':
      return node.value === isWanted ? undefined : []
    case 'unknown':
      return []
    case 'predicate':
      return isWanted && Number.isFinite(scores[node.predicate]) ? [node.predicate] : undefined
    case 'not':
      return findWitnesses(node.operand, !isWanted, scores)
    case 'and':
    case 'or': {
      const found = node.operands.map(operand => findWitnesses(operand, isWanted, scores))
      if ((node.kind === 'and') === isWanted) {
        let best: readonly number[] | undefined
        for (const one of found) {
          if (one !== undefined && worth(one, scores) > worth(best, scores)) best = one
        }
        return best
      }
      if (found.some(one => one === undefined)) return undefined
      return [...new Set(found.flatMap(one => one ?? []))]
    }
  }
}

function worth(witnesses: readonly number[] | undefined, scores: readonly number[]): number {
  if (witnesses === undefined) return Number.NEGATIVE_INFINITY
  if (witnesses.length === 0) return Number.POSITIVE_INFINITY
  let lowest = Number.POSITIVE_INFINITY
  for (const one of witnesses) lowest = Math.min(lowest, scores[one] ?? 0)
  return lowest - Math.log2(witnesses.length) / 2
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
  scores: readonly number[],
): number {
  switch (node.kind) {
    case 'constant':
      return node.value ? ifTrue : ifFalse
    case 'unknown':
      return isNegated ? ifTrue : ifFalse
    case 'predicate':
      return code.push(node.predicate, ifTrue, ifFalse) / 3 - 1
    case 'not':
      return emit(node.operand, ifFalse, ifTrue, !isNegated, code, scores)
    case 'and': {
      let next = ifTrue
      for (const operand of inOrder(node.operands, scores).reverse()) {
        next = emit(operand, next, ifFalse, isNegated, code, scores)
      }
      return next
    }
    case 'or': {
      let next = ifFalse
      for (const operand of node.operands.toReversed()) {
        next = emit(operand, ifTrue, next, isNegated, code, scores)
      }
      return next
    }
  }
}

/** What is seldom true first; what has to look at the event again last. */
function inOrder(operands: readonly Node[], scores: readonly number[]): Node[] {
  const rank = (node: Node): number => {
    if (node.kind !== 'predicate') return node.kind === 'or' ? -1 : -2
    const score = scores[node.predicate] ?? 0
    return Number.isFinite(score) ? score : -3
  }
  return [...operands].sort((a, b) => rank(b) - rank(a))
}
