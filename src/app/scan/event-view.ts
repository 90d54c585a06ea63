import { type EventView, plainView, viewOf } from '../../engine/index.ts'
import type { LogEvent, LogSource } from '../../ir/index.ts'
import { canonicalValues, type EventType, isOwnField, nativeField } from '../../knowledge/index.ts'

/**
 * The names under which a rule’s field may stand in events of a type: the second counts where the
 * first is absent. Rules of a category use Sigma’s names, those of a service the log’s own; and some
 * shippers write Sigma’s names beside, or in place of, the log’s.
 */
export function eventNames(
  type: EventType | undefined,
  field: string,
  logSource: LogSource,
): readonly [string] | readonly [string, string] {
  if (type === undefined) return [field]
  const native = nativeField(type, field, logSource)
  return native === field || isOwnField(type, field) ? [native] : [native, field]
}

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
