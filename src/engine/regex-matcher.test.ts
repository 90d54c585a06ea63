import { expect, test } from 'vitest'
import { makeRegex } from '../../test/support/make-test.ts'
import { compileRegexMatcher } from './regex-matcher.ts'

test.each([
  ['a^b$', 'a^b$', true],
  ['[^a]$', 'b$', true],
  ['[^a]$', 'b', false],
  ['\\$a', '$a', true],
  ['[@&]', '@', true],
  ['.*x', 'aax', true],
  ['x', 'ax', false],
])('Lucene’s %s on %s: %s', (source, text, expected) => {
  const find = compileRegexMatcher(makeRegex(source, { dialect: 'lucene', anchored: true }))
  expect(find?.(text) !== undefined).toBe(expected)
})

test('a find has the offsets of the first match', () => {
  expect(compileRegexMatcher(makeRegex('b+'))?.('😀abbab')).toEqual([3, 5])
})

test('an expression that cannot run has no matcher', () => {
  expect(compileRegexMatcher(makeRegex('a('))).toBeUndefined()
  expect(compileRegexMatcher(makeRegex('(?=a)'))).toBeUndefined()
})
