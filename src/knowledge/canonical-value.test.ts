import { expect, test } from 'vitest'
import { canonicalValue, canonicalValues } from './canonical-value.ts'
import { findEventType, findEventTypeByKey } from './event-type.ts'

const security4688 = findEventType('Security', '4688')

test.each([
  ['MandatoryLabel', 'S-1-16-12288', 'High'],
  ['IntegrityLevel', 'S-1-16-16384', 'System'],
  ['IntegrityLevel', 'Mandatory Label\\Medium Mandatory Level', 'Medium'],
  ['ProcessId', '0x1a4', 420],
  ['ParentProcessId', '0x4', 4],
  ['ProcessId', '420', '420'],
  ['LogonId', '0x3e7', '0x3e7'],
  ['CommandLine', '0x1a4', '0x1a4'],
  ['MandatoryLabel', null, null],
])('%s %j on Security 4688 is %j', (field, value, expected) => {
  expect(canonicalValue(security4688, field, value)).toBe(expected)
})

test('a value of another event, or of none that is known, stays', () => {
  const sysmon1 = findEventType('Microsoft-Windows-Sysmon/Operational', '1')
  expect(canonicalValue(sysmon1, 'ProcessId', '0x1a4')).toBe('0x1a4')
  expect(canonicalValue(undefined, 'IntegrityLevel', 'S-1-16-12288')).toBe('S-1-16-12288')
})

test('the arguments of an executed program are one command line', () => {
  const exec = findEventTypeByKey('macos/Endpoint Security/exec')
  expect(canonicalValues(exec, 'CommandLine', ['curl', '-s', 'example.org'])).toEqual([
    'curl -s example.org',
  ])
  expect(canonicalValues(exec, 'CommandLine', [])).toEqual([])
  expect(canonicalValues(exec, 'Image', ['/bin/ls'])).toEqual(['/bin/ls'])
})
