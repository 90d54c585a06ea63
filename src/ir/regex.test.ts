import { expect, test } from 'vitest'
import { makeRegex } from '../../test/support/make-test.ts'
import { compileRegex, toRe2Source } from './regex.ts'

test.each(['a(', 'a)', '[z-a]', '*a', '[', 'a{2,1}', '\\', '(?<n', '[[:nope:]]', '\\p{Nope}'])(
  '%s is valid in no dialect',
  source => {
    expect(compileRegex(makeRegex(source)).kind).toBe('invalid')
  },
)

test.each([
  ['a(?=b)', 'look-around'],
  ['a(?!b)', 'look-around'],
  ['(?<=a)b', 'look-around'],
  ['(?<!a)b', 'look-around'],
  ['(a)\\1', 'back-references'],
  ['(?<n>a)\\k<n>', 'back-references'],
  ['(?P<n>a)(?P=n)', 'back-references'],
  ['(?>a)', 'atomic groups'],
  ['a++', 'possessive quantifiers'],
  ['(?R)', 'recursion or conditions'],
  ['(a)?(?(1)b|c)', 'recursion or conditions'],
  ['(?#note)a', 'such groups or flags'],
  ['(?x)a b', 'such groups or flags'],
  ['a{1,2000}', 'repetition of more than 1,000'],
  ['\\h', 'such an escape'],
  ['a\\é', 'escapes of letters beyond ASCII'],
])('%s is not a mistake but unsupported: %s', (source, feature) => {
  expect(compileRegex(makeRegex(source))).toEqual({
    kind: 'unsupported',
    message: `the linear-time engine has no ${feature}`,
  })
})

test('what only looks like a feature inside a class does not excuse a mistake', () => {
  expect(compileRegex(makeRegex('[(?=](')).kind).toBe('invalid')
  expect(compileRegex(makeRegex('\\(?=a(')).kind).toBe('invalid')
})

test.each([
  'a',
  '',
  '^a.*b$',
  '\\bpowershell(\\.exe)?\\b',
  '[\\w-]+',
  '(?i)x',
  '(?<n>a)',
  'a{,3}',
  '\\/',
  'a{1000}',
])('%s compiles', source => expect(compileRegex(makeRegex(source)).kind).toBe('compiled'))

test('Lucene’s @ is any text', () => {
  const source = makeRegex('a@[@b]', { dialect: 'lucene', anchored: true })
  const compiled = compileRegex(source)
  expect(toRe2Source(source)).toBe('a(?:.|\\n)*[@b]')
  const matches = (text: string): boolean =>
    compiled.kind === 'compiled' && compiled.program.matches(text)
  expect(['ab', 'a\nx@', 'ax', 'xab'].map(matches)).toEqual([true, true, false, false])
})

test.each(['~a', 'a&b', '<1-5>', 'a#', '"a"'])('Lucene’s %s is unsupported', source => {
  expect(compileRegex(makeRegex(source, { dialect: 'lucene' })).kind).toBe('unsupported')
})

test.each([
  ['a'.repeat(20_001), 'the expression is longer than 20000 characters'],
  ['.{1000}'.repeat(11), 'the expression compiles to more than 10000 instructions'],
  ['(?:a{10}b?){100}'.repeat(1000), 'the expression compiles to more than 10000 instructions'],
  ['(?i)[ж-\u{10fff0}]'.repeat(51), 'the expression has more than 50 ranges beyond ASCII'],
  ['(?i)[\\x{80}-\\x{10FFF0}]'.repeat(51), 'the expression has more than 50 ranges beyond ASCII'],
])('an expression that takes too much is unsupported: %.20s', (source, message) => {
  expect(compileRegex(makeRegex(source))).toEqual({ kind: 'unsupported', message })
})

test.each([
  'a'.repeat(9_990),
  '.{1000}'.repeat(9),
  '[ж-я]'.repeat(100),
  `${'(?:a?'.repeat(400)}${'){1,2}'.repeat(9)}${')'.repeat(391)}`,
])('a large expression compiles: %.20s', source => {
  expect(compileRegex(makeRegex(source)).kind).toBe('compiled')
})
