import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textHash } from './text-hash.ts'

test('equal texts have equal hashes of 26 digits, others have others', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(textHash(a)).toMatch(/^[0-9a-f]{26}$/)
      expect(textHash(a) === textHash(b)).toBe(a === b)
    }),
  )
})

test('a hundred thousand texts that differ little share none, in either half', () => {
  const hashes = Array.from({ length: 100_000 }, (_, i) =>
    textHash(`["","Image","ends_with","\\\\${i}.exe"]`),
  )
  expect(new Set(hashes).size).toBe(100_000)
  expect(new Set(hashes.map(h => h.slice(0, 13))).size).toBe(100_000)
  expect(new Set(hashes.map(h => h.slice(13))).size).toBe(100_000)
})

test('the hash of a text is pinned, since addresses are made of it', () => {
  expect(textHash('frpc.exe')).toMatchInlineSnapshot(`"9a23d7fce0642b6c0246701d75"`)
})
