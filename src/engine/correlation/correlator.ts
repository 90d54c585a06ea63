import type { Contribution, EventPlace, MatchedEvent } from './contribution.ts'
import { ContributionStore } from './contribution-store.ts'
import { findGroups } from './groups.ts'
import type { CorrelationPlan } from './plan.ts'
import { type Found, findRuns } from './runs.ts'

export interface CorrelatorOptions {
  /**
   * How many contributions are kept, 2,000,000 if not said; some 60 bytes each, and their texts once
   * each. One whose values have more than 128 characters together counts as several.
   */
  readonly maxContributions?: number
  /** How many of its events a match lists, 10,000 if not said; all are counted. */
  readonly maxEvents?: number
}

/** Events that met a correlation's condition together. */
export interface CorrelationMatch {
  /** The index of the correlation's rule. */
  readonly rule: number
  /** What the events have in common: the names that the rule groups by, with the first spelling. */
  readonly group: readonly { readonly field: string; readonly value: string }[]
  /** Those that took part, in the order of time; past the limit the first ones and the last. */
  readonly events: readonly MatchedEvent[]
  readonly eventCount: number
  /** What the events came to, where the condition is about a number. */
  readonly value?: number
}

export interface CorrelationResult {
  /** In the order of time, that of a match being the time of its last event; made one by one. */
  readonly matches: Iterable<CorrelationMatch>
  readonly matchCount: number
  /** Contributions left out since there were too many: matches may be missing. */
  readonly dropped: number
  /** Correlations that events took no part in, and why they did not. */
  readonly passedOver: readonly PassedOver[]
}

/** How many events took no part in a correlation although they match its rules. */
export interface PassedOver {
  readonly rule: number
  /** Without a field that it groups by. */
  readonly withoutGroup: number
  /** Without a value, or without a number, in the field that it counts or computes with. */
  readonly withoutValue: number
  /** In not all of their groups, since fields with many values gave more than 64. */
  readonly crowded: number
}

/** Gathers contributions, in any order, and finds the matches at the end. */
export interface Correlator {
  add(contribution: Contribution): void
  /** To be called once, after the last contribution. */
  finish(): CorrelationResult
}

/**
 * The machine behind correlations. What it finds depends on the contributions alone, not on the order
 * in which they come: files may be read by several workers. Past the limit it keeps those that stand
 * first in the order of the inputs, whoever brought them first.
 */
export function createCorrelator(
  plan: CorrelationPlan,
  options: CorrelatorOptions = {},
): Correlator {
  const keeper = contributionKeeper(options.maxContributions ?? 2_000_000)
  return {
    add: contribution => keeper.add(contribution),
    finish() {
      const { store, dropped } = keeper.finish()
      const { found, passedOver } = findAll(plan, store)
      const fired = found.filter(({ node }) => plan.nodes[node]?.fires)
      fired.sort((a, b) => store.compareEvents(a.at, b.at) || a.node - b.node)
      const maxEvents = options.maxEvents ?? 10_000
      return {
        matches: {
          *[Symbol.iterator]() {
            for (const one of fired) yield toMatch(one, plan, store, maxEvents)
          },
        },
        matchCount: fired.length,
        dropped,
        passedOver,
      }
    },
  }
}

/** What a contribution takes of the limit. */
function weightOf({ values }: Contribution): number {
  let length = 0
  for (const texts of values) for (const text of texts) length += text.length
  return 1 + Math.floor(length / 128)
}

function contributionKeeper(limit: number): {
  add(contribution: Contribution): void
  finish(): { readonly store: ContributionStore; readonly dropped: number }
} {
  let store = new ContributionStore()
  let weight = 0
  let dropped = 0
  // The first place that is left out, once there are too many.
  let end: EventPlace | undefined
  const shrink = (): void => {
    const all = store
    const order = Uint32Array.from({ length: all.size }, (_, id) => id)
    order.sort((a, b) => all.comparePlaces(a, b) || all.rule(a) - all.rule(b))
    store = new ContributionStore()
    weight = 0
    for (const id of order) {
      const contribution = all.contribution(id)
      // An event is kept with everything that it gives, or not at all.
      if (end === undefined || comparePlaces(contribution, end) < 0) {
        const next = weight + weightOf(contribution)
        if (next <= limit) {
          weight = next
          store.add(contribution)
          continue
        }
        end = { input: contribution.input, record: contribution.record }
      }
      dropped++
    }
  }
  return {
    add(contribution) {
      if (end !== undefined && comparePlaces(contribution, end) >= 0) {
        dropped++
        return
      }
      store.add(contribution)
      weight += weightOf(contribution)
      if (weight > limit * 1.5) shrink()
    },
    finish() {
      if (weight > limit) shrink()
      return { store, dropped }
    },
  }
}

function comparePlaces(a: EventPlace, b: EventPlace): number {
  return a.input - b.input || a.record - b.record
}

function findAll(
  plan: CorrelationPlan,
  store: ContributionStore,
): { readonly found: Found[]; readonly passedOver: readonly PassedOver[] } {
  const order = Uint32Array.from({ length: store.size }, (_, id) => id)
  const compare = (a: number, b: number): number =>
    store.compareEvents(a, b) || store.rule(a) - store.rule(b)
  // The events of a single log mostly come in order.
  if (order.some((id, i) => i > 0 && compare(order[i - 1] ?? 0, id) > 0)) order.sort(compare)
  const byRule = new Map<number, number[]>()
  for (const id of order) {
    const rule = store.rule(id)
    const ids = byRule.get(rule)
    if (ids === undefined) byRule.set(rule, [id])
    else ids.push(id)
  }
  const found: Found[] = []
  const passedOver: PassedOver[] = []
  plan.nodes.forEach((node, index) => {
    const { groups, reader, ...counts } = findGroups(node, byRule, found, store)
    if (Object.values(counts).some(count => count > 0)) {
      passedOver.push({ rule: node.rule, ...counts })
    }
    const own = groups.flatMap(group => findRuns(node, index, group, reader, store))
    for (const one of own) found.push(one)
  })
  return { found, passedOver }
}

function toMatch(
  { node, group, contributions, value }: Found,
  plan: CorrelationPlan,
  store: ContributionStore,
  maxEvents: number,
): CorrelationMatch {
  const { rule = 0, groupBy = [] } = plan.nodes[node] ?? {}
  // One event that two rules match stands there twice, one behind the other.
  const own = contributions.filter(
    (id, i) => i === 0 || !store.isSameEvent(contributions[i - 1] ?? 0, id),
  )
  const last = own.at(-1)
  const listed = own.slice(0, maxEvents)
  if (last !== undefined && own.length > maxEvents) listed[maxEvents - 1] = last
  return {
    rule,
    group: groupBy.map((field, i) => ({ field, value: store.text(group[i] ?? 0) })),
    events: Array.from(listed, id => store.event(id)),
    eventCount: own.length,
    ...(value === undefined ? {} : { value }),
  }
}
