import { expect, test } from 'vitest'
import type { Scalar } from '../ir/index.ts'
import { type FieldPart, partOf } from './field-part.ts'

test.each<readonly [FieldPart, string, readonly Scalar[] | undefined]>([
  ['whole', 'x', ['x']],
  ['whole', '', undefined],
  ['whole', '-', undefined],
  ['whole', '{00000000-0000-0000-0000-000000000000}', undefined],
  ['lower', 'System', ['system']],
  ['name', 'C:\\a\\b.exe', ['b.exe']],
  ['name', '/bin/sh', ['sh']],
  ['name', 'System', ['System']],
  ['name', 'C:\\a\\', undefined],
  ['directory', 'C:\\a\\b.exe', ['C:\\a']],
  ['directory', 'b.exe', undefined],
  ['extension', 'C:\\a.b\\c', undefined],
  ['extension', 'C:\\a.b\\c.tar.gz', ['gz']],
  ['account', 'NT AUTHORITY\\SYSTEM', ['SYSTEM']],
  ['account', 'root', ['root']],
  ['domain', 'NT AUTHORITY\\SYSTEM', ['NT AUTHORITY']],
  ['domain', 'root', undefined],
  ['before_at', 'user@EXAMPLE', ['user']],
  ['sid', 'nt authority\\system', ['S-1-5-18']],
  ['sid', 'EXAMPLE\\user', undefined],
  ['number', '0x1a4', [420]],
  ['number', '420', ['420']],
  ['args', 'a "b c"', ['a', 'b c']],
  ['args_count', 'a "b c"', [2]],
  ['md5', 'SHA1=AB,MD5=CD', ['cd']],
  ['sha1', 'SHA1=AB,MD5=CD', ['ab']],
  ['sha256', 'SHA1=AB,MD5=CD', undefined],
  ['imphash', 'IMPHASH=00000000000000000000000000000000', undefined],
  ['registry_path', 'HKU\\S-1-5-18\\x', ['HKU\\S-1-5-18\\x', 'HKEY_USERS\\S-1-5-18\\x']],
  ['registry_path', '\\REGISTRY\\MACHINE\\x', ['\\REGISTRY\\MACHINE\\x']],
  ['key', 'HKLM\\a\\b', ['HKLM\\a', 'HKEY_LOCAL_MACHINE\\a']],
  ['value', 'HKLM\\a\\b', ['b']],
  ['hive', 'HKLM\\a\\b', ['HKLM']],
  ['subkey', 'HKLM\\a\\b', ['a\\b']],
  ['registry_data', 'DWORD (0x00000010)', ['16', '0x00000010']],
  ['registry_data', 'QWORD (0x00000001-0x00000000)', ['4294967296', '0x0000000100000000']],
  ['registry_data', 'C:\\x', ['C:\\x']],
  ['registry_type', 'DeleteValue', ['change', 'deletion']],
  ['direction', 'true', ['egress']],
  ['connection', 'false', ['Network connection', 'connection_accepted']],
  ['ip_version', 'false', ['ipv4']],
  ['answers', 'type:  5 a.example;::ffff:192.0.2.1;', ['a.example', '192.0.2.1']],
  ['addresses', 'type:  5 a.example;::ffff:192.0.2.1;', ['192.0.2.1']],
  ['outcome', '0x8010000000000000', ['failure']],
  ['logon_type', '3', ['Network']],
  ['trust_status', 'Valid', ['Valid', 'trusted']],
  ['trusted', 'Expired', undefined],
])('%s of %j is %j', (part, value, expected) => {
  expect(partOf(part, [value])).toEqual(expected)
})

test('parts are taken of every value, and of null there is none', () => {
  expect(partOf('name', ['/a/b', null, 'c'])).toEqual(['b', 'c'])
  expect(partOf('joined', ['a', 'b'])).toEqual(['a b'])
  expect(partOf('joined', [])).toBeUndefined()
})
