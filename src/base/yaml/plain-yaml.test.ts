import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAnyYaml } from './index.ts'
import { readPlainYaml } from './plain-yaml.ts'

/** What the parser of all of YAML makes of a text that the plain one reads. */
function expectSame(text: string): void {
  const plain = readPlainYaml(text, 64)
  if (plain === undefined) return
  expect(parseAnyYaml(text)).toEqual({ value: [plain], diagnostics: [] })
}

const plainTexts = [
  'a: b',
  'a: b\n',
  'a:\n',
  'a:\nb: c\n',
  'title: Two words, (and) more\nlevel: high # sure\n',
  'a:\n  - one\n  - two # second\n\n  - three\n',
  'a:\n- one\n- two\nb: c\n',
  '- a: 1\n  b: 2\n- c: 3\n',
  'a:\n  # before\n  b: c\n  # between\n  d: e\n',
  "a: 'it''s' # quoted\n'|all': \"x\\\\y\\\"\"\n",
  'a: |\n  one\n    two\n\n  three\n\nb: c\n',
  'a: |-\n  one\n  # no comment\n',
  'a: >\n  one\n  two\n\n\n  three\nb: >-\n  x',
  'a: first\n  second\n\n  third\nb: c\n',
  '- |\n one\n- a: |\n    b\n  c: d\n',
  'a: 1\nb: 1.50\nc: 007\nd: 0x1F\ne: -2.5\nf: 1e+21\ng: 1e3\nh: .5\ni: -0\nj: +1\n',
  'a: true\nb: False\nc: ~\nd: Null\ne: yes\nf: .inf\n',
  'a: c:\\x\\*.exe -enc [x]\nb|re: -x\n',
  'a: é😀\nb: "é"\n',
  'a: b # c\u2028\n',
]

test.each(plainTexts)('is read as the parser of all of YAML reads it: %j', text => {
  expect(readPlainYaml(text, 64)).toBeDefined()
  expectSame(text)
})

test.each([
  ['', 'nothing'],
  ['a', 'no map'],
  ['# c\na: b', 'a comment in front'],
  ['a:\tb', 'a tab'],
  ['a: b\r\n', 'a carriage return'],
  ['--- \na: b', 'a mark of a document'],
  ['a: b\na: c', 'a key twice'],
  ['a: &x b\nc: *x', 'an anchor'],
  ['<<: a', 'a merge key'],
  ['a: [b]', 'a list in brackets'],
  ['a: {b: c}', 'a map in braces'],
  ['a: !!str b', 'a tag'],
  ['a: b: c', 'two keys on a line'],
  ['a:\n  b: c\n d: e', 'a wrong indentation'],
  ["a: 'b", 'an open quote'],
  ["a: 'b\n  c'", 'a quoted text of two lines'],
  ['a: "\\x41"', 'a rare escape'],
  ['a:\n  - b\n  # of which?\nc: d', 'a comment behind the last entry'],
  ['? a\n: b', 'a marked key'],
  ['\u2028# c: d', 'white space of another kind'],
  [`${'a:\n '.repeat(1)}${'- '.repeat(40)}b`, 'items in a line'],
])('leaves %j to the parser of all of YAML: %s', text => {
  expect(readPlainYaml(text, 64)).toBe(undefined)
})

const pieces = [
  ...['a', 'b: ', 'key:', '- ', '-', ' ', '  ', '    ', '\n', '\n  ', '\n    ', '\n\n', ' \n'],
  ...['# c', ' # c', "'", "''", '"', '\\', '\\"', '|', '>', '|-', ': ', ':', ',', '[', '}', '*'],
  ...['&x', '!', '%', '@', '?', '<<', 'null', '~', '1', '1.50', '0x1', 'true', 'é', '\u2028'],
  ...['a: b\n', '- c\n', '  d: e\n', '  - f\n', '    - g\n', 'h: |\n    i\n', '\t', '---', '...'],
]

describe('any text that is read plainly', () => {
  test('made of pieces, is read as the parser of all of YAML reads it', () => {
    const texts = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 16 })
      .map(parts => parts.join(''))
    fc.assert(fc.property(texts, expectSame), { numRuns: 5000 })
  })

  test('that is a plain one with something else in it, is too', () => {
    const texts = fc
      .tuple(
        fc.array(fc.constantFrom(...plainTexts), { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...pieces)), { maxLength: 3 }),
      )
      .map(([parts, changes]) =>
        changes.reduce((text, [place, taken, piece]) => {
          const at = place % (text.length + 1)
          return text.slice(0, at) + piece + text.slice(at + taken)
        }, parts.join('\n')),
      )
    fc.assert(fc.property(texts, expectSame), { numRuns: 5000 })
  })
})

test('ends with texts of any size in time that grows with them', () => {
  const list = `a:\n${"  - 'x'\n".repeat(200_000)}`
  expect(readPlainYaml(list, 64)?.root.span.end).toBe(list.length - 1)
  const keys = Array.from({ length: 100_000 }, (_, i) => `k${i}: v\n`).join('')
  expect(readPlainYaml(keys, 64)).toBe(undefined)
})
