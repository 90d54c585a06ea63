import type { LogSource } from '../../ir/index.ts'
import { type EventType, isOwnField, nativeField } from '../../knowledge/scan/index.ts'

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
