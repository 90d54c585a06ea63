import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyOne, anyRun, literal, type PatternToken, pattern } from '../ir/index.ts'
import { compilePattern, foldPattern } from './pattern-matcher.ts'
import { compileTemplate } from './template-matcher.ts'

test.each([
  [[literal('a')], 'a', [0, 1]],
  [[anyRun, literal('b'), anyRun], 'abcb', [1, 2]],
  [[anyRun, literal('b')], 'abcb', [3, 4]],
  [[literal('a'), anyRun], 'abc', [0, 1]],
  [[literal('a'), anyRun, literal('c')], 'abc', [0, 3]],
  [[anyRun], 'abc', [0, 3]],
  [[anyRun, anyOne], '', undefined],
  [[anyOne, anyRun, anyOne], '😀', undefined],
  [[anyRun, anyOne, literal('b')], 'a😀b', [1, 4]],
] satisfies [PatternToken[], string, number[] | undefined][])(
  '%j finds in %s what stands at %j',
  (tokens, text, at) => {
    expect(compilePattern(tokens)(text)).toEqual(at)
  },
)

const token: fc.Arbitrary<PatternToken> = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 2 }).map(literal),
  fc.constant(anyRun),
  fc.constant(anyOne),
  fc.constant({ kind: 'one_of' as const, characters: 'b😀' }),
)

test('a pattern matches what trying every way to divide the text matches', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 8 })
  fc.assert(
    fc.property(fc.array(token, { maxLength: 7 }), text, (tokens, value) => {
      const everyWay = compileTemplate(tokens, new Map(), true)
      const expected = everyWay?.(value) !== undefined
      expect(compilePattern(tokens)(value) !== undefined).toBe(expected)
      expect(compilePattern(pattern(tokens))(value) !== undefined).toBe(expected)
    }),
    { numRuns: 3000 },
  )
})

test('a folded pattern has the lower case of its literals and sets', () => {
  expect(foldPattern([literal('Ab'), anyRun, { kind: 'one_of', characters: 'X-' }])).toEqual([
    literal('ab'),
    anyRun,
    { kind: 'one_of', characters: 'x-' },
  ])
})

test('a hundred runs over a long text take no time to speak of', () => {
  const tokens = Array.from({ length: 100 }, () => [anyRun, literal('ab')]).flat()
  expect(compilePattern(tokens)(`${'ab'.repeat(50_000)}a`)).toBeUndefined()
})
