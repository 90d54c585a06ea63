import { expect, test } from 'vitest'
import { linksIn } from './links.ts'

test.each([
  ['See https://example.com/a.', ['https://example.com/a']],
  [
    '(see https://example.com/a), [b](http://example.com/b)',
    ['https://example.com/a', 'http://example.com/b'],
  ],
  ['https://example.com/a_(b) and https://example.com/a_(b)', ['https://example.com/a_(b)']],
  ["'https://example.com/?a=1&b=2#c'", ['https://example.com/?a=1&b=2#c']],
  ['no link: http:/x', []],
])('%s', (text, links) => {
  expect(linksIn(text)).toEqual(links)
})

test('a text of nothing but brackets and dots is read in time with its length', () => {
  expect(linksIn(`https://a${').'.repeat(50_000)}`)).toEqual(['https://a'])
  expect(linksIn(`https://a${'.'.repeat(50_000)}b`)).toHaveLength(1)
})
