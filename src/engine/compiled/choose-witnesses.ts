import { invariant } from '../../base/index.ts'
import { needleKinds } from './needle-kind.ts'
import type { Node, RulePlan } from './plan-rules.ts'

/** Which predicates make somebody look at a rule, and what may wait until a rule asks for it. */
export interface Witnesses {
  /**
   * By rule: predicates of which at least one is true whenever the rule holds; `undefined` where it may hold
   * without any.
   */
  readonly ofRules: readonly (readonly number[] | undefined)[]
  /** By predicate: how seldom it is likely to be true; not finite where it is no witness. */
  readonly scores: readonly number[]
  /** By slot: whether a witness is about it, so that its values have to be looked at in every event. */
  readonly isEager: readonly boolean[]
}

/**
 * Chooses witnesses that are seldom true, and such that few fields have to be looked at to find them: the fields
 * of which no witness speaks are looked at when a rule that may hold asks for them, and most never are.
 */
export function chooseWitnesses(plan: RulePlan): Witnesses {
  const scores = plan.predicates.map((_, index) => scoreOf(plan, index))
  const ofRules = plan.roots.map(root => findWitnesses(root, true, scores))
  const slotOf = (predicate: number): number => {
    const found = plan.predicates[predicate]
    return found?.kind === 'value' ? found.slot : -1
  }
  const rulesOf: Set<number>[] = plan.slots.map(() => new Set())
  const enter = (rule: number, witnesses: readonly number[]): void => {
    for (const witness of witnesses) rulesOf[slotOf(witness)]?.add(rule)
  }
  ofRules.forEach((witnesses, rule) => {
    enter(rule, witnesses ?? [])
  })
  const predicatesOf: number[][] = plan.slots.map(() => [])
  plan.predicates.forEach((_, predicate) => {
    predicatesOf[slotOf(predicate)]?.push(predicate)
  })
  // What few rules need is given up first.
  const inOrder = [...rulesOf.keys()].sort(
    (a, b) => (rulesOf[a]?.size ?? 0) - (rulesOf[b]?.size ?? 0),
  )
  const allowed = [...scores]
  for (const slot of inOrder) {
    const rules = [...(rulesOf[slot] ?? [])]
    const predicates = predicatesOf[slot] ?? []
    for (const predicate of predicates) allowed[predicate] = Number.NEGATIVE_INFINITY
    const others: (readonly number[])[] = []
    for (const rule of rules) {
      const root = plan.roots[rule]
      invariant(root !== undefined, 'a rule has a root')
      const found = findWitnesses(root, true, allowed)
      if (found === undefined || worth(found, allowed) < leastWorth) break
      others.push(found)
    }
    if (others.length === rules.length) {
      rules.forEach((rule, i) => {
        for (const known of rulesOf) known.delete(rule)
        ofRules[rule] = others[i]
        enter(rule, others[i] ?? [])
      })
    } else {
      for (const predicate of predicates) allowed[predicate] = scores[predicate] ?? 0
    }
  }
  return { ofRules, scores, isEager: rulesOf.map(rules => rules.size > 0) }
}

/** A witness of less worth is true of too many events to stand in for another one. */
const leastWorth = 0

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
      const needsOne = (node.kind === 'and') === isWanted
      let best: readonly number[] | undefined
      const all = new Set<number>()
      for (const operand of node.operands) {
        const found = findWitnesses(operand, isWanted, scores)
        if (needsOne) {
          if (found !== undefined && worth(found, scores) > worth(best, scores)) best = found
        } else if (found === undefined) return undefined
        else for (const one of found) all.add(one)
      }
      return needsOne ? best : [...all]
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
