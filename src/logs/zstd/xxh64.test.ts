import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Xxh64 } from './xxh64.ts'

test.each([
  ['', 0x51d8e999],
  ['a', 0xa98c6e5b],
  ['abc', 0xad770999],
])('the sum of %j is the one that is known', (text, expected) => {
  const sum = new Xxh64()
  sum.add(Buffer.from(text))
  expect(sum.sum).toBe(expected)
})

const mask = (1n << 64n) - 1n
const primes = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
] as const

/** The sum of bytes whose number is a multiple of 32, written plainly. */
function sumPlainly(bytes: Uint8Array): number {
  const rotate = (x: bigint, n: bigint): bigint => ((x << n) | (x >> (64n - n))) & mask
  const round = (sum: bigint, lane: bigint): bigint =>
    (rotate((sum + lane * primes[1]) & mask, 31n) * primes[0]) & mask
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const sums = [(primes[0] + primes[1]) & mask, primes[1], 0n, -primes[0] & mask]
  for (let at = 0; at < bytes.length; at += 8) {
    const lane = (at / 8) % 4
    sums[lane] = round(sums[lane] ?? 0n, view.getBigUint64(at, true))
  }
  const turns = [1n, 7n, 12n, 18n]
  let sum = sums.reduce((total, value, i) => (total + rotate(value, turns[i] ?? 0n)) & mask, 0n)
  for (const value of sums) sum = ((sum ^ round(0n, value)) * primes[0] + primes[3]) & mask
  sum = (sum + BigInt(bytes.length)) & mask
  sum = ((sum ^ (sum >> 33n)) * primes[1]) & mask
  sum = ((sum ^ (sum >> 29n)) * primes[2]) & mask
  return Number((sum ^ (sum >> 32n)) & 0xffffffffn)
}

test('long bytes have the sum that plain numbers of 64 bits give', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), bytes => {
      const whole = Buffer.concat(Array.from({ length: 32 }, () => bytes))
      const sum = new Xxh64()
      sum.add(whole)
      expect(sum.sum).toBe(sumPlainly(whole))
    }),
  )
})

test('pieces have the sum of the whole', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 1, max: 70 }),
      (bytes, size) => {
        const whole = new Xxh64()
        whole.add(bytes)
        const pieces = new Xxh64()
        for (let at = 0; at < bytes.length; at += size) pieces.add(bytes.subarray(at, at + size))
        expect(pieces.sum).toBe(whole.sum)
      },
    ),
  )
})
