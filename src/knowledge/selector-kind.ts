import type { LogSource } from '../ir/index.ts'
import { eventTypesOf } from './log-source.ts'
import { perLogSource } from './per-log-source.ts'

/** Which part of “which events” a field tells, rather than what is in them. */
export type SelectorKind = 'event_id' | 'channel' | 'provider' | 'category' | 'operation'

const anywhere: Readonly<Record<string, SelectorKind>> = {
  eventid: 'event_id',
  event_id: 'event_id',
  eventcode: 'event_id',
  'winlog.event_id': 'event_id',
  'event.code': 'event_id',
  channel: 'channel',
  'winlog.channel': 'channel',
  eventlog: 'channel',
  provider_name: 'provider',
  providername: 'provider',
  provider_guid: 'provider',
  'winlog.provider_name': 'provider',
  'event.provider': 'provider',
  'event.module': 'provider',
  'event.dataset': 'category',
  'data_stream.dataset': 'category',
  'event.category': 'category',
  'event.type': 'category',
  'event.kind': 'category',
  'host.os.family': 'category',
  'host.os.platform': 'category',
  'host.os.type': 'category',
  // Which way a message goes, in Sublime’s Message Data Model.
  'type.inbound': 'category',
  'type.internal': 'category',
  'type.outbound': 'category',
  // Of Google’s Unified Data Model: which log an event is of, and what kind of event or of entity.
  'metadata.product_event_type': 'event_id',
  'metadata.event_type': 'category',
  'metadata.vendor_name': 'category',
  'metadata.product_name': 'category',
  'metadata.log_type': 'category',
  'metadata.base_labels.log_types': 'category',
  'graph.metadata.entity_type': 'category',
  'graph.metadata.source_type': 'category',
  'graph.metadata.vendor_name': 'category',
  'graph.metadata.product_name': 'category',
  // Of Microsoft’s tables, CrowdStrike’s events and Splunk’s metadata.
  actiontype: 'category',
  event_platform: 'category',
  sourcetype: 'category',
}

/** Splunk’s metadata, which in other languages may be anything in another case. */
const exactly: Readonly<Record<string, SelectorKind>> = {
  eventtype: 'category',
  index: 'category',
  source: 'category',
}

/** Systems on whose events `event.action` says what kind of event it is. */
const systems: ReadonlySet<string> = new Set(['windows', 'linux', 'macos'])

/** The fields that say whose events they are in logs of several services. */
const providersOfLog: Readonly<Record<string, readonly string[]>> = {
  aws: ['eventsource', 'event_source'],
  gcp: ['protopayload.servicename', 'data.protopayload.servicename', 'eventservice'],
  m365: ['workload', 'eventsource'],
}

/**
 * What a selector field selects: event id, channel, provider or category in any log, the operation
 * in those that have such (`eventName` in CloudTrail, `Operation` in Microsoft 365). `undefined` for
 * every other field.
 */
export function selectorKind(logSource: LogSource, field: string): SelectorKind | undefined {
  const lower = field.toLowerCase()
  const product = logSource.product?.toLowerCase() ?? ''
  if (operationsOf(logSource).has(lower))
    return isRecordType(product, lower) ? 'category' : 'operation'
  if (Object.hasOwn(providersOfLog, product) && providersOfLog[product]?.includes(lower)) {
    return 'provider'
  }
  if (lower === 'event.action') return isOfSystem(logSource) ? 'category' : undefined
  if (Object.hasOwn(exactly, field)) return exactly[field]
  return Object.hasOwn(anywhere, lower) ? anywhere[lower] : undefined
}

function isOfSystem({ product, category }: LogSource): boolean {
  if (product === undefined) return category !== undefined
  return product.split(',').some(word => systems.has(word.trim().toLowerCase()))
}

/** The fields that say which operation an event is, in lower case. */
const operationsOf: (logSource: LogSource) => ReadonlySet<string> = perLogSource(
  logSource =>
    new Set(
      eventTypesOf(logSource).types.flatMap(type =>
        type.operations.map(name => name.toLowerCase()),
      ),
    ),
)

/** auditd’s `type` is the kind of a record; what was done stands in its other fields. */
function isRecordType(product: string, field: string): boolean {
  return product === 'linux' && field === 'type'
}
