import { decodeUtf16 } from './raw-utf-16.ts'
import { UnreadableRecord } from './unreadable.ts'

/** A place in a chunk that moves forward and never past `end`. */
export class Cursor {
  readonly bytes: Uint8Array
  readonly end: number
  position: number
  readonly #view: DataView

  constructor(bytes: Uint8Array, position: number, end: number) {
    this.bytes = bytes
    this.position = position
    this.end = Math.min(end, bytes.length)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get isAtEnd(): boolean {
    return this.position >= this.end
  }

  /** The position of `length` bytes, which are then behind the cursor. */
  take(length: number): number {
    const at = this.position
    if (at < 0 || at + length > this.end) {
      throw new UnreadableRecord(`it needs ${length} bytes at ${at}, past its end at ${this.end}`)
    }
    this.position = at + length
    return at
  }

  peek(): number | undefined {
    return this.isAtEnd ? undefined : this.bytes[this.position]
  }

  u8(): number {
    return this.#view.getUint8(this.take(1))
  }

  u16(): number {
    return this.#view.getUint16(this.take(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.take(4), true)
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.take(8), true)
  }

  /** Text of `length` UTF-16 units. */
  utf16(length: number): string {
    return decodeUtf16(this.bytes, this.take(length * 2), length)
  }
}
