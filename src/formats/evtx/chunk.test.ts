import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WritableNode } from '../../../test/support/binary-xml-writer.ts'
import { utf16Bytes } from '../../../test/support/binary-xml-writer.ts'
import {
  type RawRecord,
  withChunkChecksum,
  writeEvtx,
  writeRecords,
} from '../../../test/support/evtx-writer.ts'
import type { LogEvent } from '../../ir/index.ts'
import type { Decoded, FormatProblem } from '../problem.ts'
import { chunkSize, decodeEvtxChunk } from './chunk.ts'
import { evtxHeaderSize, parseEvtxHeader } from './header.ts'

function decode(file: Uint8Array): readonly Decoded[] {
  const decoded: Decoded[] = []
  for (let at = evtxHeaderSize; at < file.length; at += chunkSize) {
    decoded.push(...decodeEvtxChunk(file.subarray(at, at + chunkSize), at))
  }
  return decoded
}

function eventsOf(decoded: readonly Decoded[]): readonly LogEvent[] {
  return decoded.flatMap(d => (d.kind === 'event' ? [d.event] : []))
}

function problemsOf(decoded: readonly Decoded[]): readonly FormatProblem[] {
  return decoded.flatMap(d => (d.kind === 'problem' ? [d.problem] : []))
}

function record(...nodes: readonly WritableNode[]): RawRecord {
  return { id: 7, time: 0, nodes }
}

/** The fields of an event that holds the nodes in its `EventData`. */
function fieldsOf(...data: readonly WritableNode[]): Readonly<Record<string, unknown>> {
  const event: WritableNode = {
    element: 'Event',
    children: [{ element: 'EventData', children: data }],
  }
  const decoded = decode(writeRecords([record(event)]))
  expect(problemsOf(decoded)).toEqual([])
  const [only] = eventsOf(decoded)
  return Object.fromEntries(only?.fields ?? [])
}

const data = (name: string, ...children: readonly WritableNode[]): WritableNode => ({
  element: 'Data',
  attributes: [['Name', [{ text: name }]]],
  children,
})

const sysmon = {
  provider: 'Microsoft-Windows-Sysmon',
  providerGuid: '{5770385F-C22A-43E0-BF4C-06F5698FFBD9}',
  channel: 'Microsoft-Windows-Sysmon/Operational',
  eventId: 1,
  computer: 'pc.local',
  time: Date.UTC(2020, 8, 15, 19, 28, 17, 594),
  processId: 4,
  userId: 'S-1-5-18',
  keywords: 0x8000000000000000n,
  data: { Image: 'C:\\a.exe', 'Category Name': 'x', Empty: '' },
}

test('an event has its header and every field under the names of Windows', () => {
  const [event] = eventsOf(decode(writeEvtx([sysmon], { firstRecord: 15 })))
  expect(event?.header).toEqual({
    record: 15,
    time: '2020-09-15T19:28:17.5940000Z',
    provider: 'Microsoft-Windows-Sysmon',
    channel: 'Microsoft-Windows-Sysmon/Operational',
    eventId: '1',
    computer: 'pc.local',
  })
  expect(Object.fromEntries(event?.fields ?? [])).toEqual({
    Provider_Name: ['Microsoft-Windows-Sysmon'],
    Provider_Guid: ['{5770385F-C22A-43E0-BF4C-06F5698FFBD9}'],
    EventID: ['1'],
    Version: ['0'],
    Level: ['4'],
    Task: ['0'],
    Opcode: ['0'],
    Keywords: ['0x8000000000000000'],
    TimeCreated_SystemTime: ['2020-09-15T19:28:17.5940000Z'],
    EventRecordID: ['15'],
    Execution_ProcessID: ['4'],
    Channel: ['Microsoft-Windows-Sysmon/Operational'],
    Computer: ['pc.local'],
    Security_UserID: ['S-1-5-18'],
    Image: ['C:\\a.exe'],
    CategoryName: ['x'],
    Empty: [''],
  })
})

test('a name that the header and the data share holds both values, the header’s first', () => {
  const [event] = eventsOf(decode(writeEvtx([{ ...sysmon, data: { Channel: 'Security' } }])))
  expect(event?.fields.get('Channel')).toEqual([sysmon.channel, 'Security'])
  expect(event?.header.channel).toBe(sysmon.channel)
})

test('records of many chunks come in order, with templates by offset after their first use', () => {
  const events = Array.from({ length: 500 }, (_, i) => ({ ...sysmon, time: 1_600_000_000_000 + i }))
  const decoded = decode(writeEvtx(events, { recordsPerChunk: 90 }))
  expect(problemsOf(decoded)).toEqual([])
  expect(eventsOf(decoded).map(e => e.header.record)).toEqual(events.map((_, i) => i + 1))
})

describe('elements without a template', () => {
  const event: WritableNode = {
    element: 'Event',
    children: [
      { element: 'System', children: [{ element: 'EventID', children: [{ text: '7' }] }] },
      { element: 'EventData', children: [data('A', { text: 'x' })] },
    ],
  }

  test.each(['plain', 'template'] as const)('are read as %s elements have it', place => {
    const decoded = decode(writeRecords([{ ...record(event), place }]))
    expect(problemsOf(decoded)).toEqual([])
    expect(eventsOf(decoded).map(e => [e.header.eventId, e.fields.get('A')])).toEqual([
      ['7', ['x']],
    ])
  })
})

test('text is text in all of its forms', () => {
  const pieces: readonly WritableNode[] = [
    { text: 'a' },
    { cdata: '<b>' },
    { charRef: 0xe9 },
    { entityRef: 'amp' },
    { entityRef: 'other' },
    { instruction: ['target', 'data'] },
    { text: 'z' },
  ]
  expect(fieldsOf(data('A', ...pieces))).toEqual({ A: ['a<b>é&&other;z'] })
})

test('unnamed data is one field of many values, and an element keeps its own name', () => {
  const fields = fieldsOf(
    { element: 'Data', children: [{ text: 'a' }] },
    { element: 'Data' },
    { element: 'Data', children: [{ text: 'c' }] },
    { element: 'Binary', children: [{ text: '00FF' }] },
  )
  expect(fields).toEqual({ Data: ['a', '', 'c'], Binary: ['00FF'] })
})

test('user data is flattened, with attributes and without namespaces', () => {
  const event: WritableNode = {
    element: 'Event',
    children: [
      {
        element: 'UserData',
        children: [
          {
            element: 'Wrapper',
            attributes: [['xmlns', [{ text: 'urn:x' }]]],
            children: [
              { element: 'A', attributes: [['B', [{ text: '1' }]]], children: [{ text: '2' }] },
              { element: 'C', children: [{ element: 'D', children: [{ text: '3' }] }] },
              { element: 'E' },
            ],
          },
        ],
      },
    ],
  }
  const [only] = eventsOf(decode(writeRecords([record(event)])))
  expect(Object.fromEntries(only?.fields ?? [])).toEqual({
    A_B: ['1'],
    A: ['2'],
    D: ['3'],
    E: [''],
  })
})

describe('substitutions', () => {
  const use = (
    child: WritableNode,
    ...values: readonly { readonly type: number; readonly bytes: Uint8Array }[]
  ): WritableNode => ({ template: { id: 1, nodes: [child] }, values })
  const none = { type: 0, bytes: new Uint8Array(0) }
  const list = { type: 0x81, bytes: utf16Bytes('a\0\0c\0') }

  test('a value that is null leaves an empty element', () => {
    const child = data('A', { substitution: 0, type: 1 })
    expect(fieldsOf(use(child, none))).toEqual({ A: [''] })
  })

  test('an optional value that is null takes its element along', () => {
    const child = data('A', { substitution: 0, type: 1, isOptional: true })
    expect(fieldsOf(data('B'), use(child, none))).toEqual({ B: [''] })
  })

  test('an element goes with the value that it depends on', () => {
    const child: WritableNode = { element: 'A', dependency: 0, children: [{ text: 'x' }] }
    expect(fieldsOf(data('B'), use(child, none))).toEqual({ B: [''] })
  })

  test('a value that the instance lacks is empty', () => {
    expect(fieldsOf(use(data('A', { substitution: 9, type: 1 })))).toEqual({ A: [''] })
  })

  test('a list repeats the element around it', () => {
    const child = data('A', { text: '<' }, { substitution: 0, type: 0x81 }, { text: '>' })
    expect(fieldsOf(use(child, list))).toEqual({ A: ['<a>', '<>', '<c>'] })
  })

  test('an empty list leaves an empty element', () => {
    const child: WritableNode = { element: 'Data', children: [{ substitution: 0, type: 0x81 }] }
    expect(fieldsOf(use(child, { type: 0x81, bytes: new Uint8Array(0) }))).toEqual({ Data: [''] })
  })

  test('binary XML in a value has its own templates and values', () => {
    const inner: WritableNode = {
      template: { id: 2, nodes: [data('A', { substitution: 0, type: 1 })] },
      values: [{ type: 1, bytes: utf16Bytes('x') }],
    }
    const outer: WritableNode = {
      template: { id: 1, nodes: [{ substitution: 0, type: 0x21 }] },
      values: [{ nodes: [inner, data('B', { text: 'y' })] }],
    }
    expect(fieldsOf(outer)).toEqual({ A: ['x'], B: ['y'] })
  })
})

describe('damage', () => {
  const file = (): Uint8Array => writeEvtx([sysmon, sysmon, sysmon])
  const firstChunk = evtxHeaderSize
  const startOf = (bytes: Uint8Array, index: number): number => {
    const view = new DataView(bytes.buffer)
    let at = firstChunk + 512
    for (let i = 0; i < index; i++) at += view.getUint32(at + 4, true)
    return at
  }

  test('a wrong checksum is reported, and the records are read', () => {
    const bytes = file()
    bytes[firstChunk + 52] = (bytes[firstChunk + 52] ?? 0) ^ 1
    withChunkChecksum(bytes.subarray(firstChunk, firstChunk + chunkSize))
    const decoded = decode(bytes)
    expect(problemsOf(decoded).map(p => p.code)).toEqual(['evtx/chunk-checksum'])
    expect(eventsOf(decoded)).toHaveLength(3)
  })

  test('a record without a signature is reported at its offset, and the next one is read', () => {
    const bytes = file()
    const at = startOf(bytes, 1)
    bytes[at] = 0
    const decoded = decode(bytes)
    const problems = problemsOf(decoded).filter(p => p.code === 'evtx/record')
    expect(problems.map(p => p.offset)).toEqual([at])
    expect(eventsOf(decoded).map(e => e.header.record)).toEqual([1, 3])
  })

  test('a record that does not decode is reported at its offset, and the next one is read', () => {
    const bytes = file()
    const at = startOf(bytes, 1)
    bytes[at + 24 + 4] = 0x3f
    const decoded = decode(bytes)
    const problems = problemsOf(decoded).filter(p => p.code === 'evtx/record')
    expect(problems).toEqual([
      { code: 'evtx/record', offset: at, reason: 'Record 2: it has the unknown token 0x3f' },
    ])
    expect(eventsOf(decoded).map(e => e.header.record)).toEqual([1, 3])
  })

  test('a log that ends inside a record gives what lies whole before, and where it ends', () => {
    const bytes = file().slice(0, startOf(file(), 2) + 100)
    const decoded = decode(bytes)
    expect(eventsOf(decoded).map(e => e.header.record)).toEqual([1, 2])
    expect(problemsOf(decoded).map(p => [p.code, p.offset])).toEqual([
      ['evtx/record', startOf(bytes, 2)],
      ['evtx/truncated', bytes.length],
    ])
  })

  test('a log that ends in the unwritten part of a chunk gives all of its records', () => {
    const decoded = decode(file().slice(0, startOf(file(), 3) + 8))
    expect(eventsOf(decoded)).toHaveLength(3)
    expect(problemsOf(decoded)).toEqual([])
  })

  test('a chunk that does not begin as one is reported, and one that was never used is not', () => {
    const bytes = writeEvtx([sysmon, sysmon, sysmon], { recordsPerChunk: 1 })
    bytes[firstChunk] = 0
    bytes.fill(0, firstChunk + chunkSize, firstChunk + 2 * chunkSize)
    const decoded = decode(bytes)
    expect(problemsOf(decoded).map(p => [p.code, p.offset])).toEqual([['evtx/chunk', firstChunk]])
    expect(eventsOf(decoded).map(e => e.header.record)).toEqual([3])
  })

  test('elements that nest without end are reported', () => {
    let node: WritableNode = { element: 'X' }
    for (let depth = 0; depth < 100; depth++) node = { element: 'X', children: [node] }
    const decoded = decode(writeRecords([record(node)]))
    expect(problemsOf(decoded).map(p => p.code)).toEqual(['evtx/record-limit'])
  })

  test('templates that multiply one another are reported, not expanded', () => {
    let node: WritableNode = data('A', { text: 'x' })
    for (let id = 1; id <= 12; id++) {
      const template = { id, nodes: [node] }
      const element = Array.from({ length: 8 }, () => ({ template, values: [] }))
      node = { element: 'X', children: element }
    }
    const decoded = decode(writeRecords([record(node)]))
    expect(problemsOf(decoded).map(p => p.code)).toEqual(['evtx/record-limit'])
  })
})

describe('values that a template repeats', () => {
  test.each([
    ['text', 0x01],
    ['a list', 0x81],
  ])('%s, a thousand times, are reported and not expanded', (_, type) => {
    const substitutions = Array.from({ length: 1000 }, () => ({ substitution: 0, type }))
    const event: WritableNode = {
      template: { id: 1, nodes: [{ element: 'Event', children: substitutions }] },
      values: [{ type, bytes: utf16Bytes('a\0'.repeat(10_000)) }],
    }
    const decoded = decode(writeRecords([record(event)]))
    expect(problemsOf(decoded).map(p => p.code)).toEqual(['evtx/record-limit'])
  })
})

describe('the file header', () => {
  test('says where the chunks are', () => {
    const parsed = parseEvtxHeader(writeEvtx([sysmon]))
    expect(parsed).toEqual({
      value: { chunksAt: 4096, chunkCount: 1, isDirty: false },
      problems: [],
    })
  })

  test('has a checksum, whose mismatch is reported', () => {
    const bytes = writeEvtx([sysmon])
    bytes[42] = 9
    expect(parseEvtxHeader(bytes).problems.map(p => p.code)).toEqual(['evtx/header-checksum'])
  })

  test('may be anything', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => void parseEvtxHeader(bytes)))
  })
})

describe('any bytes', () => {
  test('decode without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), bytes => {
        decode(bytes)
      }),
    )
  })

  const whole = writeEvtx([sysmon, sysmon, { ...sysmon, data: { Other: 'y' } }])
  const edit = fc.tuple(fc.nat({ max: 3500 }), fc.nat({ max: 255 }))

  test('of a damaged chunk decode without an exception, and to no more records than it had', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 30 }), edits => {
        const bytes = whole.slice()
        for (const [at, byte] of edits) bytes[evtxHeaderSize + at] = byte
        expect(eventsOf(decode(bytes)).length).toBeLessThanOrEqual(3)
      }),
      { numRuns: 1000 },
    )
  })
})
