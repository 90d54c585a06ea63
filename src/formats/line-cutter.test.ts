import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Line, lineCutter } from './line-cutter.ts'

type Cut = Omit<Line, 'bytes'> & { readonly text: string }

function cut(text: string, limit: number, size = 1 << 20): readonly Cut[] {
  const bytes = new TextEncoder().encode(text)
  const cutter = lineCutter(limit)
  const lines: Cut[] = []
  const take = (found: Iterable<Line>): void => {
    for (const { bytes: kept, ...line } of found) {
      lines.push({ ...line, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(kept) })
    }
  }
  for (let at = 0; at < bytes.length; at += size) take(cutter.push(bytes.slice(at, at + size)))
  take(cutter.finish())
  return lines
}

/** The slow obvious version. */
function cutPlainly(text: string, limit: number): readonly Cut[] {
  const lines: Cut[] = []
  let offset = 0
  for (const [whole] of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const end = whole.endsWith('\r\n') ? '\r\n' : whole.endsWith('\n') ? '\n' : ''
    const content = whole.slice(0, whole.length - end.length)
    const isTooLong = new TextEncoder().encode(content).length > limit
    lines.push({
      text: isTooLong ? '' : offset === 0 ? content.replace(/^\uFEFF/, '') : content,
      offset,
      number: lines.length + 1,
      end: isTooLong && end !== '' ? '\n' : end,
      isTooLong,
    })
    offset += new TextEncoder().encode(whole).length
  }
  return lines
}

test('lines are those that the text has, in pieces of any size', () => {
  const text = fc
    .array(fc.constantFrom('\n', '\r\n', '\r', 'a', 'bc', 'é', '\uFEFF', 'x'.repeat(9)))
    .map(pieces => pieces.join(''))
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 12 }),
      (t, s, l) => {
        expect(cut(t, l, s)).toEqual(cutPlainly(t, l))
      },
    ),
    { numRuns: 2000 },
  )
})

test('a line of any length takes no more memory than the limit', () => {
  const lines = cut(`${'x'.repeat(1_000_000)}\na\n`, 100, 1000)
  expect(lines.map(line => [line.text, line.isTooLong])).toEqual([
    ['', true],
    ['a', false],
  ])
})
