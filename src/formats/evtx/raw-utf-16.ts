/** `length` units of UTF-16, little-endian, from `offset` on; lone surrogates stay as they are. */
// HOT: for every text that is built (raw-decoder.bench.ts). Sixteen units a call cost a third of one a call,
// and half of a call with all of them, which have to be gathered for it.
export function decodeUtf16(bytes: Uint8Array, offset: number, length: number): string {
  let text = ''
  let at = offset
  const end = offset + length * 2
  for (const last = end - 32; at <= last; at += 32) {
    text += String.fromCharCode(
      bytes[at]! | (bytes[at + 1]! << 8),
      bytes[at + 2]! | (bytes[at + 3]! << 8),
      bytes[at + 4]! | (bytes[at + 5]! << 8),
      bytes[at + 6]! | (bytes[at + 7]! << 8),
      bytes[at + 8]! | (bytes[at + 9]! << 8),
      bytes[at + 10]! | (bytes[at + 11]! << 8),
      bytes[at + 12]! | (bytes[at + 13]! << 8),
      bytes[at + 14]! | (bytes[at + 15]! << 8),
      bytes[at + 16]! | (bytes[at + 17]! << 8),
      bytes[at + 18]! | (bytes[at + 19]! << 8),
      bytes[at + 20]! | (bytes[at + 21]! << 8),
      bytes[at + 22]! | (bytes[at + 23]! << 8),
      bytes[at + 24]! | (bytes[at + 25]! << 8),
      bytes[at + 26]! | (bytes[at + 27]! << 8),
      bytes[at + 28]! | (bytes[at + 29]! << 8),
      bytes[at + 30]! | (bytes[at + 31]! << 8),
    )
  }
  for (; at < end; at += 2) text += String.fromCharCode(bytes[at]! | (bytes[at + 1]! << 8))
  return text
}
