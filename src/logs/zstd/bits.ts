import { damaged } from './damaged.ts'

/** Bits from the front of bytes on, the lowest of a byte first (RFC 8878, 4.1.1). */
export class ForwardBits {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.#at = start * 8
  }

  /** At most 16 bits. */
  read(count: number): number {
    const value = this.peek(count)
    this.pass(count)
    return value
  }

  /** The same without passing them; bits behind the last byte are 0. */
  peek(count: number): number {
    const byte = this.#at >> 3
    const bytes = this.#bytes
    const value =
      (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16)
    return (value >>> (this.#at & 7)) & ((1 << count) - 1)
  }

  pass(count: number): void {
    this.#at += count
    if (this.#at > this.#bytes.length * 8) throw damaged('a table ends too soon')
  }

  /** The index of the first byte of which no bit was read. */
  get end(): number {
    return (this.#at + 7) >> 3
  }
}

/**
 * Bits from the end of bytes backwards, as Zstandard’s codes are written: the highest bit that is set in
 * the last byte only says where they begin.
 */
export class BackwardBits {
  readonly #bytes: Uint8Array
  readonly #start: number
  /** How many bits are left; negative once more were read than there are. */
  left: number

  constructor(bytes: Uint8Array, start: number, end: number) {
    const last = end > start ? (bytes[end - 1] ?? 0) : 0
    if (last === 0) throw damaged('its codes have no end')
    this.#bytes = bytes
    this.#start = start
    this.left = (end - start) * 8 - Math.clz32(last) + 23
  }

  /** At most 32 bits; those before the first are 0. */
  read(count: number): number {
    if (count > 24) return this.read(count - 16) * 65_536 + this.read(16)
    this.left -= count
    return this.#at(this.left, count)
  }

  /** The next bits without passing them, at most 24. */
  peek(count: number): number {
    return this.#at(this.left - count, count)
  }

  #at(position: number, count: number): number {
    if (position < 0) {
      return position + count <= 0 ? 0 : this.#at(0, position + count) << -position
    }
    const at = this.#start + (position >> 3)
    const bytes = this.#bytes
    const value =
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)
    return (value >>> (position & 7)) & ((1 << count) - 1)
  }
}
