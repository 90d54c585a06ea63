import { expect, test } from 'vitest'
import { canonicalField } from './canonical-field.ts'
import { findEventType, findEventTypeByKey } from './event-type.ts'
import { eventTypesOf } from './log-source.ts'

const category = { product: 'windows', category: 'process_creation' }
const service = { product: 'windows', service: 'security' }
const security4688 = [findEventType('Security', '4688')].filter(type => type !== undefined)
const table = (name: string) =>
  [findEventTypeByKey(`windows/mde/Microsoft Defender for Endpoint/${name}`)].filter(
    type => type !== undefined,
  )

test('a field of an endpoint event is Sigma’s, without a scope', () => {
  expect(canonicalField(category, eventTypesOf(category).types, 'Image')).toEqual({
    name: 'Image',
    scope: '',
  })
})

test('a native name of Security 4688 is the canonical one', () => {
  expect(canonicalField(service, security4688, 'NewProcessName')).toEqual({
    name: 'Image',
    scope: '',
    renamedFrom: 'NewProcessName',
  })
})

test('ProcessId means the new process in a category and the creator in the Security log', () => {
  expect(canonicalField(category, eventTypesOf(category).types, 'ProcessId').name).toBe('ProcessId')
  expect(canonicalField(service, security4688, 'ProcessId').name).toBe('ParentProcessId')
})

test('an alias does not hold where the rule can see events that disagree', () => {
  expect(canonicalField(service, eventTypesOf(service).types, 'SubjectUserName')).toEqual({
    name: 'SubjectUserName',
    scope: 'windows/security',
  })
})

test.each([
  ['DeviceProcessEvents', 'Image'],
  ['DeviceFileEvents', 'TargetFilename'],
  ['DeviceImageLoadEvents', 'ImageLoaded'],
])('FolderPath of %s is %s', (name, canonical) => {
  expect(canonicalField({}, table(name), 'FolderPath').name).toBe(canonical)
})

test('the initiating process is the parent of a new process, and the actor of every other event', () => {
  const field = 'InitiatingProcessFolderPath'
  expect(canonicalField({}, table('DeviceProcessEvents'), field).name).toBe('ParentImage')
  expect(canonicalField({}, table('DeviceFileEvents'), field).name).toBe('Image')
})

test('outside endpoint events the log source is part of the name', () => {
  const aws = { product: 'aws', service: 'cloudtrail' }
  expect(canonicalField(aws, eventTypesOf(aws).types, 'userAgent')).toEqual({
    name: 'userAgent',
    scope: 'aws/cloudtrail',
  })
  const proxy = { category: 'proxy' }
  expect(canonicalField(proxy, eventTypesOf(proxy).types, 'c-uri').scope).toBe('proxy')
})

test('a name in another case is the taxonomy’s', () => {
  expect(canonicalField(category, eventTypesOf(category).types, 'commandline')).toEqual({
    name: 'CommandLine',
    scope: '',
    renamedFrom: 'commandline',
  })
})

test('an unknown log source leaves names alone', () => {
  expect(canonicalField({ product: 'acme' }, [], 'x')).toEqual({ name: 'x', scope: 'acme' })
})

test.each([
  ['Processes.process_path', 'Image'],
  ['process_path', 'Image'],
  ['Processes.process', 'CommandLine'],
  ['parent_process', 'ParentCommandLine'],
  ['Processes.user', 'User'],
  ['Processes.dest', 'Computer'],
  ['Processes.action', 'action'],
  ['TargetProcessName', 'Image'],
  ['FolderPath', 'Image'],
  ['InitiatingProcessCommandLine', 'ParentCommandLine'],
  ['winlog.event_data.ParentImage', 'ParentImage'],
  ['process.hash.sha256', 'process.hash.sha256'],
  ['SHA256', 'process.hash.sha256'],
])('in rules of process_creation, %s is %s', (field, name) => {
  expect(canonicalField(category, eventTypesOf(category).types, field).name).toBe(name)
})

test.each([
  ['process.name', 'process.name', 'Image'],
  ['Processes.process_name', 'process.name', 'Image'],
  ['FileName', 'process.name', 'Image'],
  ['InitiatingProcessFileName', 'process.parent.name', 'ParentImage'],
])('%s is the file name of %s', (field, name, path) => {
  const found = canonicalField(category, eventTypesOf(category).types, field)
  expect(found).toMatchObject({ name, fileNameOf: path })
})

test.each([
  [{ category: 'file_event' }, 'FolderPath', 'TargetFilename'],
  [{ category: 'file_event' }, 'Filesystem.file_path', 'TargetFilename'],
  [{ category: 'file_event' }, 'InitiatingProcessFolderPath', 'Image'],
  [{ category: 'image_load' }, 'FolderPath', 'ImageLoaded'],
  [{ category: 'image_load' }, 'file.path', 'ImageLoaded'],
  [{ category: 'registry_event' }, 'Registry.registry_path', 'TargetObject'],
  [{ category: 'registry_event' }, 'RegistryKey', 'TargetObject'],
  [{ category: 'network_connection' }, 'All_Traffic.dest_ip', 'DestinationIp'],
  [{ category: 'network_connection' }, 'RemoteUrl', 'DestinationHostname'],
  [{ category: 'dns_query' }, 'DNS.query', 'QueryName'],
  [{ product: 'aws', service: 'cloudtrail' }, 'EventName', 'eventName'],
  [
    { product: 'aws', service: 'cloudtrail' },
    'aws.cloudtrail.user_identity.type',
    'userIdentity.type',
  ],
  [{ product: 'azure', service: 'auditlogs' }, 'event.action', 'OperationName'],
  [{ product: 'azure', service: 'auditlogs' }, 'properties.message', 'OperationName'],
  [
    { product: 'azure', service: 'signinlogs' },
    'azure.signinlogs.properties.app_display_name',
    'AppDisplayName',
  ],
  [{ product: 'm365', service: 'audit' }, 'o365.audit.Operation', 'Operation'],
  [{ product: 'm365', service: 'audit' }, 'event.action', 'Operation'],
  [{ product: 'github', service: 'audit' }, 'event.action', 'action'],
  [{ product: 'okta', service: 'okta' }, 'event.action', 'eventType'],
  [{ product: 'okta', service: 'okta' }, 'okta.actor.alternate_id', 'actor.alternateId'],
  [{ product: 'kubernetes', service: 'audit' }, 'kubernetes.audit.verb', 'verb'],
])('in rules of %j, %s is %s', (logSource, field, name) => {
  expect(canonicalField(logSource, eventTypesOf(logSource).types, field).name).toBe(name)
})

test.each([
  ['New_Process_Name', 'Image'],
  ['Process_Command_Line', 'CommandLine'],
  ['Creator_Process_Name', 'ParentImage'],
  ['winlog.event_data.NewProcessName', 'Image'],
  ['process_path', 'Image'],
])('of Security 4688, %s is %s', (field, name) => {
  expect(canonicalField(service, security4688, field).name).toBe(name)
})

test('a label of a message is the field’s own name', () => {
  const types = [findEventType('Security', '5145')].filter(type => type !== undefined)
  expect(canonicalField(service, types, 'Share_Name').name).toBe('ShareName')
})

test.each([
  ['4624', 'source.ip', 'IpAddress'],
  ['4624', 'user.id', 'TargetUserSid'],
  ['4672', 'user.id', 'SubjectUserSid'],
  ['4688', 'process.executable', 'Image'],
])('of Security %s, %s is %s', (id, field, name) => {
  const types = [findEventType('Security', id)].filter(type => type !== undefined)
  expect(canonicalField(service, types, field).name).toBe(name)
})
