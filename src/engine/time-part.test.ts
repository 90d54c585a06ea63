import { expect, test } from 'vitest'
import type { Scalar, TimeTransform } from '../ir/index.ts'
import { findTimePart } from './time-part.ts'

test.each([
  ['2020-09-15T19:28:17.594Z', 'minute', 28],
  ['2020-09-15T19:28:17.594123456Z', 'hour', 19],
  ['2020-09-15 19:28:17', 'hour', 19],
  ['2020-09-15T19:28Z', 'day', 15],
  ['2020-09-15T23:28:00-02:00', 'day', 16],
  ['2020-01-01T00:30:00+0100', 'year', 2019],
  ['2020-02-29', 'month', 2],
  ['2020-02-29', 'minute', 0],
  ['0099-01-01', 'year', 99],
  ['2015-12-31', 'week', 53],
  ['2016-01-03', 'week', 53],
  ['2016-01-04', 'week', 1],
  ['2018-12-31', 'week', 1],
  ['2024-12-29', 'week', 52],
  ['2024-12-30', 'week', 1],
  ['2026-08-01', 'week', 31],
] satisfies [Scalar, TimeTransform, number][])('of %s the %s is %i', (value, part, expected) => {
  expect(findTimePart(value, part)).toBe(expected)
})

test.each([
  '',
  'x',
  '2020',
  '2020-13-01',
  '2021-02-29',
  '2020-01-01T24:00:00Z',
  '2020-01-01T10:60Z',
  '15/09/2020',
  1600198097,
  true,
  null,
])('%j is no time', value => expect(findTimePart(value, 'hour')).toBeUndefined())
