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

const piece = 4096

/** `length` units of UTF-16, little-endian, from `offset` on; lone surrogates stay as they are. */
export function decodeUtf16(bytes: Uint8Array, offset: number, length: number): string {
  if (length > shortText) return decodeLong(bytes, offset, length)
  let text = ''
  for (let at = offset, end = offset + length * 2; at < end; at += 2) {
    text += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8))
  }
  return text
}

/** Up to here it is faster to put texts together than to ask for them. */
const shortText = 24

// HOT: for every text that is built (raw-decoder.bench.ts). One buffer serves all, since nothing is kept
// in it from one text to the next.
function decodeLong(bytes: Uint8Array, offset: number, length: number): string {
  let text = ''
  units ??= new Uint16Array(piece)
  for (let done = 0; done < length; done += piece) {
    const count = Math.min(piece, length - done)
    for (let i = 0, at = offset + done * 2; i < count; i++, at += 2) {
      units[i] = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
    }
    const part = units.subarray(0, count)
    // `apply` takes whatever has a length and indexes; its type knows arrays only.
    text += String.fromCharCode.apply(null, part as unknown as number[])
  }
  return text
}

let units: Uint16Array | undefined
