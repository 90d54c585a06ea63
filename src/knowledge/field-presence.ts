import type { LogSource } from '../ir/index.ts'
import type { EventType } from './event-type.ts'
import { viewOfType } from './event-views.ts'
import { findOwn, nativeField } from './native-field.ts'
import { findTextLogField } from './text-log-field.ts'
import { findVendorField, withoutDataset } from './vendor-field.ts'
import { isWindowsHeader } from './windows-header.ts'

/**
 * Whether events of the type have a rule’s field, under its own name, another, or in the header.
 * A vendor’s name counts as the canonical one. `unknown` when the type’s fields are not known.
 */
export function fieldPresence(
  type: EventType,
  field: string,
  logSource?: LogSource,
): 'present' | 'absent' | 'unknown' {
  const { fields, constants } = viewOfType(type)
  if (fields.has(field) || constants.has(field)) return 'present'
  const bare = withoutDataset(field)
  if (findTextLogField(type, bare) !== undefined) return 'present'
  const shared = (logSource && findVendorField(logSource, [type], bare)?.of) ?? bare
  const native = nativeField(type, shared, logSource)
  if (native !== shared || findOwn(type, native) !== undefined) return 'present'
  if (shared !== bare && findOwn(type, bare) !== undefined) return 'present'
  if (type.channel !== undefined && isWindowsHeader(field)) return 'present'
  return type.fields === undefined ? 'unknown' : 'absent'
}
