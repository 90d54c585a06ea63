import { formatOfName, type InputFormat, inputFormats } from './input-formats.ts'
import { loadLogFormat } from './load-log-format.ts'
import type { Head } from './log-format.ts'
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
export async function recognise(
  bytes: Uint8Array,
  { name, isExplicit }: FileName,
): Promise<Recognised | undefined> {
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
  for (const format of inputFormats) {
    // Nothing else begins so, and other logs need not wait for its decoders.
    if (format === 'evtx' && bytes[0] !== firstOfEvtx) continue
    if ((await loadLogFormat(format)).recognise(head)) return format
  }
  const promised = formatOfName(name)
  if (promised !== undefined && (await loadLogFormat(promised)).mayBe(head)) return promised
  if (!isExplicit) return undefined
  for (const format of inputFormats) {
    if ((await loadLogFormat(format)).resembles?.(head) === true) return format
  }
  return undefined
}

/** `E`, of “ElfFile”. */
const firstOfEvtx = 0x45

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
