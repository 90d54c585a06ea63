import { crc32 } from 'node:zlib'
import {
  type ChunkWriter,
  patchNumber,
  utf16Bytes,
  type WritableNode,
  type WritableTemplate,
  type WritableValue,
  type WritePlace,
  writeFragment,
  writeNumber,
} from './binary-xml-writer.ts'

/** An event to write into an EVTX file. */
export interface WritableEvent {
  readonly provider: string
  readonly providerGuid?: string
  readonly channel: string
  readonly eventId: number
  readonly computer: string
  /** Milliseconds of Unix time. */
  readonly time: number
  readonly version?: number
  readonly level?: number
  readonly task?: number
  readonly opcode?: number
  readonly keywords?: bigint
  readonly processId?: number
  readonly threadId?: number
  readonly userId?: string
  /** By name; the values are written as text. */
  readonly data: Readonly<Record<string, string>>
}

/** A record as it is: what EVTX files of tests may need that Windows does not write. */
export interface RawRecord {
  readonly id: number
  /** Milliseconds of Unix time. */
  readonly time: number
  readonly nodes: readonly WritableNode[]
  /** `plain`, as default: elements outside templates have no dependency ids. */
  readonly place?: WritePlace
}

export interface EvtxOptions {
  /** How many records a chunk takes at most; as many as fit when absent. */
  readonly recordsPerChunk?: number
  /** The number of the first record. */
  readonly firstRecord?: number
}

const chunkSize = 65_536
const chunkHeaderSize = 512
const fileHeaderSize = 4096

/** The bytes of an EVTX file with the events, each with a template as Windows has it. */
export function writeEvtx(events: readonly WritableEvent[], options: EvtxOptions = {}): Uint8Array {
  const first = options.firstRecord ?? 1
  const templates = new Map<string, WritableTemplate>()
  return writeRecords(
    events.map((event, index) => ({
      id: first + index,
      time: event.time,
      nodes: [toInstance(event, first + index, templates)],
    })),
    options,
  )
}

/** The bytes of an EVTX file with the records. */
export function writeRecords(records: readonly RawRecord[], options: EvtxOptions = {}): Uint8Array {
  const chunks: Uint8Array[] = []
  const most = options.recordsPerChunk ?? Number.POSITIVE_INFINITY
  let chunk = beginChunk()
  for (const record of records) {
    const isFull = chunk.records.length >= most
    if (isFull || !addRecord(chunk, record)) {
      chunks.push(endChunk(chunk))
      chunk = beginChunk()
      if (!addRecord(chunk, record)) throw new RangeError(`record ${record.id} fits in no chunk`)
    }
  }
  chunks.push(endChunk(chunk))
  const header = writeFileHeader(chunks.length, (records.at(-1)?.id ?? 0) + 1)
  const file = new Uint8Array(fileHeaderSize + chunks.length * chunkSize)
  file.set(header)
  chunks.forEach((bytes, index) => {
    file.set(bytes, fileHeaderSize + index * chunkSize)
  })
  return file
}

function writeFileHeader(chunkCount: number, nextRecord: number): Uint8Array {
  const bytes = [...Buffer.from('ElfFile\0')]
  writeNumber(bytes, 0, 8)
  writeNumber(bytes, chunkCount - 1, 8)
  writeNumber(bytes, nextRecord, 8)
  writeNumber(bytes, 128, 4)
  writeNumber(bytes, 1, 2)
  writeNumber(bytes, 3, 2)
  writeNumber(bytes, fileHeaderSize, 2)
  writeNumber(bytes, chunkCount, 2)
  while (bytes.length < 124) bytes.push(0)
  writeNumber(bytes, crc32(Uint8Array.from(bytes.slice(0, 120))), 4)
  return Uint8Array.from(bytes)
}

interface OpenChunk {
  writer: ChunkWriter
  readonly records: number[]
  lastAt: number
}

function beginChunk(): OpenChunk {
  const bytes = new Array<number>(chunkHeaderSize).fill(0)
  return { writer: { bytes, names: new Map(), templates: new Map() }, records: [], lastAt: 0 }
}

/** Adds a record; `false`, and nothing is added, when it does not fit. */
function addRecord(chunk: OpenChunk, record: RawRecord): boolean {
  const { writer } = chunk
  const before: ChunkWriter = {
    bytes: [...writer.bytes],
    names: new Map(writer.names),
    templates: new Map(writer.templates),
  }
  const { bytes } = writer
  const start = bytes.length
  writeNumber(bytes, 0x2a2a, 4)
  writeNumber(bytes, 0, 4)
  writeNumber(bytes, record.id, 8)
  writeNumber(bytes, toFileTime(record.time), 8)
  writeFragment(writer, record.nodes, record.place ?? 'plain')
  while ((bytes.length - start) % 8 !== 4) bytes.push(0)
  const size = bytes.length - start + 4
  writeNumber(bytes, size, 4)
  patchNumber(bytes, start + 4, size, 4)
  if (bytes.length > chunkSize) {
    chunk.writer = before
    return false
  }
  chunk.records.push(record.id)
  chunk.lastAt = start
  return true
}

function endChunk(chunk: OpenChunk): Uint8Array {
  const { bytes } = chunk.writer
  const first = chunk.records[0] ?? 1
  const last = chunk.records.at(-1) ?? 0
  const head = [...Buffer.from('ElfChnk\0')]
  for (const number of [first, last, first, last]) writeNumber(head, number, 8)
  writeNumber(head, 128, 4)
  writeNumber(head, chunk.lastAt, 4)
  writeNumber(head, bytes.length, 4)
  writeNumber(head, crc32(Uint8Array.from(bytes.slice(chunkHeaderSize))), 4)
  const whole = new Uint8Array(chunkSize)
  whole.set(bytes)
  whole.set(head)
  return withChunkChecksum(whole)
}

/** The chunk with the checksum of its header set right. */
export function withChunkChecksum(chunk: Uint8Array): Uint8Array {
  const sum = crc32(chunk.subarray(128, chunkHeaderSize), crc32(chunk.subarray(0, 120)))
  new DataView(chunk.buffer, chunk.byteOffset).setUint32(124, sum, true)
  return chunk
}

const text = 0x01
const nothing: WritableValue = { type: 0, bytes: new Uint8Array(0) }

function toInstance(
  event: WritableEvent,
  id: number,
  templates: Map<string, WritableTemplate>,
): WritableNode {
  const names = Object.keys(event.data)
  const key = JSON.stringify(names)
  const template = templates.get(key) ?? { id: templates.size + 1, nodes: [eventNode(names)] }
  templates.set(key, template)
  const { providerGuid, userId, processId, threadId } = event
  return {
    template,
    values: [
      textValue(event.provider),
      providerGuid === undefined ? nothing : { type: 0x0f, bytes: guidBytes(providerGuid) },
      numberValue(0x06, event.eventId, 2),
      numberValue(0x04, event.version ?? 0, 1),
      numberValue(0x04, event.level ?? 4, 1),
      numberValue(0x06, event.task ?? 0, 2),
      numberValue(0x04, event.opcode ?? 0, 1),
      numberValue(0x15, event.keywords ?? 0n, 8),
      numberValue(0x11, toFileTime(event.time), 8),
      numberValue(0x0a, id, 8),
      processId === undefined ? nothing : numberValue(0x08, processId, 4),
      threadId === undefined ? nothing : numberValue(0x08, threadId, 4),
      textValue(event.channel),
      textValue(event.computer),
      userId === undefined ? nothing : { type: 0x13, bytes: sidBytes(userId) },
      ...names.map(name => textValue(event.data[name] ?? '')),
    ],
  }
}

function eventNode(names: readonly string[]): WritableNode {
  const from = (substitution: number, type: number): readonly WritableNode[] => [
    { substitution, type, isOptional: true },
  ]
  const system: readonly WritableNode[] = [
    {
      element: 'Provider',
      attributes: [
        ['Name', from(0, text)],
        ['Guid', from(1, 0x0f)],
      ],
    },
    { element: 'EventID', dependency: 2, children: from(2, 0x06) },
    { element: 'Version', dependency: 3, children: from(3, 0x04) },
    { element: 'Level', dependency: 4, children: from(4, 0x04) },
    { element: 'Task', dependency: 5, children: from(5, 0x06) },
    { element: 'Opcode', dependency: 6, children: from(6, 0x04) },
    { element: 'Keywords', dependency: 7, children: from(7, 0x15) },
    { element: 'TimeCreated', attributes: [['SystemTime', from(8, 0x11)]] },
    { element: 'EventRecordID', dependency: 9, children: from(9, 0x0a) },
    { element: 'Correlation' },
    {
      element: 'Execution',
      attributes: [
        ['ProcessID', from(10, 0x08)],
        ['ThreadID', from(11, 0x08)],
      ],
    },
    { element: 'Channel', dependency: 12, children: from(12, text) },
    { element: 'Computer', dependency: 13, children: from(13, text) },
    { element: 'Security', attributes: [['UserID', from(14, 0x13)]] },
  ]
  const data = names.map(
    (name, index): WritableNode => ({
      element: 'Data',
      attributes: [['Name', [{ text: name }]]],
      children: [{ substitution: 15 + index, type: text }],
    }),
  )
  return {
    element: 'Event',
    attributes: [['xmlns', [{ text: 'http://schemas.microsoft.com/win/2004/08/events/event' }]]],
    children: [
      { element: 'System', children: system },
      { element: 'EventData', children: data },
    ],
  }
}

function textValue(value: string): WritableValue {
  return { type: text, bytes: utf16Bytes(value) }
}

function numberValue(type: number, value: number | bigint, size: number): WritableValue {
  const bytes: number[] = []
  writeNumber(bytes, value, size)
  return { type, bytes: Uint8Array.from(bytes) }
}

function toFileTime(milliseconds: number): bigint {
  return BigInt(milliseconds) * 10_000n + 116_444_736_000_000_000n
}

/** The 16 bytes of a GUID as it is written, with or without braces. */
export function guidBytes(guid: string): Uint8Array {
  const hex = guid.replaceAll(/[{}-]/g, '')
  const bytes = Uint8Array.from({ length: 16 }, (_, i) =>
    Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16),
  )
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** The bytes of a security identifier such as `S-1-5-18`. */
export function sidBytes(sid: string): Uint8Array {
  const [revision = 1, authority = 0, ...parts] = sid.split('-').slice(1).map(Number)
  const bytes = new Uint8Array(8 + parts.length * 4)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, revision)
  view.setUint8(1, parts.length)
  view.setUint32(4, authority)
  parts.forEach((part, index) => {
    view.setUint32(8 + index * 4, part, true)
  })
  return bytes
}
