import { describe, expect, test } from 'vitest'
import { formatOfName } from './input-formats.ts'
import { recognise } from './recognise.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const namespace = 'http://schemas.microsoft.com/win/2004/08/events/event'

describe('a file is recognised by how it begins', () => {
  test.each([
    ['{"a":1}\n', 'json'],
    [`<Event xmlns='${namespace}'><System>`, 'xml'],
    [`\uFEFF<?xml version="1.0"?>\r\n<Events><Event xmlns='${namespace}'>`, 'xml'],
    ['<logs>\n<e:Event>\n<e:System>', 'xml'],
    ['<project><Event/></project>', undefined],
    ['<html><body>', undefined],
    ['#separator \\x09\n#fields\ta', 'zeek'],
    ['# a remark\n#fields\tts\tuid', 'zeek'],
    ['# A title\n\ntext', undefined],
    ['a,b\n1,2\n', undefined],
    ['10.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 200 5\n', 'access-log'],
    ['#Software: IIS\r\n#Fields: date time cs-method\r\n', 'access-log'],
    ['CEF:0|V|P|1|2|n|3|a=b\n', 'cef'],
    ['<13>Nov 14 22:13:20 fw01 LEEF:1.0|V|P|1|2|a=b', 'leef'],
    ['The prefix is CEF:0|V|P|1|2|n|3|a=b\n', undefined],
    ['type=CWD msg=audit(1700000000.123:456): cwd="/"\n', 'auditd'],
    ['node=web1 type=CWD msg=audit(1700000000.123:456): cwd="/"\n', 'auditd'],
    ['----\ntime->Tue Nov 14 22:13:20 2023\ntype=CWD msg=audit(1.2:3): cwd="/"\n', 'auditd'],
    ['type=CWD msg=none', undefined],
    ['<34>Oct 11 22:14:15 web1 su: x\n', 'syslog'],
    ['<34>1 - - - - - -\n', undefined],
    ['2024-10-11 22:14:15 web1 says that', undefined],
    ['BZh91AY&SY', 'bzip2'],
    ['BZh9 is not bzip2', undefined],
    ['\uFEFF', undefined],
  ])('%j: %s', async (text, expected) => {
    expect(await recognise(bytes(text), { name: 'x', isExplicit: false })).toBe(expected)
  })

  test.each([
    [[0x28, 0xb5, 0x2f, 0xfd, 0], 'zstd'],
    [[0x5f, 0x2a, 0x4d, 0x18, 0], 'zstd'],
    [[0xff, 0xfe, 0x41, 0], 'utf-16'],
    [[0xfe, 0xff, 0, 0x41], 'utf-16'],
    [[0x3c, 0, 0x45, 0], 'utf-16'],
    [[0, 0x3c, 0, 0x45], 'utf-16'],
  ])('%j: %s', async (head, expected) => {
    expect(await recognise(Uint8Array.from(head), { name: 'x', isExplicit: false })).toBe(expected)
  })
})

describe('a table', () => {
  const read = (text: string, name: string, isExplicit: boolean): Promise<unknown> =>
    recognise(bytes(text), { name, isExplicit })

  test('is one in a folder only by its name', async () => {
    expect(await read('a,b\n1,2\n', 'x.txt', false)).toBe(undefined)
    expect(await read('a,b\n1,2\n', 'x.csv', false)).toBe('csv')
    expect(await read('a\tb\n1\t2\n', 'x.tsv.gz', false)).toBe('csv')
    expect(await read('{"a":1}\n', 'x.csv', false)).toBe('json')
    expect(await read('This is no table, but prose.\n', 'x.csv', false)).toBe(undefined)
  })

  test('is one by its looks when it is named', async () => {
    expect(await read('a,b\n1,2\n', 'x.txt', true)).toBe('csv')
    expect(await read('Dear all, this is prose.\n', 'x.txt', true)).toBe(undefined)
    expect(await read('a,b\n\0\0', 'x.txt', true)).toBe(undefined)
  })
})

test.each([
  ['a.JSON', 'json'],
  ['a.evtx.gz', 'evtx'],
  ['a.ndjson.zst', 'json'],
  ['a.csv.bz2', 'csv'],
  ['a.gz', undefined],
  ['a.xml', undefined],
  ['a', undefined],
])('the name %s promises %s', (name, expected) => {
  expect(formatOfName(name)).toBe(expected)
})
