import type { LogSource } from '../ir/index.ts'
import type { EventType } from './event-type.ts'

/**
 * The event’s own name of a rule’s field: `Image` is `NewProcessName` on Security 4688. The field
 * itself where the event calls it so, or where nothing is known.
 *
 * A rule that names a service (`service: security`) is written in the names of that log, so there
 * a name that the event has stands for itself: `ProcessId` on 4688 is the creator, while in a rule
 * of the category `process_creation` it is the new process. Give `logSource` to tell the two apart.
 */
export function nativeField(
  type: EventType | undefined,
  field: string,
  logSource?: LogSource,
): string {
  if (type === undefined) return field
  if (logSource !== undefined && speaksNative(logSource) && findOwn(type, field)) return field
  return findRename(type, field) ?? field
}

/** Whether rules of the log source use the log’s own names: it has a service and no category. */
export function speaksNative(logSource: LogSource): boolean {
  return logSource.category === undefined || logSource.category === ''
}

/** The native name that the type’s renames give a canonical field, whatever its case. */
export function findRename(type: EventType, field: string): string | undefined {
  const exact = Object.hasOwn(type.renames, field) ? type.renames[field] : undefined
  if (exact !== undefined) return exact
  const lower = field.toLowerCase()
  return Object.entries(type.renames).find(([name]) => name.toLowerCase() === lower)?.[1]
}

/**
 * Whether the type has a field of exactly this name that means something of its own; what a rule
 * calls so may then stand nowhere but under its native name.
 */
export function isOwnField(type: EventType, field: string): boolean {
  return findOwn(type, field) !== undefined
}

/** The type’s own field of this name, whatever its case. */
export function findOwn(type: EventType, field: string): string | undefined {
  const lower = field.toLowerCase()
  return type.fields?.find(name => name.toLowerCase() === lower)
}
