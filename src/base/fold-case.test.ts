import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldCase } from './fold-case.ts'

test.each([
  ['ABC', 'abc'],
  ['Straße', 'straße'],
  ['ẞ', 'ß'],
  ['\u212a', 'k'],
  ['\u212b', 'å'],
  ['İSTANBUL', 'İstanbul'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['ς', 'ς'],
  ['ı', 'ı'],
  ['𐐀', '𐐨'],
  ['\ud801', '\ud801'],
])('the fold of %s is %s', (text, folded) => {
  expect(foldCase(text)).toBe(folded)
})

test('folding goes character by character and changes no offset', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 })
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(foldCase(a)).toHaveLength(a.length)
      expect(foldCase(foldCase(a))).toBe(foldCase(a))
      expect([...foldCase(`${a} Σ İ ${b}`)]).toEqual([...`${a} Σ İ ${b}`].map(foldCase))
    }),
  )
})
