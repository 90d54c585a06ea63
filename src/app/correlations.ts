import type { CatalogRule } from '../catalog/index.ts'
import {
  type Contribution,
  type CorrelationMatch,
  type CorrelatorOptions,
  createCorrelator,
  type EventPlace,
  toContribution,
} from '../engine/index.ts'
import type { LogEvent, LogSource, Scalar } from '../ir/index.ts'
import { canonicalValues, type EventType, isOwnField, nativeField } from '../knowledge/index.ts'
import { toWireReference } from './scan/match.ts'
import type { RunnableRule, SelectedRules } from './rule-selection.ts'
import type { WireCorrelationMatch, WireCorrelationSummary } from './wire.ts'

/**
 * How the matches of single events become matches of correlations. A scanner looks for the rules of
 * `run` and `feeding`; for each match of one that has `feeds` it makes a contribution, wherever it
 * runs, and gives it to the one gatherer that there is. When all events were read, the gatherer finds
 * the matches: the order in which contributions came does not matter.
 */

/** An event that a rule matched, and where it stands among all events. */
export interface CorrelatedEvent extends EventPlace {
  readonly file: string
  readonly header: LogEvent['header']
}

/**
 * What correlations need of an event that the rule matched: plain data that workers can send;
 * `undefined` if the event has no time, which {@link CorrelationGatherer.addTimeless} counts.
 *
 * `readField` is {@link correlatedFields}, or the same over events of another form.
 */
export function contributionOf(
  feeds: NonNullable<RunnableRule['feeds']>,
  { file, header, input, record }: CorrelatedEvent,
  readField: (field: string) => readonly Scalar[] | undefined,
): Contribution | undefined {
  const event = { origin: file, header, input, record }
  return toContribution(feeds.rule, feeds.fields, readField, event)
}

/**
 * The fields of an event as correlations count them, by their names in rules of a log source. Each
 * value comes in one spelling: where rules write it in another way than the log, in that of the rules.
 * (Matching looks at both; of what is counted there would be twice as much.)
 */
export function correlatedFields(
  event: LogEvent,
  type: EventType | undefined,
  logSource: LogSource,
): (field: string) => readonly Scalar[] | undefined {
  if (type === undefined) return field => event.fields.get(field)
  return field => {
    const native = nativeField(type, field, logSource)
    // Some shippers write Sigma’s own names beside, or in place of, the log’s.
    const own = event.fields.has(native) || isOwnField(type, field) ? native : field
    const values = event.fields.get(own)
    return values === undefined ? undefined : canonicalValues(type, field, values)
  }
}

/** A correlation and the events that it matched together. */
export interface CorrelatedMatch {
  readonly rule: CatalogRule
  readonly match: CorrelationMatch
}

/** Gathers what rules contribute, and finds what correlations match. */
export interface CorrelationGatherer {
  add(contribution: Contribution): void
  /** Counts events that a rule matched and that have no time. */
  addTimeless(count: number): void
  /** To be called once, when all events were read. */
  finish(): CorrelatedMatches
}

export interface CorrelatedMatches {
  /** In the order of time; made one by one. */
  readonly matches: Iterable<CorrelatedMatch>
  readonly count: number
  readonly summary: WireCorrelationSummary
}

/** Prepares the correlations among the selected rules. */
export function createCorrelations(
  { plan, planned }: Pick<SelectedRules, 'plan' | 'planned'>,
  options: CorrelatorOptions = {},
): CorrelationGatherer {
  const correlator = createCorrelator(plan, options)
  let timeless = 0
  return {
    add: contribution => correlator.add(contribution),
    addTimeless(count) {
      timeless += count
    },
    finish() {
      const { matches, matchCount, dropped, passedOver } = correlator.finish()
      return {
        matches: {
          *[Symbol.iterator]() {
            for (const match of matches) {
              const rule = planned[match.rule]
              if (rule !== undefined) yield { rule, match }
            }
          },
        },
        count: matchCount,
        summary: {
          timeless,
          dropped,
          passedOver: passedOver.flatMap(({ rule, ...counts }) => {
            const entry = planned[rule]
            if (entry === undefined) return []
            return [{ id: entry.id, title: entry.rule.title, path: entry.path, ...counts }]
          }),
        },
      }
    },
  }
}

/** A match of a correlation as programs read it. */
export function toWireCorrelationMatch({ rule, match }: CorrelatedMatch): WireCorrelationMatch {
  const { group, events, eventCount, value } = match
  return {
    rule: toWireReference(rule),
    group: Object.fromEntries(group.map(({ field, value }) => [field, value])),
    ...(value === undefined ? {} : { value }),
    eventCount,
    events: events.map(({ origin, header }) => ({ file: origin, ...header })),
  }
}
