import { expect, test } from 'vitest'
import { canonicalField } from './canonical-field.ts'
import { findEventTypeByKey } from './event-type.ts'
import { fieldPresence } from './field-presence.ts'
import { eventTypesOf } from './log-source.ts'
import { selectorKind } from './selector-kind.ts'

test.each([
  [{ category: 'process_creation' }, 'target.process.command_line', 'CommandLine'],
  [{ category: 'process_creation' }, 'target.process.file.full_path', 'Image'],
  [{ category: 'process_creation' }, 'principal.process.file.full_path', 'ParentImage'],
  [{ category: 'process_creation' }, 'src.process.file.full_path', 'OriginalFileName'],
  [{ category: 'file_event' }, 'principal.process.file.full_path', 'Image'],
  [{ category: 'file_event' }, 'target.file.full_path', 'TargetFilename'],
  [{ category: 'image_load' }, 'target.file.full_path', 'ImageLoaded'],
  [{ category: 'registry_event' }, 'target.registry.registry_key', 'TargetObject'],
  [{ category: 'registry_event' }, 'target.registry.registry_value_data', 'Details'],
  [{ category: 'network_connection' }, 'principal.ip', 'SourceIp'],
  [{ category: 'proxy' }, 'principal.ip', 'c-ip'],
  [{ category: 'dns_query' }, 'network.dns.questions.name', 'QueryName'],
  [{ category: 'file_event,process_creation' }, 'principal.process.pid', 'principal.process.pid'],
  [{ category: 'webserver' }, 'target.url', 'target.url'],
  [{ product: 'aws', service: 'cloudtrail' }, 'principal.ip', 'sourceIPAddress'],
  [
    { product: 'aws', service: 'cloudtrail' },
    'target.resource.attribute.labels["requestParameters.userName"]',
    'requestParameters.userName',
  ],
  [{ product: 'aws', service: 'cloudtrail' }, 'metadata.product_event_type', 'eventName'],
  [{ product: 'okta', service: 'okta' }, 'metadata.product_event_type', 'eventType'],
  [{ product: 'windows', service: 'sysmon' }, 'metadata.product_event_type', 'EventID'],
])('in rules of %j %s is %s', (logSource, field, name) => {
  expect(canonicalField(logSource, eventTypesOf(logSource).types, field).name).toBe(name)
})

test('in a rule that names its events by their numbers the numbers decide', () => {
  const logSource = { product: 'windows', service: 'sysmon' }
  const typesOf = (id: string) => {
    const type = findEventTypeByKey(`windows/Microsoft-Windows-Sysmon/Operational/${id}`)
    return type === undefined ? [] : [type]
  }
  const nameIn = (id: string) =>
    canonicalField(logSource, typesOf(id), 'target.file.full_path').name
  expect(nameIn('11')).toBe('TargetFilename')
  expect(nameIn('7')).toBe('ImageLoaded')
})

test('events are asked for the field that it is', () => {
  const type = findEventTypeByKey('windows/Microsoft-Windows-Sysmon/Operational/1')
  if (type === undefined) throw new Error('the catalogue has Sysmon')
  const logSource = { product: 'windows', category: 'process_creation' }
  expect(fieldPresence(type, 'target.process.command_line', logSource)).toBe('present')
  expect(fieldPresence(type, 'principal.hostname', logSource)).toBe('present')
  expect(fieldPresence(type, 'target.url', logSource)).toBe('absent')
})

test.each([
  ['aws', 'cloudtrail', 'metadata.product_event_type', 'operation'],
  ['windows', 'sysmon', 'metadata.product_event_type', 'event_id'],
  ['windows', 'sysmon', 'metadata.event_type', 'category'],
  ['aws', 'cloudtrail', 'metadata.vendor_name', 'category'],
  ['aws', 'cloudtrail', 'target.url', undefined],
])('in rules of %s %s the field %s selects the %s', (product, service, field, kind) => {
  expect(selectorKind({ product, service }, field)).toBe(kind)
})
