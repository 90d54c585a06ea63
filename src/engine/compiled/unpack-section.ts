import { type Section, toSection } from './section.ts'

/**
 * A section as bytes: the length of a description in JSON, the description, and the arrays, each at a
 * multiple of eight. Arrays of many bytes are written in the order of the processor, which is the same
 * (little-endian) wherever Node and browsers run.
 */

export type ArrayType = 'i32' | 'u16' | 'u8'

/** What stands before the arrays of a section. */
export interface Description {
  readonly slots: readonly string[]
  readonly arrays: readonly (readonly [
    name: string,
    type: ArrayType,
    offset: number,
    length: number,
  ])[]
}

export type Numbers = Int32Array | Uint16Array | Uint8Array

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/**
 * The section of bytes that {@link packSection} made, whose arrays are views of them; they stand at a
 * multiple of eight in their buffer. `undefined` on a machine whose byte order is another.
 */
export function unpackSection(bytes: Uint8Array): Section | undefined {
  if (!isLittleEndian) return undefined
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const text = new TextDecoder().decode(bytes.subarray(4, 4 + length))
  // What is read here was written by `packSection`, and the reader has checked its sum.
  const { slots, arrays } = JSON.parse(text) as Description
  const start = bytes.byteOffset + aligned(4 + length)
  const views = arrays.map(([name, type, offset, count]) => [
    name,
    viewOf(type, bytes.buffer, start + offset, count),
  ])
  return toSection({ slots, ...Object.fromEntries(views) } as Section)
}

/** The next multiple of eight. */
export function aligned(length: number): number {
  return (length + 7) & ~7
}

function viewOf(type: ArrayType, buffer: ArrayBufferLike, offset: number, length: number): Numbers {
  switch (type) {
    case 'i32':
      return new Int32Array(buffer, offset, length)
    case 'u16':
      return new Uint16Array(buffer, offset, length)
    case 'u8':
      return new Uint8Array(buffer, offset, length)
  }
}
