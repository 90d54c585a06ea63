/**
 * A text as 26 hexadecimal digits: 104 bits, for the same text always the same. Not for secrets: it is two
 * rounds of a fast mixing hash (the multiply and xor steps of MurmurHash3), with different seeds.
 */
export function textHash(text: string): string {
  return half(text, 0x2545f491) + half(text, 0x9e3779b9)
}

/** 52 bits as 13 digits. */
function half(text: string, seed: number): string {
  let a = 0xdeadbeef ^ seed
  let b = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x85ebca77)
    b = Math.imul(b ^ code, 0xc2b2ae3d)
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca77) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae3d)
  b = Math.imul(b ^ (b >>> 16), 0x85ebca77) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae3d)
  const high = (b >>> 12).toString(16).padStart(5, '0')
  return high + (a >>> 0).toString(16).padStart(8, '0')
}
