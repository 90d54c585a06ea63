import type { LogSource } from '../ir/index.ts'
import type { EventType } from './event-type.ts'
import { viewOfType } from './event-views.ts'
import { findOwn, nativeField } from './native-field.ts'
import { findTextLogField } from './text-log-field.ts'
import { findVendorField, withoutDataset } from './vendor-field.ts'
import { isWindowsHeader } from './windows-header.ts'

/** Whether events have a field; `unknown` when the fields of their type are not known. */
export type FieldPresence = 'present' | 'absent' | 'unknown'

/**
 * Whether events of the type have a rule’s field, under its own name, another, or in the header. A
 * vendor’s name counts as the canonical one.
 */
export function fieldPresence(
  type: EventType,
  field: string,
  logSource?: LogSource,
): FieldPresence {
  const view = viewOfType(type)
  if (view.findField(field) !== undefined || view.findConstant(field) !== undefined) {
    return 'present'
  }
  const bare = withoutDataset(field)
  if (findTextLogField(type, bare) !== undefined) return 'present'
  const shared = (logSource && findVendorField(logSource, [type], bare)?.of) ?? bare
  if (shared !== bare && findOwn(type, bare) !== undefined) return 'present'
  return sigmaFieldPresence(type, shared, logSource)
}

/** {@link fieldPresence} of a field in the names of Sigma’s taxonomy or of the log itself. */
export function sigmaFieldPresence(
  type: EventType,
  field: string,
  logSource?: LogSource,
): FieldPresence {
  const native = nativeField(type, field, logSource)
  if (native !== field || findOwn(type, native) !== undefined) return 'present'
  if (type.channel !== undefined && isWindowsHeader(field)) return 'present'
  return type.fields === undefined ? 'unknown' : 'absent'
}
