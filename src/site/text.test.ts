import { expect, test } from 'vitest'
import { countOf, countText, cutText, dateText, figureText } from './text.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('%d is written %s', (count, text) => {
  expect(countText(count)).toBe(text)
})

test('zero is nothing worth a figure', () => {
  expect([figureText(0), figureText(3)]).toEqual(['', '3'])
})

test('one thing is not several', () => {
  expect([countOf(1, 'rule'), countOf(2, 'rule'), countOf(0, 'branch', 'branches')]).toEqual([
    '1 rule',
    '2 rules',
    '0 branches',
  ])
})

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['a😀b', 3, 'a…'],
  ['ab😀', 3, 'ab…'],
])('%j within %d characters is %j', (text, limit, expected) => {
  expect(cutText(text, limit)).toBe(expected)
})

test('dates have hyphens', () => {
  expect(dateText('2022/09/02')).toBe('2022-09-02')
})
