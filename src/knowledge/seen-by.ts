import type { LogEvent, LogSource } from '../ir/index.ts'
import type { Category } from './event-type.ts'
import { membershipTest, namesAnything } from './log-source.ts'
import type { RecognisedEvent } from './recognised-event.ts'

/**
 * Whether rules of the log source look at the event at all: its product, service and category fit,
 * and the event fulfils the category’s own condition (`registry_add` is `EventType: CreateKey`).
 *
 * A log source that names nothing, or that nothing known has, sees no event.
 */
export function isSeenBy(
  logSource: LogSource,
  recognised: RecognisedEvent,
  event: LogEvent,
): boolean {
  return compileSeenBy(logSource)(recognised, event)
}

/** {@link isSeenBy} for one log source and many events. */
export function compileSeenBy(
  logSource: LogSource,
): (recognised: RecognisedEvent, event: LogEvent) => boolean {
  if (!namesAnything(logSource)) return () => false
  const belongs = membershipTest(logSource)
  return (recognised, event) => belongs(recognised, category => holds(category, event))
}

function holds({ when }: Category, event: LogEvent): boolean {
  if (when === undefined) return true
  const values = event.fields.get(when.field) ?? []
  return values.some(value =>
    when.values.some(wanted => String(value).toLowerCase() === wanted.toLowerCase()),
  )
}
