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

/** Runs rules on one event after the other. */
export interface Scanner {
  /** The matches of an event, in the order of the rules. */
  scan(file: string, event: LogEvent): readonly Match[]
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
  return {
    counts,
    scan(file, event) {
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
      const found: { readonly match: Match; readonly order: number }[] = []
      for (const group of groups) {
        if (!group.sees(recognised, event)) continue
        const view = eventView(event, recognised.type, group.logSource)
        for (const { rule, order } of group.rules) {
          const explanation = evaluator.explain(rule.expression, view)
          if (explanation !== undefined) {
            found.push({ match: { rule, file, event, explanation }, order })
          }
        }
      }
      counts.matches += found.length
      return found.sort((a, b) => a.order - b.order).map(({ match }) => match)
    },
  }
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
