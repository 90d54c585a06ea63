import { expect, test } from 'vitest'
import { findNumber } from './text-number.ts'

test.each([
  [5, 5],
  ['5', 5],
  ['-5', -5],
  ['+5', 5],
  ['007', 7],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['0x1F', 31],
  ['0X1f', 31],
  ['9007199254740993', 9007199254740993n],
  ['-9007199254740993', -9007199254740993n],
  ['0x8020000000000000', 0x8020000000000000n],
])('%j is %s', (value, expected) => {
  expect(findNumber(value)).toBe(expected)
})

test.each([
  '',
  ' ',
  ' 5',
  '5 ',
  '5 kB',
  '1,5',
  '1_000',
  '0x',
  'x1',
  'NaN',
  'Infinity',
  '--1',
  '1e999',
  '1'.repeat(65),
  true,
  null,
  Number.NaN,
])('%j is no number', value => expect(findNumber(value)).toBeUndefined())
