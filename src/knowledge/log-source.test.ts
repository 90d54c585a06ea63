import { expect, test } from 'vitest'
import type { LogSource } from '../ir/index.ts'
import { channelsOf, eventTypesOf } from './log-source.ts'

const keys = (logSource: LogSource) => eventTypesOf(logSource).types.map(type => type.key)

test('process creation on Windows is Sysmon 1 and Security 4688', () => {
  const { isKnown, types } = eventTypesOf({ product: 'windows', category: 'process_creation' })
  expect(isKnown).toBe(true)
  expect(types.map(({ channel, eventId, title }) => [channel, eventId, title])).toEqual([
    ['Microsoft-Windows-Sysmon/Operational', '1', 'Process creation'],
    ['Security', '4688', 'A new process has been created'],
  ])
})

test.each([
  ['process_termination', ['Sysmon/5', 'Security/4689']],
  ['network_connection', ['Sysmon/3']],
  ['file_event', ['Sysmon/11']],
  ['file_delete', ['Sysmon/23', 'Sysmon/26']],
  ['registry_event', ['Sysmon/12', 'Sysmon/13', 'Sysmon/14']],
  ['registry_add', ['Sysmon/12']],
  ['registry_set', ['Sysmon/13']],
  ['wmi_event', ['Sysmon/19', 'Sysmon/20', 'Sysmon/21']],
  ['sysmon_error', ['Sysmon/255']],
  ['ps_script', ['PowerShell/4104', 'PowerShellCore/4104']],
  ['ps_module', ['PowerShell/4103', 'PowerShellCore/4103']],
  ['ps_classic_start', ['Windows PowerShell/400']],
  ['file_access', ['Kernel-File/12']],
])('the category %s on Windows is %j', (category, expected) => {
  const short = keys({ product: 'windows', category }).map(key =>
    key.replace(/^windows\/(Microsoft-Windows-)?/, '').replace('/Operational', ''),
  )
  expect(short).toEqual(expected)
})

test('a category without a product is that category on every platform', () => {
  expect(keys({ category: 'process_creation' })).toEqual([
    'windows/Microsoft-Windows-Sysmon/Operational/1',
    'windows/Security/4688',
    'linux/Linux-Sysmon/Operational/1',
    'macos/Endpoint Security/exec',
  ])
})

test('an antivirus detection is anybody’s, and Defender’s on Windows', () => {
  expect(keys({ category: 'antivirus' })).toContain('any/Antivirus/antivirus')
  expect(keys({ product: 'windows', category: 'antivirus' })).toContain(
    'windows/Microsoft-Windows-Windows Defender/Operational/1116',
  )
})

test('a service and a category together mean events that have both', () => {
  const logSource = { product: 'windows', category: 'ps_script', service: 'powershell' }
  expect(keys(logSource)).toHaveLength(2)
  expect(eventTypesOf({ ...logSource, service: 'sysmon' }).isKnown).toBe(false)
})

test('words fit in any case, and one of a list is enough', () => {
  expect(eventTypesOf({ product: 'Windows', service: 'Security' }).isKnown).toBe(true)
  const both = keys({ product: 'windows', service: 'system,security' })
  expect(both).toContain('windows/Security/4688')
  expect(both).toContain('windows/System/Service Control Manager/7045')
})

test('a log source that nobody has, or that names nothing, is unknown', () => {
  expect(eventTypesOf({ product: 'windows', category: 'bitlocker' })).toEqual({
    isKnown: false,
    types: [],
  })
  expect(eventTypesOf({}).isKnown).toBe(false)
  expect(eventTypesOf({ product: '' }).isKnown).toBe(false)
})

test('a service names its channels', () => {
  expect(channelsOf({ product: 'windows', service: 'powershell' })).toEqual([
    'Microsoft-Windows-PowerShell/Operational',
    'PowerShellCore/Operational',
  ])
  expect(channelsOf({ product: 'windows', category: 'process_creation' })).toEqual([])
})
