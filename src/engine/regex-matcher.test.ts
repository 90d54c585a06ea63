import fc from 'fast-check'
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

test('an expression for long lines finds what RE2 finds', () => {
  const texts = fc.array(fc.constantFrom('a', '\n', '😀', '\r', '\ud83d', '\u2028'), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 5 }), (parts, least) => {
      const text = parts.join('')
      // In a group it is no such expression any more, and says the same.
      const [plain, group] = [`.{${least},}`, `(?:.{${least},})`].map(source =>
        compileRegexMatcher(makeRegex(source)),
      )
      expect(plain?.(text)).toEqual(group?.(text))
    }),
  )
})
