import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkDecoder,
  checkMutations,
  decodePieces,
  printDecoded,
} from '../../../test/support/decode-pieces.ts'
import { describeGolden } from '../../../test/support/golden.ts'
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
