import { crc32 as crc32OfNode } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32 } from './crc32.ts'

test('the sum is that of zip, in one piece and in two', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.uint8Array({ maxLength: 100 }), (a, b) => {
      expect(crc32(a)).toBe(crc32OfNode(a))
      expect(crc32(b, crc32(a))).toBe(crc32OfNode(new Uint8Array([...a, ...b])))
    }),
  )
})
