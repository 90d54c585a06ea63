import { type Line, lineCutter } from '../line-cutter.ts'
import { type Decoded, decodedProblem } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'
import { delimiterOf, isQuoteOpen, splitCells } from './cells.ts'
import { type CsvTable, tableOf } from './to-event.ts'

export interface CsvLimits {
  /** The longest row in bytes; a longer one is reported and skipped. */
  readonly rowBytes: number
}

export const defaultCsvLimits: CsvLimits = { rowBytes: 1024 * 1024 }

/**
 * A decoder of tables with a header: the cells parted by commas, tabs, semicolons or bars, whichever
 * the header has, and quoted as RFC 4180 says, so that a row may go over many lines. Every row below
 * the header is an event; its record is its first line. Blank lines mean nothing, and neither do
 * `sep=;`, which Excel writes first, and `#TYPE …`, which PowerShell does.
 *
 * A quote that nothing closes is a problem of its own line only: the lines behind it are read again.
 */
export function csvDecoder(limits: CsvLimits = defaultCsvLimits): EventDecoder {
  return new CsvReader(limits)
}

interface KeptLine {
  readonly text: string
  readonly bytes: number
  readonly offset: number
  readonly number: number
  readonly end: string
}

/** Before the header; what Excel and PowerShell say there. */
const statedDelimiter = /^sep=(.)$/i
const typeLine = /^"?#TYPE /

class CsvReader implements EventDecoder {
  readonly #limit: number
  readonly #cutter
  readonly #text = new TextDecoder('utf-8', { ignoreBOM: true })
  #delimiter: string | undefined
  #table: CsvTable | undefined
  /** The lines of a row that goes on, and how many bytes they have. */
  #row: KeptLine[] = []
  #rowBytes = 0

  constructor(limits: CsvLimits) {
    this.#limit = limits.rowBytes
    this.#cutter = lineCutter(limits.rowBytes)
  }

  *push(bytes: Uint8Array): Generator<Decoded> {
    for (const line of this.#cutter.push(bytes)) yield* this.#readLine(line)
  }

  *finish(): Generator<Decoded> {
    for (const line of this.#cutter.finish()) yield* this.#readLine(line)
    yield* this.#reread()
  }

  *#readLine(line: Line): Generator<Decoded> {
    if (line.isTooLong) {
      yield* this.#reread()
      const reason = `The line is longer than the limit of ${this.#limit} bytes`
      yield decodedProblem('csv/too-long', line.offset, reason)
      return
    }
    const { bytes, offset, number, end } = line
    const text = this.#text.decode(bytes)
    yield* this.#add({ text, bytes: bytes.length, offset, number, end })
    while (this.#rowBytes > this.#limit) yield* this.#leaveOpenQuote()
  }

  *#add(line: KeptLine): Generator<Decoded> {
    const isFirst = this.#row.length === 0
    if (isFirst && this.#isNoRow(line.text)) return
    this.#delimiter ??= delimiterOf(line.text)
    this.#row.push(line)
    this.#rowBytes += line.bytes + line.end.length
    if (!isQuoteOpen(line.text, this.#delimiter, !isFirst)) yield* this.#endRow()
  }

  /** Blank lines, and lines before the header that are not the header. */
  #isNoRow(text: string): boolean {
    if (text.trim() === '') return true
    if (this.#table !== undefined) return false
    const stated = statedDelimiter.exec(text)?.[1]
    if (stated !== undefined) this.#delimiter = stated
    return stated !== undefined || typeLine.test(text)
  }

  *#endRow(): Generator<Decoded> {
    const lines = this.#row
    this.#row = []
    this.#rowBytes = 0
    const [first] = lines
    if (first === undefined) return
    let text = ''
    for (const [index, line] of lines.entries()) {
      text += index === lines.length - 1 ? line.text : line.text + line.end
    }
    const cells = splitCells(text, this.#delimiter ?? ',')
    if (this.#table === undefined) {
      this.#table = tableOf(cells)
      return
    }
    const { event, problems } = this.#table.toEvent(cells, first.number)
    yield { kind: 'event', event }
    for (const { code, reason } of problems) yield decodedProblem(code, first.offset, reason)
  }

  /** Gives up the line that opened the quote, and reads those behind it as if it had not been there. */
  *#leaveOpenQuote(): Generator<Decoded> {
    const [first, ...others] = this.#row
    this.#row = []
    this.#rowBytes = 0
    if (first === undefined) return
    yield decodedProblem('csv/open-quote', first.offset, 'Nothing closes a quote of the line')
    for (const line of others) yield* this.#add(line)
  }

  /** What is left of a row that has no end. */
  *#reread(): Generator<Decoded> {
    while (this.#row.length > 0) yield* this.#leaveOpenQuote()
  }
}
