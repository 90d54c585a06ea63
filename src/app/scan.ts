import {
  createEvaluator,
  type EventView,
  type Explanation,
  plainView,
  viewOf,
} from '../engine/index.ts'
import type { LogEvent, LogSource } from '../ir/index.ts'
import {
  canonicalValues,
  compileSeenBy,
  type EventType,
  isOwnField,
  nativeField,
  type RecognisedEvent,
  recogniseEvent,
} from '../knowledge/index.ts'
import type { RunnableRule } from './rule-selection.ts'

/** A rule and the event that satisfied it, with the tests that did. */
export interface Match {
  readonly rule: RunnableRule
  readonly file: string
  readonly event: LogEvent
  readonly explanation: Explanation
}

export interface ScanOptions {
  /** Events before this time (ISO 8601) are left out, and events without a time. */
  readonly from?: string
  /** Events at this time or later are left out, and events without a time. */
  readonly to?: string
  readonly lists?: ReadonlyMap<string, readonly string[]>
}

/** An event with the file that it was read from. */
export interface FileEvent {
  readonly file: string
  readonly event: LogEvent
}

/** Runs rules on one event after the other. */
export interface Scanner {
  /** The matches of an event, in the order of the rules. */
  scan(file: string, event: LogEvent): readonly Match[]
  /** The same for many events at once, which is several times as fast; in the order of the events. */
  scanAll(events: readonly FileEvent[]): readonly Match[]
  readonly counts: ScanCounts
}

export interface ScanCounts {
  /** Events looked at, those outside of the time span apart. */
  readonly events: number
  readonly matches: number
  /** Events that nothing tells the log of, so that no rule could look at them. */
  readonly unrecognised: number
  /** Events outside of the time span. */
  readonly outOfTime: number
}

/** Rules of one log source; whether they see an event is decided once for all of them. */
interface RuleGroup {
  readonly logSource: LogSource
  readonly sees: ReturnType<typeof compileSeenBy>
  readonly rules: readonly { readonly rule: RunnableRule; readonly order: number }[]
}

/** Prepares rules for scanning. */
export function createScanner(rules: readonly RunnableRule[], options: ScanOptions = {}): Scanner {
  const groups = groupByLogSource(rules)
  const evaluator = createEvaluator(options.lists === undefined ? {} : { lists: options.lists })
  const from = options.from === undefined ? undefined : Date.parse(options.from)
  const to = options.to === undefined ? undefined : Date.parse(options.to)
  const counts = { events: 0, matches: 0, unrecognised: 0, outOfTime: 0 }
  const isInTime = (event: LogEvent): boolean => {
    if (from === undefined && to === undefined) return true
    const time = Date.parse(event.header.time ?? '')
    return time >= (from ?? Number.NEGATIVE_INFINITY) && time < (to ?? Number.POSITIVE_INFINITY)
  }
  const recognise = ({ file, event }: FileEvent, at: number): readonly SeenEvent[] => {
    if (!isInTime(event)) {
      counts.outOfTime++
      return []
    }
    counts.events++
    const recognised = recogniseEvent(event)
    if (recognised === undefined) {
      counts.unrecognised++
      return []
    }
    return [{ file, event, recognised, at }]
  }
  const scanTogether = (events: readonly FileEvent[]): readonly Match[] => {
    const seen = events.flatMap(recognise)
    const found: { readonly match: Match; readonly at: number; readonly order: number }[] = []
    for (const { logSource, sees, rules } of groups) {
      const views = seen
        .filter(({ recognised, event }) => sees(recognised, event))
        .map(one => ({ one, view: eventView(one.event, one.recognised.type, logSource) }))
      if (views.length === 0) continue
      for (const { rule, order } of rules) {
        for (const { one, view } of views) {
          const explanation = evaluator.explain(rule.expression, view)
          if (explanation === undefined) continue
          const { file, event, at } = one
          found.push({ match: { rule, file, event, explanation }, at, order })
        }
      }
    }
    counts.matches += found.length
    return found.sort((a, b) => a.at - b.at || a.order - b.order).map(({ match }) => match)
  }
  return {
    counts,
    scan: (file, event) => scanTogether([{ file, event }]),
    scanAll(events) {
      const matches: Match[] = []
      for (let start = 0; start < events.length; start += eventsTogether) {
        for (const match of scanTogether(events.slice(start, start + eventsTogether))) {
          matches.push(match)
        }
      }
      return matches
    },
  }
}

/**
 * How many events one rule looks at before the next rule does. Thousands of compiled rules do not
 * fit into a processor’s cache: with one event at a time each of them is fetched from memory for
 * every event, and SigmaHQ’s rules take seven times as long. More than this gains little, and the
 * values that rules read of the events are kept meanwhile.
 */
const eventsTogether = 128

/** An event of a known log, and its place among those that are scanned together. */
interface SeenEvent extends FileEvent {
  readonly recognised: RecognisedEvent
  readonly at: number
}

/**
 * The event in the words of a log source’s rules: fields by Sigma’s names in rules of a category, by
 * the log’s own in rules of a service. A value that the log writes another way stands beside its own.
 */
function eventView(event: LogEvent, type: EventType | undefined, logSource: LogSource): EventView {
  if (type === undefined) return plainView(event)
  return viewOf(
    event,
    field => {
      const native = nativeField(type, field, logSource)
      // Some shippers write Sigma’s own names beside, or in place of, the log’s.
      return event.fields.has(native) || isOwnField(type, field) ? native : field
    },
    (field, values) => canonicalValues(type, field, values),
  )
}

function groupByLogSource(rules: readonly RunnableRule[]): readonly RuleGroup[] {
  const groups = new Map<string, RuleGroup & { rules: { rule: RunnableRule; order: number }[] }>()
  rules.forEach((rule, order) => {
    const { logSource } = rule.entry.rule
    const { product, category, service } = logSource
    const key = JSON.stringify([product, category, service])
    const group = groups.get(key)
    if (group !== undefined) group.rules.push({ rule, order })
    else groups.set(key, { logSource, sees: compileSeenBy(logSource), rules: [{ rule, order }] })
  })
  return [...groups.values()]
}
