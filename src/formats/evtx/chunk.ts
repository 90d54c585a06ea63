import { type Decoded, decodedProblem } from '../problem.ts'
import { toWindowsEvent } from '../windows-event.ts'
import { definitionHeadSize, nameHeadSize, parseFragment, type XmlNode } from './binary-xml.ts'
import { crc32 } from './crc32.ts'
import { Cursor } from './cursor.ts'
import { expandRecord } from './expand.ts'
import { UnreadableRecord } from './unreadable.ts'
import { printFileTime } from './value.ts'

/** The size of a chunk in bytes: names and templates are shared within one, never across. */
export const chunkSize = 65_536

const headerSize = 512
const recordHeadSize = 24
const smallestRecord = recordHeadSize + 4
const recordSignature = 0x00002a2a

/**
 * How many nodes the records of one chunk may expand to. Templates can name templates, so a few
 * bytes could ask for any amount; a chunk of real records expands to a few thousand.
 */
const nodeLimit = 250_000

/** A chunk while it is decoded: its bytes, and what its records share. */
export interface Chunk {
  readonly bytes: Uint8Array
  /** Nodes that its records may still expand to. */
  nodesLeft: number
  /** The name whose head is at `offset`. */
  nameAt(offset: number): string
  hasName(offset: number): boolean
  /** The nodes of the template whose definition is at `offset`. */
  templateAt(offset: number): readonly XmlNode[]
}

/**
 * The events of one chunk: of every record that begins before the chunk's free space. `bytes` is
 * the chunk, or what is left of it at the end of a log; `offset` is where it stands in the log.
 *
 * Nothing that is yielded refers to `bytes`, which may be overwritten once all was taken. Any bytes
 * decode: what is no record becomes a problem.
 */
export function* decodeEvtxChunk(bytes: Uint8Array, offset: number): Generator<Decoded> {
  const isCut = bytes.length < chunkSize
  if (isUnused(bytes)) {
    if (isCut) yield cutProblem(bytes.length, offset, 'The log ends inside an unused chunk')
    return
  }
  if (!startsChunk(bytes)) {
    yield decodedProblem('evtx/chunk', offset, 'The chunk does not begin with “ElfChnk”')
    return
  }
  if (bytes.length < headerSize) {
    yield cutProblem(bytes.length, offset, 'The log ends inside the header of a chunk')
    return
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stated = view.getUint32(48, true)
  const isSane = stated >= headerSize && stated <= chunkSize
  if (!isSane) {
    yield decodedProblem('evtx/chunk', offset + 48, `The chunk says its free space is at ${stated}`)
  }
  const end = isSane ? stated : chunkSize
  yield* checkSums(bytes, view, offset, end)
  yield* decodeRecords(openChunk(bytes), view, offset, Math.min(end, bytes.length))
  if (isCut && end > bytes.length) {
    yield cutProblem(bytes.length, offset, 'The log ends inside a chunk with records')
  }
}

function cutProblem(length: number, offset: number, what: string): Decoded {
  return decodedProblem('evtx/truncated', offset + length, `${what}, after ${length} of its bytes`)
}

function startsChunk(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 8)) === 'ElfChnk\0'
}

/** Space that was reserved and never written. */
function isUnused(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte === 0)
}

/** No checksums were written: a flag of chunks and of files. */
const withoutChecksums = 4

function* checkSums(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  end: number,
): Generator<Decoded> {
  if (view.getUint32(120, true) & withoutChecksums) return
  const header = crc32(bytes.subarray(0, 120), bytes.subarray(128, headerSize))
  if (header !== view.getUint32(124, true)) {
    yield decodedProblem(
      'evtx/chunk-checksum',
      offset,
      'The checksum of the chunk’s header is wrong',
    )
  }
  if (end > bytes.length) return
  if (crc32(bytes.subarray(headerSize, end)) !== view.getUint32(52, true)) {
    yield decodedProblem(
      'evtx/chunk-checksum',
      offset,
      'The checksum of the chunk’s records is wrong',
    )
  }
}

function* decodeRecords(
  chunk: Chunk,
  view: DataView,
  offset: number,
  end: number,
): Generator<Decoded> {
  let at = headerSize
  while (at < end) {
    const size = findRecordSize(view, at)
    if (size === undefined || at + size > end) {
      const next = findNextRecord(view, at + 1, end)
      const isCut = next === end && end < chunkSize && end === chunk.bytes.length
      if (!isCut) {
        const reason = `${next - at} bytes are no record`
        yield decodedProblem('evtx/record', offset + at, reason)
      } else if (size !== undefined) {
        yield decodedProblem('evtx/record', offset + at, 'The log ends inside this record')
      }
      at = next
      continue
    }
    yield decodeRecord(chunk, view, at, at + size, offset)
    at += size
  }
}

/** The size that the record at `at` says it has; `undefined` when no record begins there. */
function findRecordSize(view: DataView, at: number): number | undefined {
  if (at + recordHeadSize > view.byteLength) return undefined
  if (view.getUint32(at, true) !== recordSignature) return undefined
  const size = view.getUint32(at + 4, true)
  return size >= smallestRecord && at + size <= chunkSize ? size : undefined
}

/** Where the next whole record begins: one that ends with its size again. Else `end`. */
function findNextRecord(view: DataView, from: number, end: number): number {
  for (let at = from; at + smallestRecord <= end; at++) {
    const size = findRecordSize(view, at)
    if (size === undefined || at + size > end) continue
    if (view.getUint32(at + size - 4, true) === size) return at
  }
  return end
}

function decodeRecord(
  chunk: Chunk,
  view: DataView,
  start: number,
  end: number,
  offset: number,
): Decoded {
  const id = view.getBigUint64(start + 8, true)
  try {
    const cursor = new Cursor(chunk.bytes, start + recordHeadSize, end - 4)
    const root = expandRecord(chunk, parseFragment(chunk, cursor, 'record'))
    const time = printFileTime(view.getBigUint64(start + 16, true))
    return { kind: 'event', event: toWindowsEvent(root, { record: Number(id), time }) }
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error
    return decodedProblem(error.code, offset + start, `Record ${id}: ${error.message}`)
  }
}

function openChunk(bytes: Uint8Array): Chunk {
  const names = new Map<number, string>()
  const templates = new Map<number, readonly XmlNode[] | UnreadableRecord>()
  const nameAt = (offset: number): string => {
    const known = names.get(offset)
    if (known !== undefined) return known
    const cursor = new Cursor(bytes, offset + nameHeadSize - 2, bytes.length)
    const name = cursor.utf16(cursor.u16())
    names.set(offset, name)
    return name
  }
  const chunk: Chunk = {
    bytes,
    nodesLeft: nodeLimit,
    nameAt,
    hasName(offset) {
      const length = (bytes[offset + 6] ?? 0) | ((bytes[offset + 7] ?? 0) << 8)
      return length > 0 && offset + nameHeadSize + length * 2 <= bytes.length
    },
    templateAt(offset) {
      const known = templates.get(offset)
      if (known instanceof UnreadableRecord) throw known
      if (known !== undefined) return known
      try {
        const size = new Cursor(bytes, offset + definitionHeadSize - 4, bytes.length).u32()
        const start = offset + definitionHeadSize
        const nodes = parseFragment(chunk, new Cursor(bytes, start, start + size), 'template')
        templates.set(offset, nodes)
        return nodes
      } catch (error) {
        if (error instanceof UnreadableRecord) templates.set(offset, error)
        throw error
      }
    },
  }
  return chunk
}
