import { expect, test } from 'vitest'
import { canonicalField } from './canonical-field.ts'
import { findEcsAlias } from './ecs-field.ts'
import { eventTypesOf } from './log-source.ts'

test.each([
  ['process_creation', 'process.executable', 'Image'],
  ['process_creation', 'process.parent.executable', 'ParentImage'],
  ['file_event', 'file.path', 'TargetFilename'],
  ['file_event,process_creation', 'process.executable', 'Image'],
  ['registry_event', 'registry.path', 'TargetObject'],
  ['network_connection', 'destination.ip', 'DestinationIp'],
  ['image_load', 'dll.path', 'ImageLoaded'],
  ['dns_query', 'dns.question.name', 'QueryName'],
  ['process_creation', 'process.args', undefined],
  ['process_creation', 'Image', undefined],
  ['proxy', 'process.executable', undefined],
])('in %s, %s is %s', (category, field, expected) => {
  expect(findEcsAlias({ category }, field)).toBe(expected)
})

test('CloudTrail has its own names', () => {
  expect(findEcsAlias({ service: 'cloudtrail' }, 'event.action')).toBe('eventName')
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
