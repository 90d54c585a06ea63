import { setImmediate } from 'node:timers/promises'
import type { Blocks } from '../blocks.ts'
import { ArchiveError } from '../inflate.ts'
import { BlockReader } from './block.ts'
import { damaged } from './damaged.ts'
import { History, largestBlock } from './history.ts'
import { Xxh64 } from './xxh64.ts'

/**
 * Unpacks Zstandard (RFC 8878): frames one after the other, some of which are to be skipped; a frame is a
 * header, blocks, and a checksum or none. We have a decoder of our own because the one that is kept
 * for JavaScript compares no checksum, and moves the whole window for every block, however small.
 */

const frameMagic = 0xfd2fb528
const skippedMagic = 0x184d2a50

/** Unpacks block by block, with windows of up to `windowBytes`. */
export async function* unzstdBlocks(packed: Blocks, windowBytes: number): Blocks {
  const input = new ByteInput(packed)
  while (await input.fill()) {
    const magic = readNumber(await input.take(4), 0, 4)
    if (magic >= skippedMagic && magic <= skippedMagic + 15) {
      await input.skip(readNumber(await input.take(4), 0, 4))
    } else if (magic === frameMagic) yield* readFrame(input, windowBytes)
    else throw damaged('what follows a frame is no Zstandard')
  }
}

function readNumber(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let i = size - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0)
  return value
}

const blockTypes = { raw: 0, run: 1, compressed: 2 } as const

async function* readFrame(input: ByteInput, windowBytes: number): Blocks {
  const { window, size, hasChecksum } = await readHeader(input)
  if (window > windowBytes) {
    const reason = `It needs more memory than the limit of ${windowBytes} bytes to be unpacked`
    throw new ArchiveError('logs/archive-limit', reason)
  }
  const history = new History(window)
  const reader = new BlockReader(history)
  const sum = new Xxh64()
  let unpacked = 0
  for (let isLast = false; !isLast; ) {
    const head = readNumber(await input.take(3), 0, 3)
    isLast = (head & 1) === 1
    const type = (head >> 1) & 3
    const length = head >> 3
    if (length > largestBlock) throw damaged('a block is too long')
    history.begin()
    if (type === blockTypes.raw) history.append(await input.take(length))
    else if (type === blockTypes.run) history.fill((await input.take(1))[0] ?? 0, length)
    else if (type === blockTypes.compressed) reader.read(await input.take(length))
    else throw damaged('a block is of no known type')
    const { block } = history
    unpacked += block.length
    if (hasChecksum) sum.add(block)
    if (block.length > 0) yield block
    await setImmediate()
  }
  if (size !== undefined && size !== unpacked)
    throw damaged('a frame has another size than it says')
  if (hasChecksum && readNumber(await input.take(4), 0, 4) !== sum.sum) {
    throw damaged('the checksum of a frame is wrong')
  }
}

interface FrameHeader {
  readonly window: number
  /** Of all that is packed, if it is said. */
  readonly size: number | undefined
  readonly hasChecksum: boolean
}

async function readHeader(input: ByteInput): Promise<FrameHeader> {
  const [flags = 0] = await input.take(1)
  const isSingle = (flags & 0x20) !== 0
  const dictionarySize = [0, 1, 2, 4][flags & 3] ?? 0
  const sizeSize = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0
  const windowSize = isSingle ? 0 : 1
  const rest = await input.take(windowSize + dictionarySize + sizeSize)
  if ((flags & 8) !== 0) throw damaged('a frame is of a newer kind')
  if (readNumber(rest, windowSize, dictionarySize) !== 0) throw damaged('it needs a dictionary')
  const stated = readNumber(rest, windowSize + dictionarySize, sizeSize)
  const size = sizeSize === 0 ? undefined : stated + (sizeSize === 2 ? 256 : 0)
  const base = 2 ** (10 + ((rest[0] ?? 0) >> 3))
  const window = isSingle ? (size ?? 0) : base + (base / 8) * ((rest[0] ?? 0) & 7)
  return { window, size, hasChecksum: (flags & 4) !== 0 }
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

  /** The next bytes, good until more are asked for. */
  async take(size: number): Promise<Uint8Array> {
    if (this.#at + size <= this.#block.length) {
      this.#at += size
      return this.#block.subarray(this.#at - size, this.#at)
    }
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
