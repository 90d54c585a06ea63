import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPattern } from '../../test/support/read-expression.ts'
import {
  anyOne,
  anyRun,
  findLiteralText,
  literal,
  type PatternToken,
  pattern,
  printPattern,
} from './pattern.ts'

test('a pattern in normal form has no empty literals, no literal beside another, no run beside another', () => {
  expect(
    pattern([literal(''), literal('a'), literal('b'), anyRun, literal(''), anyRun, anyOne, anyOne]),
  ).toEqual([literal('ab'), anyRun, anyOne, anyOne])
})

test('only a pattern without wildcards has a literal text', () => {
  expect(findLiteralText([])).toBe('')
  expect(findLiteralText([literal('a*')])).toBe('a*')
  expect(findLiteralText([literal('a'), anyRun])).toBeUndefined()
})

test.each([
  [[literal('a'), anyRun, anyOne], 'a*?'],
  [[literal('50*')], String.raw`50\*`],
  [[literal('what?')], String.raw`what\?`],
  [[literal('C:\\x')], String.raw`C:\x`],
  [[literal('C:\\'), anyRun], String.raw`C:\\*`],
  [[literal('C:\\*')], String.raw`C:\\\*`],
  [[literal('\\\\server\\')], `${String.raw`\\server`}\\`],
  [[anyRun, literal(' '), { kind: 'one_of', characters: '-/' }, literal('c')], '* [-/]c'],
] satisfies [PatternToken[], string][])('%j is written %s', (tokens, text) => {
  expect(printPattern(tokens)).toBe(text)
})

test('what is printed reads back as the same pattern', () => {
  const token = fc.oneof(
    fc.constant(anyOne),
    fc.constant(anyRun),
    fc.string({ unit: fc.constantFrom('\\', '*', '?', 'a', '%') }).map(literal),
  )
  fc.assert(
    fc.property(fc.array(token), tokens => {
      const normal = pattern(tokens)
      expect(readPattern(printPattern(normal))).toEqual(normal)
    }),
  )
})
