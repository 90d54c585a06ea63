import { expect, test } from 'vitest'
import { makeRegex } from '../../../test/support/make-test.ts'
import { compileRegexMatcher } from '../regex-matcher.ts'
import {
  type CodePointRange,
  type CodePointSet,
  codePointSet,
  complementOf,
  foldRange,
  sizeOf,
} from './code-point-set.ts'

test('ranges in any order become a set, and its complement has the rest', () => {
  const set = codePointSet([
    [5, 7],
    [0, 1],
    [6, 9],
    [2, 2],
  ])
  expect(set).toEqual([
    [0, 2],
    [5, 9],
  ])
  expect(sizeOf(set)).toBe(8)
  expect(complementOf(set)).toEqual([
    [3, 4],
    [10, 0x10_ffff],
  ])
  expect(complementOf(complementOf(set))).toEqual(set)
  expect(complementOf([])).toEqual([[0, 0x10_ffff]])
})

/** Past the last letter that has two cases nothing is of interest. */
const lastCodePoint = 0x1_e943

function textOf(set: CodePointSet): string {
  let text = ''
  for (const [first, last] of set) {
    for (let codePoint = first; codePoint <= Math.min(last, lastCodePoint); codePoint++) {
      text += String.fromCodePoint(codePoint)
    }
  }
  return text
}

/** `[…]` and `[^…]` of RE2, case ignored. */
function isWhollyIn(text: string, ranges: readonly CodePointRange[], negation: '' | '^'): boolean {
  const inside = ranges
    .map(range => range.map(codePoint => `\\x{${codePoint.toString(16)}}`).join('-'))
    .join('')
  const regex = makeRegex(`[${negation}${inside}]*`, { ignoreCase: true, anchored: true })
  return compileRegexMatcher(regex)?.(text) !== undefined
}

const letters: readonly CodePointRange[] = [
  [0x41, 0x5a],
  [0x61, 0x7a],
  [0xb5, 0xb5],
  [0xc0, 0xff],
]

const eachLetter = letters.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, at): CodePointRange => [first + at, first + at]),
)

const foldable: readonly CodePointRange[] = [
  ...eachLetter,
  [0, 0x40],
  [0x5b, 0x60],
  [0x7b, 0xb4],
  [0xb6, 0xbf],
  [0x30, 0x42],
  [0x58, 0x63],
  [0xd0, 0xe1],
  [0, 0xff],
  [0x2010, 0x205e],
  [0x2e80, 0x9fff],
  [0x3041, 0x3041],
]

test('a range is folded to exactly what RE2 takes it for when it ignores case', () => {
  for (const range of foldable) {
    const folded = codePointSet(foldRange(range) ?? [])
    expect(isWhollyIn(textOf(folded), [range], '')).toBe(true)
    // Surrogates come in pairs, or not at all.
    const others = complementOf(codePointSet([...folded, [0xd800, 0xdfff]]))
    expect(isWhollyIn(textOf(others), [range], '^')).toBe(true)
  }
})

test('a range that holds all letters of two cases is as it is, and of others nothing is known', () => {
  expect(foldRange([0x41, 0x10_ffff])).toEqual([[0x41, 0x10_ffff]])
  expect(foldRange([0x42, 0x10_ffff])).toBeUndefined()
  expect(foldRange([0x430, 0x44f])).toBeUndefined()
})
