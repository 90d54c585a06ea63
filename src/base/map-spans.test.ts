import { expect, test } from 'vitest'
import { mapSpans } from './map-spans.ts'

const shift = ({ start, end }: { start: number; end: number }) => ({
  start: start + 10,
  end: end + 10,
})

test('every span is mapped, and nothing else', () => {
  const value = {
    kind: 'x',
    span: { start: 1, end: 2 },
    inner: [{ fieldSpan: { start: 3, end: 4 }, start: 5, value: null }],
    range: { start: 1, end: 2, more: 3 },
  }
  expect(mapSpans(value, shift)).toEqual({
    kind: 'x',
    span: { start: 11, end: 12 },
    inner: [{ fieldSpan: { start: 13, end: 14 }, start: 5, value: null }],
    range: { start: 1, end: 2, more: 3 },
  })
})

test('what occurs twice stays one object', () => {
  const test = { span: { start: 0, end: 1 } }
  const [a, b] = mapSpans([test, test], shift)
  expect(a).toBe(b)
})
