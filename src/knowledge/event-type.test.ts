import { expect, test } from 'vitest'
import { eventTypes, findEventType, findEventTypeByKey } from './event-type.ts'

test('every event type has a key of its own, and the key finds it', () => {
  const keys = eventTypes().map(type => type.key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(eventTypes().every(type => findEventTypeByKey(type.key) === type)).toBe(true)
})

test('a channel is found in any case', () => {
  expect(findEventType('SECURITY', '4688')?.title).toBe('A new process has been created')
  expect(findEventType('microsoft-windows-sysmon/operational', '1')?.key).toBe(
    'windows/Microsoft-Windows-Sysmon/Operational/1',
  )
})

test('a channel is found by another of its names', () => {
  expect(findEventType('Microsoft-Windows-DNS Client Events/Operational', '3008')?.channel).toBe(
    'Microsoft-Windows-DNS-Client/Operational',
  )
})

test('in a channel of many providers the provider decides', () => {
  expect(findEventType('System', '1001', 'Microsoft-Windows-WER-SystemErrorReporting')?.title).toBe(
    'The computer has rebooted from a bugcheck',
  )
  expect(findEventType('System', '7045', 'Some Driver')).toBeUndefined()
})

test('in a channel of many providers an id that two of them have is nobody’s without a provider', () => {
  expect(findEventType('System', '7045')?.provider).toBe('Service Control Manager')
  expect(findEventType('System', '16')).toBeUndefined()
})

test('an unknown event is not found', () => {
  expect(findEventType('Security', '99999')).toBeUndefined()
  expect(findEventType('No such channel', '1')).toBeUndefined()
})

test('Sysmon events have the fields of the current version', () => {
  const fields = (id: string) =>
    findEventType('Microsoft-Windows-Sysmon/Operational', id)?.fields ?? []
  expect(fields('1')).toContain('ParentUser')
  expect(fields('3')).toContain('User')
  expect(fields('10')).toContain('SourceUser')
  expect(fields('22')).toContain('User')
  expect(fields('29')).toContain('TargetFilename')
  expect(fields('255')).toContain('Description')
})

test('an audited event says which policy turns it on', () => {
  expect(findEventType('Security', '4688')?.enable).toContain('Audit Process Creation')
  expect(findEventType('Security', '4698')?.enable).toContain('Audit Other Object Access Events')
})

test('Security 4688 has no hashes and no file description', () => {
  const fields = findEventType('Security', '4688')?.fields ?? []
  expect(fields).toContain('CommandLine')
  for (const name of ['Hashes', 'OriginalFileName', 'CurrentDirectory', 'Company']) {
    expect(fields).not.toContain(name)
  }
})
