import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkDecoder,
  checkMutations,
  decodePieces,
  printDecoded,
} from '../../../test/support/decode-pieces.ts'
import { describeGolden } from '../../../test/support/golden.ts'
import { isQuoteOpen } from './cells.ts'
import { csvDecoder } from './decoder.ts'
import { isCsvHead } from './head.ts'

describeGolden(new URL('./decoder.golden.txt', import.meta.url), input =>
  printDecoded(decodePieces(csvDecoder(), input)),
)

describe('a table', () => {
  test('gives the same in pieces of any size, and never throws', () => {
    checkDecoder(
      () => csvDecoder(),
      () => csvDecoder({ rowBytes: 12 }),
      ['a', ',', ';', '\t', '"', '""', '\n', '\r\n', 'é', ' ', 'a,b\n', '"x"', 'sep=;\n', '\uFEFF'],
    )
  })

  test('that is damaged is read as far as it goes', () => {
    checkMutations(() => csvDecoder(), 'a,b,c\n1,"x ""y"" z",3\n"é\n,",2,3\nx,y,z\n')
  })

  test('that is written as RFC 4180 says is read as it was', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', ';', 'é', '\uFEFF'),
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        (rows, delimiter, end) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
          const lines = [['a', 'b', 'c'], ...rows.map(row => row.map(quoted))]
          const log = lines.map(line => line.join(delimiter) + end).join('')
          const read = decodePieces(csvDecoder(), `\uFEFF${log}`).map(item =>
            item.kind === 'event' ? [...item.event.fields.values()].flat() : item,
          )
          expect(read).toEqual(rows)
        },
      ),
    )
  })

  test('with ever so many cells in a row has no more fields than columns, and one', () => {
    const [decoded] = decodePieces(csvDecoder(), `a,b\n1${','.repeat(100_000)}\n`)
    expect(decoded?.kind === 'event' && decoded.event.fields.size).toBe(3)
    const wide = Array.from({ length: 20_000 }, (_, i) => `c${i}`).join(',')
    const [first] = decodePieces(csvDecoder(), `${wide}\n${wide}\n`)
    expect(first?.kind === 'event' && first.event.fields.size).toBe(10_001)
  })

  test('with a line past the limit loses only that line', () => {
    const log = `a\n1\n${'x'.repeat(5000)}\n3\n`
    expect(printDecoded(decodePieces(csvDecoder({ rowBytes: 100 }), log, 64))).toBe(
      [
        'event 2\n  a=["1"]',
        'csv/too-long at 4: The line is longer than the limit of 100 bytes',
        'event 4\n  a=["3"]',
      ].join('\n'),
    )
  })

  test('with quotes that are open is read as if it were read again behind each', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ',', '"', ' '), maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }),
        fc.integer({ min: 1, max: 60 }),
        (all, most) => {
          const lines = ['a,b,c', ...all]
          const decoder = csvDecoder({ rowBytes: Math.max(most, 6) })
          const read = decodePieces(decoder, lines.map(text => `${text}\n`).join(''), 5)
          const places = read.flatMap(item =>
            item.kind === 'event'
              ? [`row ${item.event.header.record}`]
              : item.problem.code === 'csv/open-quote'
                ? [`open ${item.problem.offset}`]
                : [],
          )
          expect(places).toEqual(readPlainly(lines, Math.max(most, 6)))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('with a quote that is open past the limit loses only the line that opened it', () => {
    const log = `a,b\n1,"x\n${'2,y\n'.repeat(1000)}`
    const decoded = decodePieces(csvDecoder({ rowBytes: 100 }), log, 64)
    expect(decoded[0]).toMatchObject({ problem: { code: 'csv/open-quote', offset: 4 } })
    expect(decoded.slice(1).map(d => d.kind === 'event' && d.event.header.record)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i + 3),
    )
  })
})

describe('a head that may be of a table', () => {
  test.each([
    ['a,b\n1,2\n', true],
    ['a,b', true],
    ['Time;Event ID;"Task Category"\r\n1;2;3\r\n', true],
    ['sep=;\na;b\n', true],
    ['Level,Date and Time\nInfo,1/1/2021,a message behind it\n', true],
    ['a,b\n"1\n2",3\n', true],
    ['ts\tuid\n1\t2\n', true],
    ['Dear reader, this is a text.\n', false],
    ['# Title, of a page\n\nSome text.\n', false],
    ['import { a, b } from "c"\n', false],
    ['a,b\n1,2,3,4\n', false],
    ['one line of text\n', false],
    ['<a>,<b>\n', false],
    ['1,2,3\n4,5,6\n', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isCsvHead(text, 2)).toBe(expected)
  })
})

/** The rows below the header by their first lines, and the quotes given up, in the plainest way. */
function readPlainly(lines: readonly string[], most: number): readonly string[] {
  const found: string[] = []
  let open: number[] = []
  const offsetOf = (line: number): number => lines.slice(0, line).join('\n').length + (line && 1)
  const add = (line: number): void => {
    const isFirst = open.length === 0
    const text = lines[line] ?? ''
    if (isFirst && text.trim() === '') return
    open.push(line)
    if (isQuoteOpen(text, ',', !isFirst)) return
    if (open[0] !== 0) found.push(`row ${(open[0] ?? 0) + 1}`)
    open = []
  }
  const giveUp = (): void => {
    const [first = 0, ...others] = open
    open = []
    found.push(`open ${offsetOf(first)}`)
    others.forEach(add)
  }
  lines.forEach((_, line) => {
    add(line)
    const bytes = (): number => open.reduce((sum, at) => sum + (lines[at] ?? '').length + 1, 0)
    while (bytes() > most) giveUp()
  })
  while (open.length > 0) giveUp()
  return found
}
