import {
  type Decoded,
  decodedProblem,
  type FormatProblem,
  type FormatProblemCode,
} from '../problem.ts'
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
export const recordHeadSize = 24
const smallestRecord = recordHeadSize + 4
const recordSignature = 0x00002a2a

/**
 * How many nodes the records of one chunk may expand to. Templates can name templates, so a few
 * bytes could ask for any amount; a chunk of real records expands to a few thousand.
 */
export const nodeLimit = 250_000

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
 * Nothing that is given refers to `bytes`, which may be overwritten then. Any bytes decode: what is no
 * record becomes a problem.
 */
export function decodeEvtxChunk(bytes: Uint8Array, offset: number): readonly Decoded[] {
  const decoded: Decoded[] = []
  const chunk = openChunk(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  walkChunk(bytes, view, offset, {
    onProblem: problem => decoded.push({ kind: 'problem', problem }),
    onRecord: (start, end) => decoded.push(decodeRecord(chunk, view, start, end, offset)),
  })
  return decoded
}

/** Hears of what is in a chunk, in its order. */
export interface ChunkVisitor {
  onProblem(problem: FormatProblem): void
  /** A record stands from `start` to `end`; what is in it nobody has looked at. */
  onRecord(start: number, end: number): void
}

/** Finds the records of a chunk, and what is wrong between them. */
export function walkChunk(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  visitor: ChunkVisitor,
  crc32OfPart: CrcFunction = crc32,
): void {
  const report = (code: FormatProblemCode, at: number, reason: string): void =>
    visitor.onProblem({ code, offset: at, reason })
  const cut = (what: string): void =>
    report('evtx/truncated', offset + bytes.length, `${what}, after ${bytes.length} of its bytes`)
  const isCut = bytes.length < chunkSize
  if (!startsChunk(bytes)) {
    if (!isUnused(bytes, view)) {
      report('evtx/chunk', offset, 'The chunk does not begin with “ElfChnk”')
    } else if (isCut) cut('The log ends inside an unused chunk')
    return
  }
  if (bytes.length < headerSize) {
    cut('The log ends inside the header of a chunk')
    return
  }
  const stated = view.getUint32(48, true)
  const isSane = stated >= headerSize && stated <= chunkSize
  if (!isSane) report('evtx/chunk', offset + 48, `The chunk says its free space is at ${stated}`)
  const end = isSane ? stated : chunkSize
  for (const reason of wrongSums(bytes, view, end, crc32OfPart)) {
    report('evtx/chunk-checksum', offset, reason)
  }
  walkRecords(bytes, view, offset, Math.min(end, bytes.length), visitor)
  if (isCut && end > bytes.length) cut('The log ends inside a chunk with records')
}

const magic: readonly number[] = [0x45, 0x6c, 0x66, 0x43, 0x68, 0x6e, 0x6b, 0]

/** Whether bytes begin with “ElfChnk”. */
function startsChunk(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte)
}

/** Space that was reserved and never written, as a third of the chunks of small logs is. */
function isUnused(bytes: Uint8Array, view: DataView): boolean {
  let at = 0
  for (const last = bytes.length - 32; at <= last; at += 32) {
    const front = view.getInt32(at) | view.getInt32(at + 4) | view.getInt32(at + 8)
    const middle = view.getInt32(at + 12) | view.getInt32(at + 16) | view.getInt32(at + 20)
    if ((front | middle | view.getInt32(at + 24) | view.getInt32(at + 28)) !== 0) return false
  }
  for (const last = bytes.length - 4; at <= last; at += 4) {
    if (view.getInt32(at, true) !== 0) return false
  }
  for (; at < bytes.length; at++) if (bytes[at] !== 0) return false
  return true
}

/** No checksums were written: a flag of chunks and of files. */
const withoutChecksums = 4

/** The CRC-32 of bytes, or of them behind others whose CRC-32 is `before`. */
export type CrcFunction = (bytes: Uint8Array, before?: number) => number

function wrongSums(
  bytes: Uint8Array,
  view: DataView,
  end: number,
  crc32OfPart: CrcFunction,
): readonly string[] {
  if (view.getUint32(120, true) & withoutChecksums) return []
  const wrong: string[] = []
  const header = crc32OfPart(bytes.subarray(128, headerSize), crc32OfPart(bytes.subarray(0, 120)))
  if (header !== view.getUint32(124, true)) {
    wrong.push('The checksum of the chunk’s header is wrong')
  }
  if (end > bytes.length) return wrong
  if (crc32OfPart(bytes.subarray(headerSize, end)) !== view.getUint32(52, true)) {
    wrong.push('The checksum of the chunk’s records is wrong')
  }
  return wrong
}

function walkRecords(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  end: number,
  visitor: ChunkVisitor,
): void {
  let at = headerSize
  while (at < end) {
    const size = findRecordSize(view, at)
    if (size === undefined || at + size > end) {
      const next = findNextRecord(view, at + 1, end)
      const isCut = next === end && end < chunkSize && end === bytes.length
      const problem = { code: 'evtx/record', offset: offset + at } as const
      if (!isCut) visitor.onProblem({ ...problem, reason: `${next - at} bytes are no record` })
      else if (size !== undefined) {
        visitor.onProblem({ ...problem, reason: 'The log ends inside this record' })
      }
      at = next
      continue
    }
    visitor.onRecord(at, at + size)
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

/** The event of the record from `start` to `end`, or what is wrong with it. */
export function decodeRecord(
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
    const time = printFileTime(view, start + 16)
    return { kind: 'event', event: toWindowsEvent(root, { record: Number(id), time }) }
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error
    return decodedProblem(error.code, offset + start, `Record ${id}: ${error.message}`)
  }
}

export function openChunk(bytes: Uint8Array): Chunk {
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
