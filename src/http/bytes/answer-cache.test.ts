import { expect, test } from 'vitest'
import { createAnswerCache } from './answer-cache.ts'
import { chooseEncoding } from './encoding.ts'
import { encodeAnswer, type StoredAnswer, storeAnswer } from './stored-answer.ts'

function answer(length: number): StoredAnswer {
  return storeAnswer({ kind: 'whole', status: 200, type: 'text/plain', body: 'x'.repeat(length) })
}

test('what was asked for longest ago makes room', () => {
  const cache = createAnswerCache(100_000)
  for (let i = 0; i < 9; i++) cache.keep(`${i}`, answer(10_000))
  expect(cache.find('0')).toBeDefined()
  for (let i = 9; i < 12; i++) cache.keep(`${i}`, answer(10_000))
  expect(cache.bytes).toBeLessThanOrEqual(100_000)
  const kept = Array.from({ length: 12 }, (_, i) => cache.find(`${i}`) !== undefined)
  expect(kept.slice(0, 4)).toEqual([true, false, false, false])
  expect(kept.slice(9)).toEqual([true, true, true])
})

test('what is too large for all is not kept', () => {
  const cache = createAnswerCache(100_000)
  cache.keep('small', answer(1_000))
  cache.keep('large', answer(20_000))
  expect([cache.find('large'), cache.find('small') === undefined]).toEqual([undefined, false])
})

test('an answer counts with what it was encoded to', () => {
  const cache = createAnswerCache(1_000_000)
  const stored = answer(50_000)
  cache.keep('a', stored)
  const before = cache.bytes
  const { bytes } = encodeAnswer(stored, 'gzip')
  cache.keep('a', stored)
  expect(cache.bytes).toBe(before + bytes.byteLength)
})

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip', 'gzip'],
  ['gzip, br', 'br'],
  ['gzip;q=1.0, br;q=0.5', 'gzip'],
  ['br;q=0, gzip;q=0', 'identity'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['identity, deflate', 'identity'],
  ['GZIP ; q=0.8', 'gzip'],
  ['br;q=x,,;', 'identity'],
])('Accept-Encoding: %s gives %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding)
})
