import { once } from '../base/index.ts'
import type { LogSource } from '../ir/index.ts'
import type { EventType } from './event-type.ts'
import { findVendorField } from './vendor-field.ts'

/**
 * Fields of an event’s header, which every event of the Windows event log has, whatever its type.
 * Attributes are joined with `_`; the shorter names are those that rules use.
 */
const windowsHeader: () => ReadonlySet<string> = once(
  () =>
    new Set(
      `EventID Channel Provider_Name ProviderName Provider_Guid Computer ComputerName Hostname
      EventRecordID Level Task Opcode Keywords Version TimeCreated TimeCreated_SystemTime SystemTime
      Execution_ProcessID Execution_ThreadID Correlation_ActivityID Correlation_RelatedActivityID
      Security_UserID UserID Qualifiers EventID_Qualifiers EventSourceName Provider_EventSourceName
      Message EventData Data`
        .toLowerCase()
        .split(/\s+/),
    ),
)

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

/**
 * Whether events of the type have a rule’s field, under its own name, another, or in the header.
 * A vendor’s name counts as the canonical one. `unknown` when the type’s fields are
 * not known.
 */
export function fieldPresence(
  type: EventType,
  field: string,
  logSource?: LogSource,
): 'present' | 'absent' | 'unknown' {
  const shared = (logSource && findVendorField(logSource, [type], field)?.of) ?? field
  const native = nativeField(type, shared, logSource)
  if (native !== shared || findOwn(type, native) !== undefined) return 'present'
  if (shared !== field && findOwn(type, field) !== undefined) return 'present'
  if (type.channel !== undefined && windowsHeader().has(field.toLowerCase())) return 'present'
  return type.fields === undefined ? 'unknown' : 'absent'
}
