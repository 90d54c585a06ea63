import type { FormatProblem } from '../problem.ts'
import { crc32 } from './crc32.ts'

/** What a log's file header says. Logs are copied while they are written, so all of it may be stale. */
export interface EvtxHeader {
  /** Where the first chunk stands, in bytes. */
  readonly chunksAt: number
  readonly chunkCount: number
  /** The log was not closed properly; what the header counts may be too little. */
  readonly isDirty: boolean
}

/** The bytes at a log's start that {@link parseEvtxHeader} wants. */
export const evtxHeaderSize = 4096

const magic = 'ElfFile\0'

/** Whether bytes begin as an EVTX file does. */
export function isEvtx(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && String.fromCharCode(...bytes.subarray(0, 8)) === magic
}

/** Reads the file header. The value is usable whatever is wrong with the bytes. */
export function parseEvtxHeader(bytes: Uint8Array): {
  readonly value: EvtxHeader
  readonly problems: readonly FormatProblem[]
} {
  const problems: FormatProblem[] = []
  if (bytes.length < 128 || !isEvtx(bytes)) {
    const reason = isEvtx(bytes)
      ? `The log ends inside its header, after ${bytes.length} bytes`
      : 'The log does not begin with “ElfFile”'
    return {
      value: { chunksAt: evtxHeaderSize, chunkCount: 0, isDirty: true },
      problems: [{ code: 'evtx/header', offset: 0, reason }],
    }
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stated = view.getUint16(40, true)
  const major = view.getUint16(38, true)
  if (major !== 3) {
    problems.push({
      code: 'evtx/header',
      offset: 38,
      reason: `The log has format version ${major}`,
    })
  }
  if (stated !== evtxHeaderSize) {
    const reason = `The header says that it is ${stated} bytes long; it is ${evtxHeaderSize}`
    problems.push({ code: 'evtx/header', offset: 40, reason })
  }
  const flags = view.getUint32(120, true)
  const hasChecksum = (flags & 4) === 0
  if (hasChecksum && crc32(bytes.subarray(0, 120)) !== view.getUint32(124, true)) {
    const reason = 'The checksum of the log’s header is wrong'
    problems.push({ code: 'evtx/header-checksum', offset: 0, reason })
  }
  return {
    value: {
      chunksAt: evtxHeaderSize,
      chunkCount: view.getUint16(42, true),
      isDirty: (flags & 1) !== 0,
    },
    problems,
  }
}
