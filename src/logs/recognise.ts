import { evtxHeaderSize, isEvtx } from '../formats/index.ts'

/** The formats of logs that are read. */
export const inputFormats = ['evtx', 'json'] as const

export type InputFormat = (typeof inputFormats)[number]

/** A format, or what has to be unpacked first. */
export type Recognised = InputFormat | 'gzip' | 'zip'

/** As many bytes as it takes to tell the formats apart. */
export const headSize = 64

const jsonHead = /^\uFEFF?\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{["\]]|$))/

/**
 * The format of a file by how it begins. The name decides only where the content does not: a file
 * named as JSON whose first line is broken text is still read as JSON, and one named as EVTX with a
 * damaged header as EVTX when its first chunk is in place.
 */
export function recognise(head: Uint8Array, name: string): Recognised | undefined {
  if (isEvtx(head)) return 'evtx'
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (startsZip(head)) return 'zip'
  const text = new TextDecoder().decode(head.subarray(0, headSize))
  if (jsonHead.test(text)) return 'json'
  switch (formatOfName(name)) {
    case 'evtx':
      return isEvtxChunk(head.subarray(evtxHeaderSize)) ? 'evtx' : undefined
    case 'json':
      return isText(head) ? 'json' : undefined
    case undefined:
      return undefined
  }
}

/** The format that a file's name promises; `.gz` behind it says nothing else. */
export function formatOfName(name: string): InputFormat | undefined {
  const match = /\.(evtx|json|jsonl|ndjson)(?:\.gz)?$/i.exec(name)
  if (match === null) return undefined
  return match[1]?.toLowerCase() === 'evtx' ? 'evtx' : 'json'
}

function startsZip(head: Uint8Array): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return false
  return (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6)
}

function isEvtxChunk(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 7)) === 'ElfChnk'
}

/** Without the control characters that no text has (UTF-16 has them: its zero bytes). */
function isText(head: Uint8Array): boolean {
  return head.length > 0 && head.every(byte => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d))
}
