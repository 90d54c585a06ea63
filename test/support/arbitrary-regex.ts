import fc from 'fast-check'
import type { Regex } from '../../src/ir/index.ts'

/** A piece of a regular expression, and a text that it matches unless assertions forbid. */
interface Piece {
  readonly source: string
  readonly text: string
}

const plain = fc.constantFrom(
  'a',
  'b',
  'k',
  'K',
  's',
  'S',
  'é',
  '😀',
  'ſ',
  '\u212a',
  ' ',
  '-',
  'µ',
  'я',
  'Я',
  '中',
)

const character: fc.Arbitrary<Piece> = plain.map(text => ({ source: text, text }))

const word: fc.Arbitrary<Piece> = fc
  .array(plain, { minLength: 2, maxLength: 5 })
  .map(letters => ({ source: letters.join(''), text: letters.join('') }))

const escaped: fc.Arbitrary<Piece> = fc
  .constantFrom(
    ['\\.', '.'],
    ['\\\\', '\\'],
    ['\\x41', 'A'],
    ['\\x{1F600}', '😀'],
    ['\\x{4b}', 'K'],
    ['\\101', 'A'],
    ['\\07', '\x07'],
    ['\\n', '\n'],
    ['\\r', '\r'],
    ['\\t', '\t'],
    ['\\_', '_'],
    ['\\Qa.b\\E', 'a.b'],
    ['\\Q\\E', ''],
    ['{', '{'],
    ['a{,3}', 'a{,3}'],
    ['x{1,2', 'x{1,2'],
    ['}', '}'],
    [']', ']'],
  )
  .map(([source = '', text = '']) => ({ source, text }))

const set: fc.Arbitrary<Piece> = fc
  .constantFrom(
    ['.', 'ab😀\r\n'],
    ['\\d', '09'],
    ['\\D', 'ak'],
    ['\\w', 'kS_'],
    ['\\W', ' ſ\u212aé'],
    ['\\s', ' \t\n'],
    ['\\S', 'a\v\u00a0'],
    ['\\pL', 'aяſ'],
    ['\\P{Lu}', 'a '],
    ['\\p{^Greek}', 'a'],
    ['[ab]', 'ab'],
    ['[a-c]', 'abc'],
    ['[^a]', 'bK😀'],
    ['[^ks]', 'a\u212aſ'],
    ['[k-s]', 'kns\u212a'],
    ['[]a]', ']a'],
    ['[^]a]', 'b'],
    ['[a-]', 'a-'],
    ['[\\d-a]', '1-a'],
    ['[[:alpha:]_]', 'aZ_'],
    ['[[:^alpha:]]', '1 ſ'],
    ['[[:word:]]', 'a_'],
    ['[^\\W\\d]', 'ak'],
    ['[\\x{1F600}-\\x{1F64F}]', '😀'],
    ['[à-þ]', 'àéÉ'],
    ['[а-я]', 'яЯ'],
    ['[\\pN.]', '1.'],
    ['[[:a]', '[:a'],
    ['[ſK]', 'ſsKk\u212a'],
  )
  .chain(([source = '', texts = '']) =>
    fc.record({ source: fc.constant(source), text: fc.constantFrom(...texts) }),
  )

const assertion: fc.Arbitrary<Piece> = fc
  .constantFrom('^', '$', '\\b', '\\B', '\\A', '\\z', '()', '(?i)', '(?s)', '(?m)', '(?U)', '(?-i)')
  .map(source => ({ source, text: '' }))

const repetition: fc.Arbitrary<readonly [string, number]> = fc.constantFrom(
  ['*', 0],
  ['*', 2],
  ['+', 1],
  ['+', 3],
  ['?', 0],
  ['?', 1],
  ['*?', 1],
  ['+?', 2],
  ['??', 1],
  ['{2}', 2],
  ['{0}', 0],
  ['{1,3}', 2],
  ['{1,3}?', 3],
  ['{2,}', 4],
  ['{0,2}', 0],
)

const group = fc.constantFrom(
  '(',
  '(?:',
  '(?i:',
  '(?P<n>',
  '(?<m>',
  '(?s:',
  '(?-i:',
  '(?is-m:',
  '(?U:',
)

const piece: fc.Arbitrary<Piece> = fc.letrec<{ piece: Piece }>(tie => {
  const pieces = fc.array(tie('piece'), { minLength: 1, maxLength: 4 })
  const inGroup = fc.tuple(group, tie('piece')).map(([open, inner]) => ({
    source: `${open}${inner.source})`,
    text: inner.text,
  }))
  return {
    piece: fc.oneof(
      { maxDepth: 4 },
      { weight: 3, arbitrary: character },
      { weight: 4, arbitrary: word },
      { weight: 2, arbitrary: escaped },
      { weight: 3, arbitrary: set },
      { weight: 1, arbitrary: assertion },
      {
        weight: 5,
        arbitrary: pieces.map(all => ({
          source: all.map(({ source }) => source).join(''),
          text: all.map(({ text }) => text).join(''),
        })),
      },
      {
        weight: 3,
        arbitrary: fc.tuple(pieces, fc.nat(), group).map(([all, chosen, open]) => ({
          source: `${open}${all.map(({ source }) => source).join('|')})`,
          text: all[chosen % all.length]?.text ?? '',
        })),
      },
      { weight: 2, arbitrary: inGroup },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.oneof(character, set, inGroup), repetition)
          .map(([{ source, text }, [times, count]]) => ({
            source: source + times,
            text: text.repeat(count),
          })),
      },
    ),
  }
}).piece

const noise = fc.string({
  unit: fc.constantFrom('a', 'K', 's', ' ', '\n', 'é', '😀', '\ud83d'),
  maxLength: 3,
})

/** A regular expression, and a text that was made so that the expression probably matches it. */
export const arbitraryRegexAndText: fc.Arbitrary<readonly [Regex, string]> = fc
  .record({
    piece,
    flags: fc.record({
      dialect: fc.constant('pcre' as const),
      ignoreCase: fc.boolean(),
      multiline: fc.boolean(),
      dotAll: fc.boolean(),
      anchored: fc.boolean(),
    }),
    before: fc.oneof(fc.constant(''), noise),
    after: fc.oneof(fc.constant(''), noise),
    turn: fc.constantFrom<(text: string) => string>(
      text => text,
      text => text,
      text => text.toUpperCase(),
      text => text.toLowerCase(),
      text => text.replaceAll('k', '\u212a'),
      text => text.replaceAll('s', 'ſ'),
      text => text.slice(1),
      text => text.slice(0, -1),
    ),
  })
  .map(({ piece: { source, text }, flags, before, after, turn }) => [
    { source, ...flags },
    before + turn(text) + after,
  ])
