import { expect, test } from 'vitest'
import { matchesName } from './name-pattern.ts'

test.each([
  ['selection', 'selection', true],
  ['selection', 'selection_a', false],
  ['selection*', 'selection', true],
  ['*_img', 'selection_img', true],
  ['sel_*_img', 'sel_1_img', true],
  ['sel_*_img', 'sel_img', false],
  ['a*a', 'a', false],
  ['a**b', 'ab', true],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['*', '', true],
  ['sel.*', 'selx', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matchesName(pattern, name)).toBe(expected)
})

test('many stars take no time', () => {
  expect(matchesName(`${'*a'.repeat(5_000)}b`, 'a'.repeat(100_000))).toBe(false)
})
