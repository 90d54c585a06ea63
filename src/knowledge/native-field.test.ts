import { expect, test } from 'vitest'
import { findEventType } from './event-type.ts'
import { fieldPresence } from './field-presence.ts'
import { nativeField } from './native-field.ts'

const sysmon1 = findEventType('Microsoft-Windows-Sysmon/Operational', '1')
const security4688 = findEventType('Security', '4688')
const category = { product: 'windows', category: 'process_creation' }
const service = { product: 'windows', service: 'security' }

test.each([
  ['Image', 'NewProcessName'],
  ['ParentImage', 'ParentProcessName'],
  ['CommandLine', 'CommandLine'],
  ['ProcessId', 'NewProcessId'],
  ['ParentProcessId', 'ProcessId'],
  ['User', 'SubjectUserName'],
  ['LogonId', 'SubjectLogonId'],
  ['IntegrityLevel', 'MandatoryLabel'],
  ['image', 'NewProcessName'],
  ['Hashes', 'Hashes'],
])('%s is %s on Security 4688', (field, native) => {
  expect(nativeField(security4688, field)).toBe(native)
  expect(nativeField(security4688, field, category)).toBe(native)
})

test('in a rule that names the service the event’s own names stand for themselves', () => {
  expect(nativeField(security4688, 'ProcessId', service)).toBe('ProcessId')
  expect(nativeField(security4688, 'NewProcessName', service)).toBe('NewProcessName')
  expect(nativeField(security4688, 'Image', service)).toBe('NewProcessName')
})

test('a name that no event has is itself', () => {
  expect(nativeField(sysmon1, 'Image')).toBe('Image')
  expect(nativeField(undefined, 'Image')).toBe('Image')
  expect(nativeField(security4688, 'constructor')).toBe('constructor')
})

test('an event has its own fields, renamed ones and those of the header', () => {
  if (sysmon1 === undefined || security4688 === undefined) throw new Error('not in the catalogue')
  expect(fieldPresence(sysmon1, 'Hashes')).toBe('present')
  expect(fieldPresence(security4688, 'Hashes')).toBe('absent')
  expect(fieldPresence(security4688, 'Image')).toBe('present')
  expect(fieldPresence(security4688, 'Provider_Name')).toBe('present')
})
