import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findInstant, printInstant } from './instant.ts'

test.each([
  ['1970-01-01T00:00:00Z', 0, 0],
  ['1970-01-01T00:00:01.5Z', 1_500_000, 0],
  ['1970-01-01T00:00:00.123456789Z', 123_456, 789],
  ['1970-01-01T00:00:00.1234567Z', 123_456, 700],
  ['1970-01-01T00:00:00.1234567899Z', 123_456, 789],
  ['1969-12-31T23:59:59.9999999Z', -1, 900],
  ['1970-01-01 00:00:01', 1_000_000, 0],
  ['1970-01-01T02:00:00+02:00', 0, 0],
  ['1970-01-01T02:00:00+0200', 0, 0],
])('%s', (text, micros, nanos) => {
  expect(findInstant(text)).toEqual({ micros, nanos })
})

test.each([
  '',
  'yesterday',
  '1970-01-01',
  '1970-13-01T00:00:00Z',
  '1970-01-01T25:00:00Z',
  '12:00:00',
])('“%s” is no moment', text => {
  expect(findInstant(text)).toBeUndefined()
})

test('what is printed is read as the same moment', () => {
  const micros = fc.integer({ min: -6e16 / 1000, max: 4e18 / 1000 })
  fc.assert(
    fc.property(micros, fc.integer({ min: 0, max: 999 }), (m, nanos) => {
      expect(findInstant(printInstant({ micros: m, nanos }, 9))).toEqual({ micros: m, nanos })
    }),
  )
})
