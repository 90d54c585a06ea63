import { type Head, type InputFormat, inputFormats, logFormats } from './log-formats.ts'
import { isUtf16 } from './utf-16.ts'

/** A format, or what has to be unpacked or put into another encoding first. */
export type Recognised = InputFormat | Packing | 'utf-16'

/** The ways in which logs are packed. */
export type Packing = 'bzip2' | 'gzip' | 'zip' | 'zstd'

/** As many bytes as it takes to tell the formats apart. */
export const headSize = 8192

/** What is known of a file besides its bytes. */
export interface FileName {
  readonly name: string
  /** Whether somebody says that it is a log. */
  readonly isExplicit: boolean
}

/**
 * The format of a file by how it begins. The name decides only where the content does not: a file
 * named as JSON whose first line is broken text is still read as JSON, and one named as EVTX with a
 * damaged header as EVTX when its first chunk is in place. What many texts look like counts only when
 * somebody says that the file is a log.
 */
export function recognise(
  bytes: Uint8Array,
  { name, isExplicit }: FileName,
): Recognised | undefined {
  const packing = findPacking(bytes)
  if (packing !== undefined) return packing
  if (isUtf16(bytes)) return 'utf-16'
  const start = bytes.subarray(0, headSize)
  let text: string | undefined
  const head: Head = {
    bytes: start,
    // Of most files the bytes alone tell.
    get text() {
      text ??= new TextDecoder().decode(start)
      return text
    },
  }
  const found = inputFormats.find(format => logFormats[format].recognise(head))
  if (found !== undefined) return found
  const promised = formatOfName(name)
  if (promised !== undefined && logFormats[promised].mayBe(head)) return promised
  if (!isExplicit) return undefined
  return inputFormats.find(format => logFormats[format].resembles?.(head) === true)
}

/** The format that a file's name promises; `.gz` and the like behind it say nothing else. */
export function formatOfName(name: string): InputFormat | undefined {
  const suffix = /\.([a-z0-9]+)(?:\.(?:gz|zst|bz2))?$/i.exec(name)?.[1]?.toLowerCase()
  if (suffix === undefined) return undefined
  return inputFormats.find(format => logFormats[format].suffixes.includes(suffix))
}

/** Whether it is a format, and not what has to be unpacked first. */
export function isInputFormat(recognised: Recognised | undefined): recognised is InputFormat {
  return inputFormats.some(format => format === recognised)
}

const magics: readonly (readonly [Packing, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 3, 4]],
  ['zip', [0x50, 0x4b, 5, 6]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
]

function findPacking(head: Uint8Array): Packing | undefined {
  const found = magics.find(([, magic]) => hasAt(head, 0, magic))
  if (found !== undefined) return found[0]
  // Frames of Zstandard that are to be skipped have 16 magic numbers.
  if (((head[0] ?? 0) & 0xf0) === 0x50 && hasAt(head, 1, [0x2a, 0x4d, 0x18])) return 'zstd'
  return isBzip2(head) ? 'bzip2' : undefined
}

/** `BZh`, a digit, and the beginning of a block, or of the stream’s end. */
function isBzip2(head: Uint8Array): boolean {
  const level = head[3] ?? 0
  if (!hasAt(head, 0, [0x42, 0x5a, 0x68]) || level < 0x31 || level > 0x39) return false
  return (
    hasAt(head, 4, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) ||
    hasAt(head, 4, [0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
  )
}

function hasAt(head: Uint8Array, at: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[at + index] === byte)
}
