import { type EventView, plainView, viewOf } from '../../engine/scan/index.ts'
import type { LogEvent, LogSource } from '../../ir/index.ts'
import { canonicalValues, type EventType } from '../../knowledge/scan/index.ts'
import { eventNames } from './event-names.ts'

/**
 * The event in the words of a log source’s rules. A value that the log writes another way stands beside
 * its own.
 */
export function eventView(
  event: LogEvent,
  type: EventType | undefined,
  logSource: LogSource,
): EventView {
  if (type === undefined) return plainView(event)
  return viewOf(
    event,
    field => {
      const [first, second] = eventNames(type, field, logSource)
      return second === undefined || event.fields.has(first) ? first : second
    },
    (field, values) => canonicalValues(type, field, values),
  )
}
