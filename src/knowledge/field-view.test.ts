import { expect, test } from 'vitest'
import type { LogSource, Scalar } from '../ir/index.ts'
import { eventTypes, findEventType, findEventTypeByKey } from './event-type.ts'
import { viewOfType } from './event-views.ts'
import { fieldView } from './field-view.ts'
import { isWindowsHeader } from './windows-header.ts'

const sysmonChannel = 'Microsoft-Windows-Sysmon/Operational'
const process: LogSource = { product: 'windows', category: 'process_creation' }
const security: LogSource = { product: 'windows', service: 'security' }

/** What an event with these fields has under a rule’s name. */
function read(
  type: ReturnType<typeof findEventType>,
  logSource: LogSource,
  field: string,
  fields: Readonly<Record<string, Scalar>>,
): readonly Scalar[] | undefined {
  const { first, second, constant } = fieldView(type, field, logSource)
  const place = second === undefined || fields[first.name] !== undefined ? first : second
  const value = fields[place.name]
  if (value === undefined) return constant
  return place.convert === undefined ? [value] : (place.convert([value]) ?? constant)
}

const created = {
  Image: 'C:\\Windows\\System32\\cmd.exe',
  CommandLine: 'cmd /c "echo hi"',
  User: 'NT AUTHORITY\\SYSTEM',
  Hashes: 'MD5=AB,SHA256=CD',
  Computer: 'pc',
  EventID: 1,
  CurrentDirectory: '-',
}

test.each([
  ['event.category', ['process']],
  ['event.type', ['start']],
  ['event.code', ['1']],
  ['event.action', ['Process creation', 'start']],
  ['host.os.type', ['windows']],
  ['event_platform', ['Win']],
  ['host.name', ['pc']],
  ['process.executable', ['C:\\Windows\\System32\\cmd.exe']],
  ['process.name', ['cmd.exe']],
  ['process.args', ['cmd', '/c', 'echo hi']],
  ['process.working_directory', undefined],
  ['process.hash.sha256', ['cd']],
  ['process.hash.sha1', undefined],
  ['process.code_signature.trusted', undefined],
  ['user.name', ['SYSTEM']],
  ['user.id', ['S-1-5-18']],
  ['winlog.event_data.User', ['NT AUTHORITY\\SYSTEM']],
  ['Processes.process_name', ['cmd.exe']],
  ['Processes.dest', ['pc']],
  ['Processes.action', ['allowed']],
  ['process_path', ['C:\\Windows\\System32\\cmd.exe']],
  ['process', ['cmd /c "echo hi"']],
  ['EventCode', ['1']],
  ['FileName', ['cmd.exe']],
  ['ProcessCommandLine', ['cmd /c "echo hi"']],
  ['TargetProcessName', ['C:\\Windows\\System32\\cmd.exe']],
  ['Image', ['C:\\Windows\\System32\\cmd.exe']],
])('Sysmon 1 has %s', (field, expected) => {
  expect(read(findEventType(sysmonChannel, '1'), process, field, created)).toEqual(expected)
})

test.each([
  ['10', 'process.executable', { SourceImage: 'C:\\a.exe' }, ['C:\\a.exe']],
  ['11', 'file.extension', { TargetFilename: 'C:\\a.docx' }, ['docx']],
  ['13', 'registry.data.strings', { Details: 'DWORD (0x00000001)' }, ['1', '0x00000001']],
  ['12', 'event.type', { EventType: 'CreateKey' }, ['change', 'creation']],
  ['7', 'dll.name', { ImageLoaded: 'C:\\a.dll' }, ['a.dll']],
  ['7', 'event.category', {}, ['process', 'library']],
  ['17', 'file.name', { PipeName: '\\x' }, ['\\x']],
  ['3', 'network.direction', { Initiated: 'false' }, ['ingress']],
  ['22', 'dns.question.name', { QueryName: 'a.example' }, ['a.example']],
])('Sysmon %s has %s', (id, field, fields, expected) => {
  const logSource = { product: 'windows', service: 'sysmon' }
  expect(read(findEventType(sysmonChannel, id), logSource, field, fields)).toEqual(expected)
})

test.each([
  ['4688', 'process.name', { NewProcessName: 'C:\\a.exe' }, ['a.exe']],
  ['4688', 'process.parent.pid', { ProcessId: '0x10' }, [16]],
  ['4688', 'New_Process_Name', { NewProcessName: 'C:\\a.exe' }, ['C:\\a.exe']],
  ['4624', 'source.ip', { IpAddress: '-' }, undefined],
  ['4624', 'user.name', { TargetUserName: 'u@EXAMPLE', SubjectUserName: 's' }, ['u']],
  ['4672', 'user.name', { SubjectUserName: 's' }, ['s']],
  ['4624', 'winlog.logon.type', { LogonType: '3' }, ['Network']],
  ['4625', 'event.outcome', { Keywords: '0x8010000000000000' }, ['failure']],
  ['4625', 'EventCode', { EventID: 4625 }, ['4625']],
])('Security %s has %s', (id, field, fields, expected) => {
  expect(read(findEventType('Security', id), security, field, fields)).toEqual(expected)
})

test('a data model fills what an event lacks, under its own name of the field', () => {
  const type = findEventType('Security', '4688')
  expect(read(type, process, 'Processes.parent_process', {})).toEqual(['unknown'])
  expect(read(type, process, 'Processes.original_file_name', {})).toBeUndefined()
  expect(read(type, process, 'parent_process', {})).toBeUndefined()
  expect(read(type, process, 'Processes.process', { CommandLine: 'x' })).toEqual(['x'])
})

test('only Windows has a line that is taken apart into arguments', () => {
  const type = findEventTypeByKey('linux/auditd/EXECVE')
  const linux = { product: 'linux', category: 'process_creation' }
  const fields = { CommandLine: 'sh -c id', Image: '/bin/sh' }
  expect(read(type, linux, 'process.args', fields)).toBeUndefined()
  expect(read(type, linux, 'process.name', fields)).toEqual(['sh'])
  expect(read(type, linux, 'event.category', fields)).toEqual(['process'])
})

test('an event’s own field of a vendor’s name comes first', () => {
  const type = findEventType(sysmonChannel, '1')
  expect(read(type, process, 'process.name', { ...created, 'process.name': 'x' })).toEqual(['x'])
  expect(read(type, process, 'event.category', { 'event.category': 'y' })).toEqual(['y'])
})

test('events of the common schema have their own names, and others lead to these', () => {
  const type = findEventTypeByKey('ecs/ecs/Elastic Common Schema/process')
  expect(read(type, process, 'process.name', { 'process.executable': '/bin/sh' })).toBeUndefined()
  expect(read(type, process, 'process_name', { 'process.executable': '/bin/sh' })).toEqual(['sh'])
})

test('what a view says of a type is a field that the type has', () => {
  for (const type of eventTypes()) {
    const view = viewOfType(type)
    for (const name of view.fieldNames()) {
      const own = view.findField(name)?.own
      if (own === undefined || type.fields === undefined || isWindowsHeader(own)) continue
      expect(type.fields).toContain(own)
    }
  }
})
