import { invariant } from '../base/index.ts'

/** Writes numbers from 0 on as bytes: seven bits each, the high bit where more follow. */
export interface ByteWriter {
  readonly length: number
  number(value: number): void
  /** Views what was written; valid until the next number. */
  bytes(): Uint8Array
}

export function byteWriter(): ByteWriter {
  let bytes = new Uint8Array(1024)
  let length = 0
  return {
    get length() {
      return length
    },
    number(value) {
      invariant(value >= 0, 'only numbers from 0 on are written')
      if (length + 5 > bytes.length) {
        const grown = new Uint8Array(bytes.length * 2)
        grown.set(bytes)
        bytes = grown
      }
      let rest = value
      while (rest > 127) {
        bytes[length++] = (rest & 127) | 128
        rest >>>= 7
      }
      bytes[length++] = rest
    },
    bytes: () => bytes.subarray(0, length),
  }
}

/** Reads what a {@link ByteWriter} wrote. Past the end there are zeros. */
export interface ByteReader {
  number(): number
}

export function byteReader(bytes: Uint8Array): ByteReader {
  let at = 0
  return {
    number() {
      let value = 0
      let shift = 0
      for (;;) {
        const byte = bytes[at++] ?? 0
        value |= (byte & 127) << shift
        if (byte < 128) return value >>> 0
        shift += 7
      }
    },
  }
}
