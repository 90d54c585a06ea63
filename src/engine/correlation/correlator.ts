import { optional } from '../../base/index.ts'
import { createQueryChecker } from '../query/index.ts'
import type { Contribution, EventPlace, MatchedEvent } from './contribution.ts'
import { ContributionStore } from './contribution-store.ts'
import { findNew, type LogStarts } from './find-new.ts'
import { type FoundSequence, findSequences, groupOfSequence } from './find-sequences.ts'
import { findGroups } from './groups.ts'
import type { CorrelationPlan } from './plan.ts'
import { noValue } from './rows.ts'
import { type Found, findRuns } from './runs.ts'
import type { Results } from './window.ts'

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
  /** What the functions of a table gave, by the names of the results. */
  readonly results?: Results
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
  /** Whose log does not go back as far as it is to be looked whether their values are new. */
  readonly withoutHistory: number
}

/** Gathers contributions, in any order, and finds the matches at the end. */
export interface Correlator {
  add(contribution: Contribution): void
  /** A log has an event of that time (in milliseconds) on that computer. */
  addStart(log: string, computer: string, millis: number): void
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
  const starts = new Map<string, Map<string, number>>()
  return {
    add: contribution => keeper.add(contribution),
    addStart(log, computer, millis) {
      const known = starts.get(log) ?? new Map<string, number>()
      starts.set(log, known)
      // Of the computers past the limit nothing counts as new.
      if (known.size >= mostComputers && !known.has(computer)) return
      const micros = millis * 1000
      if (micros < (known.get(computer) ?? Number.POSITIVE_INFINITY)) known.set(computer, micros)
    },
    finish() {
      const { store, dropped } = keeper.finish()
      const { found, sequences, passedOver, givenUp } = findAll(plan, store, starts)
      const fired = [...found.filter(({ node }) => plan.nodes[node]?.fires), ...sequences]
      const orderOf = (one: Found | FoundSequence): number =>
        typeof one.node === 'number'
          ? one.node
          : plan.nodes.length + (plan.sequences?.indexOf(one.node) ?? 0)
      fired.sort((a, b) => store.compareEvents(a.at, b.at) || orderOf(a) - orderOf(b))
      const maxEvents = options.maxEvents ?? 10_000
      return {
        matches: {
          *[Symbol.iterator]() {
            for (const one of fired) yield toMatch(one, plan, store, maxEvents)
          },
        },
        matchCount: fired.length,
        dropped: dropped + givenUp,
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

interface All {
  readonly found: readonly Found[]
  readonly sequences: readonly FoundSequence[]
  readonly passedOver: readonly PassedOver[]
  /** Sequences that were given up. */
  readonly givenUp: number
}

function findAll(
  plan: CorrelationPlan,
  store: ContributionStore,
  starts: ReadonlyMap<string, LogStarts>,
): All {
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
  const passOver = (rule: number, counts: Omit<PassedOver, 'rule'>): void => {
    if (Object.values(counts).some(count => count > 0)) passedOver.push({ rule, ...counts })
  }
  const checker = createQueryChecker()
  plan.nodes.forEach((node, index) => {
    const { groups, reader, ...counts } = findGroups(node, byRule, found, store)
    let withoutHistory = 0
    const { measure } = node
    const own =
      measure.kind === 'new'
        ? groups.flatMap(group => {
            const start = starts.get(measure.log) ?? noStarts
            const all = findNew(node, index, group, start, store)
            withoutHistory += all.withoutHistory
            return all.found
          })
        : groups.flatMap(group => findRuns(node, index, group, { reader, store, checker }))
    passOver(node.rule, { ...counts, withoutHistory })
    for (const one of own) found.push(one)
  })
  const sequences: FoundSequence[] = []
  let givenUp = 0
  for (const node of plan.sequences ?? []) {
    const { found: own, dropped, ...counts } = findSequences(node, byRule, store)
    passOver(node.rule, { ...counts, withoutValue: 0, withoutHistory: 0 })
    givenUp += dropped
    for (const one of own) sequences.push(one)
  }
  return { found, sequences, passedOver, givenUp }
}

const noStarts: LogStarts = new Map()

/** Of how many computers it is kept since when each log tells of them. */
const mostComputers = 10_000

function toMatch(
  one: Found | FoundSequence,
  plan: CorrelationPlan,
  store: ContributionStore,
  maxEvents: number,
): CorrelationMatch {
  const { contributions } = one
  // One event that two rules match stands there twice, one behind the other.
  const own = contributions.filter(
    (id, i) => i === 0 || !store.isSameEvent(contributions[i - 1] ?? 0, id),
  )
  const last = own.at(-1)
  const listed = own.slice(0, maxEvents)
  if (last !== undefined && own.length > maxEvents) listed[maxEvents - 1] = last
  const events = Array.from(listed, id => store.event(id))
  const eventCount = own.length
  if (!('value' in one)) {
    return { rule: one.node.rule, group: groupOfSequence(one), events, eventCount }
  }
  const { node, group, value, results } = one
  const { rule = 0, groupBy = [] } = plan.nodes[node] ?? {}
  return {
    rule,
    group: groupBy.flatMap((field, i) => {
      const id = group[i] ?? noValue
      return id === noValue ? [] : [{ field, value: store.text(id) }]
    }),
    events,
    eventCount,
    ...optional('value', value),
    ...optional('results', results),
  }
}
