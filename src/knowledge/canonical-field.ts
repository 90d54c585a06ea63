import type { LogSource } from '../ir/index.ts'
import type { EventType } from './event-type.ts'
import { viewOfType } from './event-views.ts'
import { findOwn, speaksNative } from './native-field.ts'
import { findTextLogField } from './text-log-field.ts'
import { findVendorField, withoutDataset } from './vendor-field.ts'

/** Where a field’s name is the same thing in every rule of a corpus. */
export interface CanonicalField {
  readonly name: string
  /** Empty for endpoint events, which share one taxonomy; else the log source: `aws/cloudtrail`. */
  readonly scope: string
  /** The name in the rule, where it is another. */
  readonly renamedFrom?: string
  /** The field of the path of which this is the last component: `process.name` is one of `Image`. */
  readonly fileNameOf?: string
}

const endpointPlatforms: ReadonlySet<string> = new Set(['windows', 'linux', 'macos', 'ecs'])

/** Categories of endpoint events: Sigma’s taxonomy is the canon for their fields. */
const endpointCategories: ReadonlySet<string> = new Set([
  'process_creation',
  'process_termination',
  'process_access',
  'process_tampering',
  'file_event',
  'file_access',
  'file_change',
  'file_delete',
  'file_delete_detected',
  'file_rename',
  'file_block_executable',
  'file_block_shredding',
  'file_executable_detected',
  'create_stream_hash',
  'registry_event',
  'registry_add',
  'registry_delete',
  'registry_set',
  'registry_rename',
  'network_connection',
  'dns_query',
  'image_load',
  'driver_load',
  'create_remote_thread',
  'raw_access_thread',
  'raw_access_read',
  'pipe_created',
  'wmi_event',
  'clipboard_change',
  'clipboard_capture',
  'ps_module',
  'ps_script',
  'ps_classic_start',
  'ps_classic_provider_start',
  'ps_classic_script',
  'sysmon_status',
  'sysmon_error',
])

/**
 * The canonical name of a rule’s field. `types` are the event types that the rule can see: an alias
 * holds for an event type, so `NewProcessName` is `Image` only where all of them that have the field
 * agree. `ProcessId` is itself in a rule of `process_creation`, and the parent’s in one that names
 * Security 4688.
 */
export function canonicalField(
  logSource: LogSource,
  types: readonly EventType[],
  field: string,
): CanonicalField {
  const scope = scopeOf(logSource, types)
  const bare = withoutDataset(field)
  const found = findKnownName(logSource, types, bare)
  const vendor = found === undefined ? findVendorField(logSource, types, bare) : undefined
  const viewed = found === undefined && vendor === undefined ? findViewed(types, bare) : undefined
  const name = found ?? vendor?.name ?? viewed ?? bare
  return {
    name,
    scope,
    ...(name === field ? {} : { renamedFrom: field }),
    ...(vendor?.part === 'name' ? { fileNameOf: vendor.of } : {}),
  }
}

/** The canonical name of the field that a vendor’s agent puts here whole, if that is one for all types. */
function findViewed(types: readonly EventType[], field: string): string | undefined {
  const names = types.map(type => {
    const own = viewOfType(type).findField(field)
    if (own === undefined || own.part !== 'whole') return undefined
    return findAlias(type, own.own) ?? own.own
  })
  const [only] = names
  return names.every(name => name === only) ? only : undefined
}

/** The canonical name of a field by what the types call it; `undefined` when they do not tell. */
function findKnownName(
  logSource: LogSource,
  types: readonly EventType[],
  field: string,
): string | undefined {
  if (!speaksNative(logSource)) {
    const canonical = findCanonicalSpelling(types, field)
    if (canonical !== undefined) return canonical
  }
  const names = new Set<string>()
  let isKnown = false
  for (const type of types) {
    const alias = findAlias(type, field)
    const own = alias ?? findOwn(type, field) ?? findTextLogAlias(type, field)
    if (own !== undefined) {
      names.add(own)
      isKnown = true
    } else if (type.fields === undefined) names.add(field)
  }
  const [only] = names
  return isKnown && names.size === 1 ? only : undefined
}

/** The name in the taxonomy’s spelling, if one of the types has it under that name or a rename. */
function findCanonicalSpelling(types: readonly EventType[], field: string): string | undefined {
  const lower = field.toLowerCase()
  for (const type of types) {
    const renamed = Object.keys(type.renames).find(name => name.toLowerCase() === lower)
    if (renamed !== undefined) return renamed
    if (Object.keys(type.renames).length > 0) continue
    const own = findOwn(type, field)
    if (own !== undefined) return own
  }
  return undefined
}

/** The canonical name of a field of the type that has another name of its own. */
function findAlias(type: EventType, field: string): string | undefined {
  const lower = field.toLowerCase()
  return Object.entries(type.renames).find(([, native]) => native.toLowerCase() === lower)?.[0]
}

/** {@link findAlias} of Splunk’s name for the field in events that were collected as text. */
function findTextLogAlias(type: EventType, field: string): string | undefined {
  const own = findTextLogField(type, field)
  return own === undefined ? undefined : (findAlias(type, own) ?? own)
}

function scopeOf(logSource: LogSource, types: readonly EventType[]): string {
  const words = [logSource.product, logSource.category, logSource.service]
    .filter(word => word !== undefined && word !== '')
    .map(word => String(word).toLowerCase())
  const isEndpoint =
    types.length > 0
      ? types.every(isEndpointType)
      : endpointCategories.has(logSource.category?.toLowerCase() ?? '')
  return isEndpoint ? '' : words.join('/')
}

function isEndpointType(type: EventType): boolean {
  if (!endpointPlatforms.has(type.platform)) return false
  if (type.shippedAs === 'mde') return true
  if (type.shippedAs === 'ecs') return type.eventId !== 'cloudtrail'
  return type.categories.some(category => endpointCategories.has(category.name))
}
