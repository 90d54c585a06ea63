import { expect, test } from 'vitest'
import { findDateRange } from './date-range.ts'

test.each([
  ['2024-02', '2024-02-01', '2024-03-01'],
  ['2024-12', '2024-12-01', '2025-01-01'],
  ['2024-02-29', '2024-02-29', '2024-03-01'],
  ['2024-02-03T10', '2024-02-03T10:00:00', '2024-02-03T11:00:00'],
  ['2024-02-03T10:59', '2024-02-03T10:59:00', '2024-02-03T11:00:00'],
  ['2024-02-03T23:59:59', '2024-02-03T23:59:59', '2024-02-04'],
  ['2024-02-03T10:00:00Z', '2024-02-03T10:00:00', '2024-02-03T10:00:01'],
  ['2024-02-03T10:00:00.5Z', '2024-02-03T10:00:00.500', '2024-02-03T10:00:00.501'],
  ['2024-02-03T10:00:00+02:00', '2024-02-03T08:00:00', '2024-02-03T08:00:01'],
  ['2024-02-03T10:00-0130', '2024-02-03T11:30:00', '2024-02-03T11:31:00'],
])('“%s” begins at %s and ends before %s', (text, start, end) => {
  expect(findDateRange(text)).toEqual({ start, end })
})

test.each([
  '',
  '2024',
  '2024-13',
  '2023-02-29',
  '2024-02-03T24',
  '2024-02-03 10:00',
  'now-2d',
  '4.5',
])('“%s” is no date', text => {
  expect(findDateRange(text)).toBeUndefined()
})

test('a range holds the fuller texts of its instants and no others', () => {
  const { start, end } = findDateRange('2024-02-03') ?? { start: '', end: '' }
  const isInside = (text: string): boolean => text >= start && text < end
  expect(isInside('2024-02-03T00:00:00.000Z')).toBe(true)
  expect(isInside('2024-02-03T23:59:59.999Z')).toBe(true)
  expect(isInside('2024-02-02T23:59:59.999Z')).toBe(false)
  expect(isInside('2024-02-04T00:00:00.000Z')).toBe(false)
})
