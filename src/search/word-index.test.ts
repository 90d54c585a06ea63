import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findNeedle, type Needle } from './needle.ts'
import { normalText } from './normal-text.ts'
import { buildWordIndex, findTexts } from './word-index.ts'

function find(texts: readonly string[], needle: Needle): readonly number[] {
  const found = new Set<number>()
  findTexts(buildWordIndex(texts), needle, texts, text => found.add(text))
  return [...found].sort((a, b) => a - b)
}

test('a needle that begins and ends within words is found', () => {
  const texts = ['c:\\program files\\x', 'abc:\\program filesystem', 'c: \\program files']
  expect(find(texts, { text: 'c:\\program files', mode: 'inside' })).toEqual([0, 1])
})

test('fits: whole words before beginnings before what is within', () => {
  const texts = ['frp', 'frpc', 'xfrp']
  const fits: number[] = []
  findTexts(buildWordIndex(texts), { text: 'frp', mode: 'inside' }, texts, (text, fit) => {
    fits[text] = fit
  })
  expect(fits).toEqual([2, 1, 0])
})

const character = fc.constantFrom(...'aab1.-\\: é')
const arbitraryText = fc.string({ unit: character, maxLength: 12 }).map(normalText)

test('finds every text in which the needle stands, and no other', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryText, { maxLength: 8 }),
      fc.string({ unit: character, minLength: 1, maxLength: 5 }).map(normalText),
      fc.constantFrom('inside', 'whole', 'start'),
      (texts, text, mode) => {
        fc.pre(text !== '')
        const needle: Needle = { text, mode }
        const expected = texts.flatMap((t, i) => (findNeedle(t, needle) >= 0 ? [i] : []))
        expect(find(texts, needle)).toEqual(expected)
      },
    ),
    { numRuns: 3000 },
  )
})
