import { damaged } from './damaged.ts'

/** RFC 8878, 3.1.1.2.4: “Block_Maximum_Size is the smallest of Window_Size and 128 KB”. */
export const largestBlock: number = 128 * 1024

/** As many bytes as are copied faster one by one. */
const fewBytes = 32

/**
 * What was unpacked last: a window, which later bytes may repeat, and the block that is being unpacked.
 * Grows with what there is, not with what a frame says that it needs.
 */
export class History {
  readonly #window: number
  #bytes = new Uint8Array(largestBlock * 2)
  #length = 0
  /** Where the block begins. */
  #start = 0

  constructor(window: number) {
    this.#window = window
  }

  /** Makes room for a block, and forgets what is no longer in the window. */
  begin(): void {
    if (this.#length + largestBlock > this.#bytes.length) {
      const kept = this.#bytes.subarray(Math.max(0, this.#length - this.#window), this.#length)
      // With room for twice the window, it is moved once for as much as it holds.
      const most = Math.max(this.#window * 2, largestBlock * 4)
      const size = Math.min(this.#bytes.length * 2, most)
      if (size > this.#bytes.length) this.#bytes = new Uint8Array(size)
      this.#bytes.set(kept)
      this.#length = kept.length
    }
    this.#start = this.#length
  }

  /** The bytes of the block, until the next one begins. */
  get block(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#length)
  }

  append(bytes: Uint8Array): void {
    this.appendPart(bytes, 0, bytes.length)
  }

  // HOT: runs for the literals before every repetition, which are few.
  appendPart(bytes: Uint8Array, start: number, end: number): void {
    const count = end - start
    this.#reserve(count)
    const into = this.#bytes
    const at = this.#length
    if (count > fewBytes) into.set(bytes.subarray(start, end), at)
    else for (let i = 0; i < count; i++) into[at + i] = bytes[start + i] ?? 0
    this.#length = at + count
  }

  fill(byte: number, count: number): void {
    this.#reserve(count)
    this.#bytes.fill(byte, this.#length, this.#length + count)
    this.#length += count
  }

  // HOT: runs for every repetition.
  /** Appends what stands `offset` bytes back; it may reach into what it appends. */
  repeat(offset: number, count: number): void {
    if (offset < 1 || offset > this.#length || offset > this.#window + this.#length - this.#start) {
      throw damaged('it repeats what was not there')
    }
    this.#reserve(count)
    const bytes = this.#bytes
    const end = this.#length + count
    if (offset >= count && count > fewBytes)
      bytes.copyWithin(this.#length, this.#length - offset, end - offset)
    else for (let to = this.#length; to < end; to++) bytes[to] = bytes[to - offset] ?? 0
    this.#length = end
  }

  #reserve(count: number): void {
    if (this.#length - this.#start + count > largestBlock) throw damaged('a block is too long')
  }
}
