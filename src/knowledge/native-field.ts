import type { LogSource } from '../ir/index.ts'
import type { EventType } from './event-type.ts'
import { perEventType } from './per-event-type.ts'

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
  return renamesByLower(type).get(field.toLowerCase())
}

const renamesByLower = perEventType(({ renames }) =>
  byLower(Object.entries(renames).map(([name, native]) => [name, native])),
)

/**
 * Whether the type has a field of exactly this name that means something of its own; what a rule
 * calls so may then stand nowhere but under its native name.
 */
export function isOwnField(type: EventType, field: string): boolean {
  return findOwn(type, field) !== undefined
}

/** The type’s own field of this name, whatever its case. */
export function findOwn(type: EventType, field: string): string | undefined {
  return fieldsByLower(type).get(field.toLowerCase())
}

const fieldsByLower = perEventType(({ fields = [] }) => byLower(fields.map(name => [name, name])))

/** By names in lower case; the first of several counts. */
function byLower(entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const [name, value] of entries) {
    const lower = name.toLowerCase()
    if (!map.has(lower)) map.set(lower, value)
  }
  return map
}
