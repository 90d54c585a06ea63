import { expect, test } from 'vitest'
import { canonicalField } from './canonical-field.ts'
import { eventTypesOf } from './log-source.ts'
import { findVendorField } from './vendor-field.ts'

test.each([
  ['process_creation', 'process.executable', 'Image'],
  ['process_creation', 'process.parent.executable', 'ParentImage'],
  ['file_event', 'file.path', 'TargetFilename'],
  ['file_event,process_creation', 'process.executable', 'Image'],
  ['registry_event', 'registry.path', 'TargetObject'],
  ['network_connection', 'destination.ip', 'DestinationIp'],
  ['image_load', 'dll.path', 'ImageLoaded'],
  ['dns_query', 'dns.question.name', 'QueryName'],
  ['process_creation', 'process.args', 'process.args'],
  ['process_creation', 'Image', undefined],
  ['proxy', 'process.executable', undefined],
])('in %s, %s is %s', (category, field, expected) => {
  expect(findVendorField({ category }, [], field)?.name).toBe(expected)
})

test('CloudTrail has its own names', () => {
  expect(findVendorField({ product: 'aws', service: 'cloudtrail' }, [], 'event.action')?.name).toBe(
    'eventName',
  )
})

test('rules of all vendors share the canonical field', () => {
  const logSource = { product: 'windows', category: 'process_creation' }
  const { types } = eventTypesOf(logSource)
  expect(canonicalField(logSource, types, 'process.executable')).toEqual({
    name: 'Image',
    scope: '',
    renamedFrom: 'process.executable',
  })
})
