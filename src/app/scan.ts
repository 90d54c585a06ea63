import {
  createEvaluator,
  type EventView,
  type Explanation,
  plainView,
  viewOf,
} from '../engine/index.ts'
import type { LogEvent, LogSource } from '../ir/index.ts'
import {
  canonicalValue,
  isSeenBy,
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
      const views = eventViews(event, recognised)
      for (const group of groups) {
        if (!isSeenBy(group.logSource, recognised, event)) continue
        const view = group.logSource.category === undefined ? views.plain : views.canonical
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
 * Rules of a category use Sigma's names for what each log calls its own way; rules of a service
 * alone use the names of that log.
 */
function eventViews(
  event: LogEvent,
  { type }: RecognisedEvent,
): { readonly plain: EventView; readonly canonical: EventView } {
  const plain = plainView(event)
  if (type === undefined || Object.keys(type.renames).length === 0)
    return { plain, canonical: plain }
  const canonical = viewOf(
    event,
    field => nativeField(type, field),
    (field, value) => canonicalValue(type, field, value),
  )
  return { plain, canonical }
}

function groupByLogSource(rules: readonly RunnableRule[]): readonly RuleGroup[] {
  const groups = new Map<
    string,
    { logSource: LogSource; rules: { rule: RunnableRule; order: number }[] }
  >()
  rules.forEach((rule, order) => {
    const { product, category, service } = rule.entry.rule.logSource
    const key = JSON.stringify([product, category, service])
    const group = groups.get(key)
    if (group === undefined) {
      groups.set(key, { logSource: rule.entry.rule.logSource, rules: [{ rule, order }] })
    } else group.rules.push({ rule, order })
  })
  return [...groups.values()]
}
