import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Regex } from './expression.ts'
import { findPlainTexts, type PlainText } from './plain-regex.ts'
import { compileRegex } from './regex.ts'

const regex = (source: string): Regex => ({
  source,
  dialect: 're2',
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  anchored: false,
})

const show = ({ operator, text }: PlainText): string => `${operator} ${text}`

test.each([
  ['abc', ['contains abc']],
  ['', ['contains ']],
  ['.*abc.*', ['contains abc']],
  ['^abc', ['starts_with abc']],
  ['abc$', ['ends_with abc']],
  ['^abc$', ['equals abc']],
  [String.raw`.*\\System32\\cmd\.exe`, ['contains \\System32\\cmd.exe']],
  [String.raw`\\(a|b)\.exe$`, ['ends_with \\a.exe', 'ends_with \\b.exe']],
  ['(?:a|b)c', ['contains ac', 'contains bc']],
  ['colou?r', ['contains colour', 'contains color']],
  ['a(bc)?', ['contains abc', 'contains a']],
  ['^a|b$|c', ['starts_with a', 'ends_with b', 'contains c']],
  ['a(b|c(d|e))', ['contains ab', 'contains acd', 'contains ace']],
  [' -enc ', ['contains  -enc ']],
])('%s looks for %j', (source, expected) => {
  expect(findPlainTexts(regex(source))?.map(show)).toEqual(expected)
})

test.each([
  'a.c',
  'a.*c',
  'a+',
  'a*',
  'a??',
  '[ab]',
  String.raw`\d`,
  String.raw`\bword\b`,
  '(?i)a',
  '(?P<n>a)',
  'a{2}',
  '^.*a',
  'a.*$',
  'a(^b)',
  'a$b',
  '(a',
  'a)',
  'a\\',
  '(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)',
])('%s is more than texts', source => {
  expect(findPlainTexts(regex(source))).toBeUndefined()
})

test('anchored and multi-line expressions are left alone', () => {
  expect(findPlainTexts({ ...regex('a'), anchored: true })).toBeUndefined()
  expect(findPlainTexts({ ...regex('a$'), multiline: true })).toBeUndefined()
})

function holds({ operator, text }: PlainText, value: string): boolean {
  switch (operator) {
    case 'equals':
      return value === text
    case 'contains':
      return value.includes(text)
    case 'starts_with':
      return value.startsWith(text)
    case 'ends_with':
      return value.endsWith(text)
  }
}

test('any of the texts is found exactly where the expression matches', () => {
  const source = fc.string({
    unit: fc.constantFrom('a', 'b', '.*', '^', '$', '|', '(', ')', '?', '\\.'),
  })
  const value = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n'), maxLength: 6 })
  fc.assert(
    fc.property(source, fc.array(value, { minLength: 1, maxLength: 4 }), (text, values) => {
      const texts = findPlainTexts(regex(text))
      const compiled = compileRegex(regex(text))
      if (texts === undefined || compiled.kind !== 'compiled') return
      for (const one of values) {
        expect(texts.some(plain => holds(plain, one))).toBe(compiled.program.matcher(one).find())
      }
    }),
    { numRuns: 3000 },
  )
})
