import { setImmediate } from 'node:timers/promises'
import type { Blocks } from './blocks.ts'
import { ArchiveError } from './inflate.ts'

/**
 * Unpacks bzip2. A file is one or more streams; a stream is `BZh`, a digit for the size of its blocks
 * in 100,000 bytes, blocks, and a checksum. A block went through five steps, which are undone here in
 * turn: Huffman codes, runs of the first symbol, move to front, the Burrows-Wheeler transform, and
 * runs of four equal bytes and more. The bits of all of it stand close, in the order of their worth.
 */

/** 48 bits each: the digits of π, and of its square root. */
const blockMagic = 0x314159265359
const endMagic = 0x177245385090

/** What bzip2 has packed. Memory is bounded by one block, packed and unpacked. */
export async function* bunzip2Blocks(packed: Blocks): Blocks {
  const input = new BitInput(packed)
  let isFirst = true
  while (await input.fill(streamHeadSize)) {
    const level = input.read(24) === 0x425a68 ? input.read(8) - 0x30 : 0
    if (level < 1 || level > 9) {
      throw damaged(isFirst ? 'it does not begin as bzip2' : 'what follows a stream is no bzip2')
    }
    isFirst = false
    const block = new Block(level)
    let streamSum = 0
    for (;;) {
      await input.fill(packedBlockSize(level))
      const magic = input.read(24) * 2 ** 24 + input.read(24)
      const stated = input.read(32)
      if (magic === endMagic) {
        if (stated !== streamSum) throw damaged('the checksum of a stream is wrong')
        input.align()
        break
      }
      if (magic !== blockMagic) throw damaged('a block does not begin as one')
      block.read(input)
      yield* block.unpack()
      if (block.sum !== stated) throw damaged('the checksum of a block is wrong')
      streamSum = (((streamSum << 1) | (streamSum >>> 31)) ^ stated) >>> 0
      await setImmediate()
    }
  }
}

const streamHeadSize = 4
const longestCode = 20
const groupSize = 50
const endOfGroups = 18_002

/** No block is longer than this when packed: every byte a code of the longest, and its tables. */
function packedBlockSize(level: number): number {
  return level * 100_000 * (longestCode / 8) + 128 * 1024
}

function damaged(reason: string): ArchiveError {
  return new ArchiveError('logs/archive', `It cannot be unpacked: ${reason}`)
}

/** The bits of blocks that are asked for as they are needed. */
class BitInput {
  readonly #blocks: Blocks
  #bytes = new Uint8Array(64 * 1024)
  #length = 0
  /** The next byte that is not in `#bits`. */
  #at = 0
  #bits = 0
  #count = 0
  #isOver = false

  constructor(blocks: Blocks) {
    this.#blocks = blocks
  }

  /** Waits until there are so many bytes, or no more to come; whether there are any. */
  async fill(size: number): Promise<boolean> {
    while (!this.#isOver && this.#length - this.#at < size) {
      const next = await this.#blocks.next()
      if (next.done === true) this.#isOver = true
      else this.#append(next.value, size)
    }
    return this.#at < this.#length
  }

  #append(block: Uint8Array, size: number): void {
    this.#bytes.copyWithin(0, this.#at, this.#length)
    this.#length -= this.#at
    this.#at = 0
    const length = this.#length + block.length
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, size + block.length))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(block, this.#length)
    this.#length = length
  }

  /** The next bits, at most 32, as a number that is not negative. */
  read(count: number): number {
    if (count > 24) return this.read(count - 16) * 65_536 + this.read(16)
    while (this.#count < count) this.#takeByte()
    this.#count -= count
    return (this.#bits >>> this.#count) & ((1 << count) - 1)
  }

  readBit(): number {
    if (this.#count === 0) this.#takeByte()
    this.#count--
    return (this.#bits >>> this.#count) & 1
  }

  #takeByte(): void {
    if (this.#at >= this.#length) throw damaged('it ends too soon')
    // Only the last 24 bits matter, and they stay where 32 are kept.
    this.#bits = (this.#bits << 8) | (this.#bytes[this.#at++] ?? 0)
    this.#count += 8
  }

  /** Passes over the bits up to the next byte. */
  align(): void {
    this.#count -= this.#count % 8
    this.#at -= this.#count / 8
    this.#count = 0
  }
}

/** One code of Huffman’s, in the canonical order: shorter ones first, then by symbol. */
class Code {
  readonly #shortest: number
  /** For each length: the largest code of it, and what to take from a code to get its place. */
  readonly #largest = new Int32Array(longestCode + 2)
  readonly #before = new Int32Array(longestCode + 2)
  readonly #symbols: Uint16Array

  constructor(lengths: Uint8Array) {
    const counts = new Int32Array(longestCode + 2)
    for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
    this.#shortest = lengths.reduce((least, length) => Math.min(least, length), longestCode)
    this.#symbols = new Uint16Array(lengths.length)
    let place = 0
    let code = 0
    for (let length = 1; length <= longestCode; length++) {
      const count = counts[length] ?? 0
      this.#before[length] = code - place
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] === length) this.#symbols[place++] = symbol
      }
      code += count
      this.#largest[length] = code - 1
      code <<= 1
    }
  }

  read(input: BitInput): number {
    let length = this.#shortest
    let code = input.read(length)
    while (code > (this.#largest[length] ?? 0)) {
      if (length === longestCode) throw damaged('a code means nothing')
      length++
      code = code * 2 + input.readBit()
    }
    const symbol = this.#symbols[code - (this.#before[length] ?? 0)]
    if (symbol === undefined) throw damaged('a code means nothing')
    return symbol
  }
}

/** The memory of one block after the other. */
class Block {
  /** The checksum of what was unpacked last. */
  sum = 0
  readonly #limit: number
  /** A byte of the transform in the low 8 bits, and in the high ones the index of the next. */
  readonly #links: Uint32Array
  #length = 0
  #origin = 0

  constructor(level: number) {
    this.#limit = level * 100_000
    this.#links = new Uint32Array(this.#limit)
  }

  /** Undoes what goes from bits to the bytes of the transform, and links these. */
  read(input: BitInput): void {
    if (input.readBit() === 1)
      throw damaged('it has a randomised block, as only old versions wrote')
    this.#origin = input.read(24)
    const used = readUsed(input)
    const codeSize = used.length + 2
    const codeCount = input.read(3)
    if (codeCount < 2 || codeCount > 6 || used.length === 0) throw damaged('it has no code')
    const selectors = readSelectors(input, codeCount)
    const codes = Array.from({ length: codeCount }, () => new Code(readLengths(input, codeSize)))
    this.#readSymbols(input, used, selectors, codes)
    if (this.#origin >= this.#length) throw damaged('a block begins outside of itself')
    this.#link()
  }

  #readSymbols(
    input: BitInput,
    used: readonly number[],
    selectors: Uint8Array,
    codes: readonly Code[],
  ): void {
    const front = Uint8Array.from(used)
    const endSymbol = used.length + 1
    let length = 0
    let group = 0
    let left = 0
    let code: Code | undefined
    // Runs are numbers in digits 1 and 2, the lowest first.
    let run = 0
    let digit = 1
    for (;;) {
      if (left === 0) {
        code = codes[selectors[group++] ?? codes.length]
        left = groupSize
      }
      if (code === undefined) throw damaged('a block has too many symbols')
      left--
      const symbol = code.read(input)
      if (symbol < 2) {
        run += digit << symbol
        digit *= 2
        if (run > this.#limit) throw damaged('a block is too long')
        continue
      }
      if (run > 0) {
        if (length + run > this.#limit) throw damaged('a block is too long')
        this.#links.fill(front[0] ?? 0, length, length + run)
        length += run
        run = 0
        digit = 1
      }
      if (symbol === endSymbol) break
      if (length >= this.#limit) throw damaged('a block is too long')
      const byte = front[symbol - 1] ?? 0
      front.copyWithin(1, 0, symbol - 1)
      front[0] = byte
      this.#links[length++] = byte
    }
    this.#length = length
  }

  #link(): void {
    const links = this.#links
    const next = new Uint32Array(257)
    for (let i = 0; i < this.#length; i++) {
      const byte = (links[i] ?? 0) & 0xff
      next[byte + 1] = (next[byte + 1] ?? 0) + 1
    }
    for (let byte = 1; byte < 257; byte++) next[byte] = (next[byte] ?? 0) + (next[byte - 1] ?? 0)
    for (let i = 0; i < this.#length; i++) {
      const byte = (links[i] ?? 0) & 0xff
      const place = next[byte] ?? 0
      next[byte] = place + 1
      links[place] = ((links[place] ?? 0) | (i << 8)) >>> 0
    }
  }

  /** The bytes, in pieces; four equal ones are followed by how many more there are. */
  *unpack(): Generator<Uint8Array, void> {
    const links = this.#links
    const piece = new Uint8Array(pieceSize + 256)
    let filled = 0
    let sum = -1
    let link = (links[this.#origin] ?? 0) >>> 8
    let last = -1
    let equal = 0
    for (let i = 0; i < this.#length; i++) {
      const entry = links[link] ?? 0
      const byte = entry & 0xff
      link = entry >>> 8
      let copies = 1
      let value = byte
      if (equal === 4) {
        copies = byte
        value = last
        equal = 0
        last = -1
      } else if (byte === last) equal++
      else {
        equal = 1
        last = byte
      }
      for (let copy = 0; copy < copies; copy++) {
        piece[filled++] = value
        sum = (sum << 8) ^ (sums[(sum >>> 24) ^ value] ?? 0)
      }
      if (filled >= pieceSize) {
        yield piece.slice(0, filled)
        filled = 0
      }
    }
    if (filled > 0) yield piece.slice(0, filled)
    this.sum = ~sum >>> 0
  }
}

const pieceSize = 64 * 1024

/** The bytes that occur, in their order: 16 bits for 16 of them each, where there are any. */
function readUsed(input: BitInput): readonly number[] {
  const used: number[] = []
  const ranges = input.read(16)
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue
    const bits = input.read(16)
    for (let i = 0; i < 16; i++) if ((bits & (0x8000 >> i)) !== 0) used.push(range * 16 + i)
  }
  return used
}

/** Which code each group of symbols has; moved to front, in unary. */
function readSelectors(input: BitInput, codeCount: number): Uint8Array {
  const count = input.read(15)
  if (count === 0) throw damaged('a block has no symbols')
  // Some writers add groups that no block has.
  const selectors = new Uint8Array(Math.min(count, endOfGroups))
  const front = Array.from({ length: codeCount }, (_, code) => code)
  for (let i = 0; i < count; i++) {
    let place = 0
    while (input.readBit() === 1) {
      place++
      if (place === codeCount) throw damaged('a group has no code')
    }
    const [code = 0] = front.splice(place, 1)
    front.unshift(code)
    if (i < selectors.length) selectors[i] = code
  }
  return selectors
}

/** The length of each symbol’s code, as the difference from the one before. */
function readLengths(input: BitInput, count: number): Uint8Array {
  const lengths = new Uint8Array(count)
  let length = input.read(5)
  for (let symbol = 0; symbol < count; symbol++) {
    for (;;) {
      if (length < 1 || length > longestCode) throw damaged('a code has no length')
      if (input.readBit() === 0) break
      length += input.readBit() === 0 ? 1 : -1
    }
    lengths[symbol] = length
  }
  return lengths
}

/** CRC-32 with the highest bit first. */
const sums: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24
  for (let bit = 0; bit < 8; bit++) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  return sum
})
