import { type Head, type InputFormat, inputFormats, logFormats } from './log-formats.ts'

/** A format, or what has to be unpacked first. */
export type Recognised = InputFormat | 'gzip' | 'zip'

/** As many bytes as it takes to tell the formats apart. */
export const headSize = 8192

/**
 * The format of a file by how it begins. The name decides only where the content does not: a file
 * named as JSON whose first line is broken text is still read as JSON, and one named as EVTX with a
 * damaged header as EVTX when its first chunk is in place.
 */
export function recognise(bytes: Uint8Array, name: string): Recognised | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  if (startsZip(bytes)) return 'zip'
  const start = bytes.subarray(0, headSize)
  const head: Head = { bytes: start, text: new TextDecoder().decode(start) }
  const found = inputFormats.find(format => logFormats[format].recognise(head))
  if (found !== undefined) return found
  const promised = formatOfName(name)
  return promised !== undefined && logFormats[promised].mayBe(head) ? promised : undefined
}

/** The format that a file's name promises; `.gz` behind it says nothing else. */
export function formatOfName(name: string): InputFormat | undefined {
  const suffix = /\.([a-z0-9]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase()
  if (suffix === undefined) return undefined
  return inputFormats.find(format => logFormats[format].suffixes.includes(suffix))
}

function startsZip(head: Uint8Array): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return false
  return (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6)
}
