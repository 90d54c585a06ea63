import { setImmediate } from 'node:timers/promises'
import { Decompress } from 'fzstd'
import type { Blocks } from './blocks.ts'
import { ArchiveError } from './inflate.ts'

/**
 * Unpacks Zstandard (RFC 8878): frames one after the other, some of which are to be skipped. The frames
 * and their blocks are followed here, so that the library gets one block at a time, of a frame that asks
 * for no more memory than is allowed, and one whole frame after the other. Checksums of frames are not
 * compared: the library does not.
 */

const frameMagic = 0xfd2fb528
const skippedMagic = 0x184d2a50

function isSkipped(magic: number): boolean {
  return magic >= skippedMagic && magic <= skippedMagic + 15
}

function readNumber(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let i = size - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0)
  return value
}

function damaged(reason: string, cause?: unknown): ArchiveError {
  return new ArchiveError('logs/archive', `It cannot be unpacked: ${reason}`, cause)
}

/** Unpacks block by block, with windows of up to `windowBytes`. */
export async function* unzstdBlocks(packed: Blocks, windowBytes: number): Blocks {
  const input = new ByteInput(packed)
  while (await input.fill()) {
    const magic = readNumber(await input.take(4), 0, 4)
    if (isSkipped(magic)) await input.skip(readNumber(await input.take(4), 0, 4))
    else if (magic === frameMagic) yield* readFrame(input, windowBytes)
    else throw damaged('what follows a frame is no Zstandard')
  }
}

async function* readFrame(input: ByteInput, windowBytes: number): Blocks {
  const unpacked: Uint8Array[] = []
  const decoder = new Decompress(bytes => unpacked.push(bytes))
  let pushed = 0
  const push = (bytes: Uint8Array): void => {
    pushed += bytes.length
    try {
      decoder.push(bytes)
    } catch (error) {
      throw damaged(error instanceof Error ? error.message : String(error), error)
    }
  }
  const header = await readHeader(input)
  if (header.window > windowBytes) {
    const reason = `It needs more memory than the limit of ${windowBytes} bytes to be unpacked`
    throw new ArchiveError('logs/archive-limit', reason)
  }
  push(header.bytes)
  for (;;) {
    const head = await input.take(3)
    const bits = readNumber(head, 0, 3)
    const type = (bits >> 1) & 3
    // A block of type 1 is one byte, repeated.
    const size = type === 1 ? 1 : bits >> 3
    if (type === 3 || bits >> 3 > largestBlock) throw damaged('a block is of no known type')
    const isLast = (bits & 1) === 1
    push(head)
    push(await input.take(size))
    if (isLast && pushed < leastPushed) push(new Uint8Array(leastPushed - pushed))
    yield* unpacked.splice(0)
    await setImmediate()
    if (isLast) break
  }
  if (header.hasChecksum) await input.take(4)
}

/** RFC 8878, 3.1.1.2.3: “Block_Maximum_Size is the smallest of Window_Size and 128 KB”. */
const largestBlock = 128 * 1024

/** The library waits for this many bytes before it looks at any of a frame. */
const leastPushed = 18

interface FrameHeader {
  /** With the magic number. */
  readonly bytes: Uint8Array
  readonly window: number
  readonly hasChecksum: boolean
}

async function readHeader(input: ByteInput): Promise<FrameHeader> {
  const [flags = 0] = await input.take(1)
  const isSingle = (flags & 0x20) !== 0
  const dictionarySize = [0, 1, 2, 4][flags & 3] ?? 0
  const sizeSize = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0
  const rest = await input.take((isSingle ? 0 : 1) + dictionarySize + sizeSize)
  const size = readNumber(rest, rest.length - sizeSize, sizeSize) + (sizeSize === 2 ? 256 : 0)
  if (readNumber(rest, isSingle ? 0 : 1, dictionarySize) !== 0) {
    throw damaged('it needs a dictionary')
  }
  const exponent = (rest[0] ?? 0) >> 3
  const base = 2 ** (10 + exponent)
  const window = isSingle ? size : base + (base / 8) * ((rest[0] ?? 0) & 7)
  const bytes = new Uint8Array(5 + rest.length)
  new DataView(bytes.buffer).setUint32(0, frameMagic, true)
  bytes[4] = flags
  bytes.set(rest, 5)
  return { bytes, window, hasChecksum: (flags & 4) !== 0 }
}

/** The bytes of blocks, as many at a time as are needed. */
class ByteInput {
  readonly #blocks: Blocks
  #block: Uint8Array = new Uint8Array(0)
  #at = 0

  constructor(blocks: Blocks) {
    this.#blocks = blocks
  }

  /** Waits for a byte; `false` when there is none. */
  async fill(): Promise<boolean> {
    while (this.#at >= this.#block.length) {
      const next = await this.#blocks.next()
      if (next.done === true) return false
      this.#block = next.value
      this.#at = 0
    }
    return true
  }

  async take(size: number): Promise<Uint8Array> {
    const taken = new Uint8Array(size)
    for (let filled = 0; filled < size; ) {
      if (!(await this.fill())) throw damaged('it ends too soon')
      const part = this.#block.subarray(this.#at, this.#at + size - filled)
      taken.set(part, filled)
      filled += part.length
      this.#at += part.length
    }
    return taken
  }

  async skip(size: number): Promise<void> {
    for (let left = size; left > 0; ) {
      if (!(await this.fill())) throw damaged('it ends too soon')
      const passed = Math.min(left, this.#block.length - this.#at)
      this.#at += passed
      left -= passed
    }
  }
}
