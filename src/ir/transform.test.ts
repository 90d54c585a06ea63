import { expect, test } from 'vitest'
import { anyRun, literal, pattern, printPattern } from './pattern.ts'
import { anywhere, dashes, isTimeTransform, spellingsOf, type Transform } from './transform.ts'

function spellings(text: string, ...transforms: Transform[]): readonly string[] | undefined {
  return spellingsOf(pattern([literal(text)]), transforms)?.map(printPattern)
}

test('without transforms a text has one spelling, its own', () => {
  expect(spellings('a')).toEqual(['a'])
  expect(spellings('')).toEqual([''])
})

const dash = `[${dashes}]`

test.each([
  ['-enc', `${dash}enc`],
  ['/c', `${dash}c`],
  [' -a /b', ` ${dash}a ${dash}b`],
  ['--flag', `-${dash}flag`],
  ['co-op', 'co-op'],
  ['a/b', 'a/b'],
  ['é-a', 'é-a'],
  ['-é', `${dash}é`],
  ['- a', '- a'],
  ['\u2013a', '\u2013a'],
])('windash reads %s as %s: only what begins a word is a dash', (text, expected) => {
  expect(spellings(text, 'windash')).toEqual([expected])
})

test('windash sees the wildcards of a pattern as no letters', () => {
  const spelled = spellingsOf([anyRun, literal('-a '), anyRun], ['windash'])
  expect(spelled?.map(printPattern)).toEqual([`*${dash}a *`])
})

test.each([
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['é', 'w6k='],
])('base64 of %s is %s', (text, expected) => {
  expect(spellings(text, 'base64')).toEqual([expected])
})

test('base64offset keeps what does not depend on the neighbours, at each of three offsets', () => {
  // The example of the Sigma specification’s own tools.
  expect(spellings('foobar', 'base64offset')).toEqual(['Zm9vYmFy', 'Zvb2Jhc', 'mb29iYX'])
})

test('every spelling of base64offset occurs in the base64 of any text that holds the value', () => {
  const value = 'http://'
  const found = spellings(value, 'base64offset') ?? []
  for (let before = 0; before < 6; before++) {
    for (let after = 0; after < 6; after++) {
      const encoded = Buffer.from('é{~}zé'.slice(0, before) + value + '~é~{zé'.slice(0, after))
      expect(found.some(spelling => encoded.toString('base64').includes(spelling))).toBe(true)
    }
  }
})

test('an offset at which nothing is sure is no spelling, since it would be found everywhere', () => {
  expect(spellings('a', 'base64offset')).toEqual(['Y', 'h'])
  expect(spellings('', 'base64offset')).toBeUndefined()
})

test.each([
  ['wide', 'cAA6AA=='],
  ['utf16le', 'cAA6AA=='],
  ['utf16be', 'AHAAOg=='],
  ['utf16', '//5wADoA'],
] satisfies [Transform, string][])(
  '%s before base64 gives the bytes that the base64 encodes',
  (transform, expected) => {
    expect(spellings('p:', transform, 'base64')).toEqual([expected])
  },
)

test('wide text beyond ASCII is bytes that base64 can encode and a plain search cannot hold', () => {
  expect(spellings('й', 'wide', 'base64')).toEqual(['OQQ='])
  expect(spellings('\u00e9', 'wide')).toBeUndefined()
  expect(spellings('a', 'utf16')).toBeUndefined()
})

test('wide text of ASCII has a zero after every character', () => {
  expect(spellings('ab', 'wide')).toEqual(['a\0b\0'])
})

test('transforms follow one another in their order', () => {
  expect(spellings('a', 'base64', 'wide')).toEqual(['Y\0Q\0=\0=\0'])
  expect(spellings('a', 'base64', 'base64')).toEqual([Buffer.from('YQ==').toString('base64')])
})

test('text with wildcards or with several spellings cannot be encoded', () => {
  expect(spellingsOf([literal('a'), anyRun], ['base64'])).toBeUndefined()
  expect(spellings('-a', 'windash', 'base64')).toBeUndefined()
})

test('parts of a time change the field, not the value', () => {
  expect(spellings('9', 'hour')).toEqual(['9'])
  expect(isTimeTransform('week')).toBe(true)
  expect(isTimeTransform('wide')).toBe(false)
})

test('anywhere puts runs around a pattern, and never two', () => {
  expect(printPattern(anywhere([literal('a')]))).toBe('*a*')
  expect(printPattern(anywhere([anyRun, literal('a')]))).toBe('*a*')
})
