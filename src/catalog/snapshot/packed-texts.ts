import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Many texts in one run of bytes, each compressed by itself so that one can be had without the rest. */
export interface PackedTexts {
  readonly length: number
  /** The text at a place, from 0. */
  at(place: number): string
}

/** Texts are short: a small window costs little of their size and saves making a large one for each. */
const fast = { level: 1, memLevel: 6, windowBits: 13 }

/** A text as `packTexts` takes it. */
export function compressText(text: string): Uint8Array {
  return deflateRawSync(text, fast)
}

/** Puts compressed texts, or any pieces, together: their number, where each ends, and then one behind the other. */
export function packTexts(texts: readonly Uint8Array[]): Uint8Array {
  const head = 4 * (texts.length + 1)
  const size = texts.reduce((sum, { length }) => sum + length, head)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, texts.length, true)
  let at = head
  texts.forEach((text, i) => {
    bytes.set(text, at)
    at += text.length
    view.setUint32(4 * (i + 1), at, true)
  })
  return bytes
}

/** The pieces that `packTexts` put together, as parts of the same memory. */
export function unpackPieces(bytes: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(0, true)
  let start = 4 * (length + 1)
  return Array.from({ length }, (_, i) => {
    const end = view.getUint32(4 * (i + 1), true)
    const piece = bytes.subarray(start, end)
    start = end
    return piece
  })
}

/** Opens what `packTexts` made. */
export function openPackedTexts(bytes: Uint8Array): PackedTexts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(0, true)
  const endOf = (place: number): number =>
    place < 0 ? 4 * (length + 1) : view.getUint32(4 * (place + 1), true)
  return {
    length,
    at: place => inflateRawSync(bytes.subarray(endOf(place - 1), endOf(place))).toString('utf8'),
  }
}
