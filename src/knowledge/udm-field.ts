import type { EventType } from './event-type.ts'
import type { FieldPart } from './field-part.ts'

/**
 * The fields of Google’s Unified Data Model in the canonical vocabulary. An event has nouns: the
 * *principal* acts, the *target* is acted on; which process or file each of them is depends on the kind
 * of event.
 */

/** `canonical field`, and the part of it where it is not the whole. */
type Aliases = Readonly<Record<string, string>>

/** The user and the process that act, in events that are about something else. */
const actor: Aliases = {
  'principal.hostname': 'Computer',
  'principal.user.userid': 'User account',
  'principal.process.file.full_path': 'Image',
  'principal.process.command_line': 'CommandLine',
  'principal.process.pid': 'ProcessId',
  'principal.process.product_specific_process_id': 'ProcessGuid',
}

function hashes(noun: string): Aliases {
  return {
    [`${noun}.md5`]: 'Hashes md5',
    [`${noun}.sha1`]: 'Hashes sha1',
    [`${noun}.sha256`]: 'Hashes sha256',
  }
}

const file: Aliases = {
  ...actor,
  'target.file.full_path': 'TargetFilename',
  ...hashes('target.file'),
}

const registry: Aliases = {
  ...actor,
  'target.registry.registry_key': 'TargetObject key',
  'target.registry.registry_value_name': 'TargetObject value',
  'target.registry.registry_value_data': 'Details',
}

const images: Aliases = {
  'principal.process.file.full_path': 'SourceImage',
  'target.process.file.full_path': 'TargetImage',
}

/** By Sigma’s category, or product and service. */
const schemas: Readonly<Record<string, Aliases>> = {
  process_creation: {
    'principal.hostname': 'Computer',
    'principal.user.userid': 'User account',
    // Where Google’s parser of Sysmon puts it.
    'src.process.file.full_path': 'OriginalFileName',
    'target.process.file.full_path': 'Image',
    'target.process.command_line': 'CommandLine',
    'target.process.pid': 'ProcessId',
    'target.process.product_specific_process_id': 'ProcessGuid',
    ...hashes('target.process.file'),
    'target.process.file.pe_file.imphash': 'Hashes imphash',
    'target.process.file.file_metadata.pe.import_hash': 'Hashes imphash',
    'principal.process.file.full_path': 'ParentImage',
    'principal.process.command_line': 'ParentCommandLine',
    'principal.process.pid': 'ParentProcessId',
    'principal.process.product_specific_process_id': 'ParentProcessGuid',
  },
  process_termination: { 'target.process.file.full_path': 'Image' },
  process_access: { ...images, 'target.process.access_mask': 'GrantedAccess' },
  create_remote_thread: images,
  file_event: file,
  file_access: file,
  file_change: file,
  file_delete: file,
  file_rename: file,
  registry_event: registry,
  registry_add: registry,
  registry_delete: registry,
  registry_set: registry,
  image_load: {
    ...actor,
    'target.file.full_path': 'ImageLoaded',
    'target.process.file.full_path': 'ImageLoaded',
  },
  network_connection: {
    ...actor,
    'principal.ip': 'SourceIp',
    'principal.port': 'SourcePort',
    'target.ip': 'DestinationIp',
    'target.port': 'DestinationPort',
    'target.hostname': 'DestinationHostname',
  },
  dns_query: {
    ...actor,
    'network.dns.questions.name': 'QueryName',
    'network.dns.answers.data': 'QueryResults',
  },
  proxy: {
    'target.url': 'c-uri',
    'principal.application': 'c-useragent',
    'target.hostname': 'cs-host',
    'network.http.user_agent': 'c-useragent',
    'network.http.method': 'cs-method',
    'network.http.referral_url': 'cs-referrer',
    'network.http.response_code': 'sc-status',
    'principal.ip': 'c-ip',
    'target.ip': 'dst_ip',
  },
  'aws/cloudtrail': {
    'principal.ip': 'sourceIPAddress',
    'network.http.user_agent': 'userAgent',
    'principal.location.name': 'awsRegion',
    'target.application': 'eventSource',
  },
}

/** What Google’s parser of CloudTrail takes over under the event’s own names. */
const cloudTrailLabel =
  /^(?:(?:target|src)\.resource\.attribute\.labels|additional\.fields)\["([\w.]+)"\]$/

/** The field that says what an event is in its own log: `4688`, `ConsoleLogin`. */
export const udmOperation = 'metadata.product_event_type'

/** What a field of the model is in events of a category, or of a product’s service: `aws/cloudtrail`. */
export function findUdmField(
  key: string,
  field: string,
): { readonly of: string; readonly part: FieldPart | undefined } | undefined {
  const found = Object.hasOwn(schemas, key) ? schemas[key] : undefined
  const text = found !== undefined && Object.hasOwn(found, field) ? found[field] : undefined
  if (text !== undefined) {
    const [of = '', part] = text.split(' ')
    // The table holds no other words.
    return { of, part: part as FieldPart | undefined }
  }
  const label = key === 'aws/cloudtrail' ? cloudTrailLabel.exec(field)?.[1] : undefined
  return label === undefined ? undefined : { of: label, part: undefined }
}

/** What the log calls {@link udmOperation}: `eventName` in CloudTrail, the event id in Windows. */
export function findUdmOperation(types: readonly EventType[]): string | undefined {
  const names = new Set(
    types.map(({ platform, operations }) =>
      platform === 'windows' ? 'EventID' : operations.find(name => name !== udmOperation),
    ),
  )
  const [only] = names
  return names.size === 1 ? only : undefined
}
