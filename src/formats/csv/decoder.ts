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
  /** Those of its end, too. */
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
  /** The lines from `#first` on are of no row yet: a quote is open in them. */
  #lines: KeptLine[] = []
  #first = 0
  /** How many bytes they have. */
  #kept = 0
  /** Whether the first of them is known to open a quote. */
  #isOpen = false
  /** No line before this one, but the first, closes the quote: each is looked at once for that. */
  #searched = 0

  constructor(limits: CsvLimits) {
    this.#limit = limits.rowBytes
    this.#cutter = lineCutter(limits.rowBytes)
  }

  *push(bytes: Uint8Array): Generator<Decoded> {
    for (const line of this.#cutter.push(bytes)) yield* this.#readLine(line)
  }

  *finish(): Generator<Decoded> {
    for (const line of this.#cutter.finish()) yield* this.#readLine(line)
    yield* this.#readRows(0)
  }

  *#readLine(line: Line): Generator<Decoded> {
    if (line.isTooLong) {
      yield* this.#readRows(0)
      const reason = `The line is longer than the limit of ${this.#limit} bytes`
      yield decodedProblem('csv/too-long', line.offset, reason)
      return
    }
    const { bytes, offset, number, end } = line
    const text = this.#text.decode(bytes)
    this.#lines.push({ text, bytes: bytes.length + end.length, offset, number, end })
    this.#kept += bytes.length + end.length
    yield* this.#readRows(this.#limit)
  }

  /**
   * Reads the rows that end in the lines that are kept. Where a quote is open in more than `most` bytes,
   * the line that opened it is given up, and those behind it are read as if it had not been there.
   */
  *#readRows(most: number): Generator<Decoded> {
    const lines = this.#lines
    for (;;) {
      const first = lines[this.#first]
      if (first === undefined) break
      if (this.#isNoRow(first.text)) {
        this.#drop(1)
        continue
      }
      this.#delimiter ??= delimiterOf(first.text)
      const end = this.#findRowEnd(first, this.#delimiter)
      if (end !== undefined) {
        const row = lines.slice(this.#first, end)
        this.#drop(row.length)
        yield* this.#readRow(row)
      } else if (this.#kept > most) {
        this.#drop(1)
        yield decodedProblem('csv/open-quote', first.offset, 'Nothing closes a quote of the line')
      } else break
    }
    // So that leaving lines out costs no more than keeping them did.
    if (this.#first * 2 > lines.length) {
      lines.splice(0, this.#first)
      this.#searched -= this.#first
      this.#first = 0
    }
  }

  /** The index behind the last line of the row that begins with the first one kept, if it ends in them. */
  #findRowEnd(first: KeptLine, delimiter: string): number | undefined {
    this.#isOpen ||= isQuoteOpen(first.text, delimiter, false)
    if (!this.#isOpen) return this.#first + 1
    let at = Math.max(this.#searched, this.#first + 1)
    for (; at < this.#lines.length; at++) {
      const line = this.#lines[at]
      if (line !== undefined && !isQuoteOpen(line.text, delimiter, true)) break
    }
    this.#searched = at
    return at < this.#lines.length ? at + 1 : undefined
  }

  #drop(count: number): void {
    this.#isOpen = false
    for (const end = this.#first + count; this.#first < end; this.#first++) {
      this.#kept -= this.#lines[this.#first]?.bytes ?? 0
    }
  }

  /** Blank lines, and lines before the header that are not the header. */
  #isNoRow(text: string): boolean {
    if (text.trim() === '') return true
    if (this.#table !== undefined) return false
    const stated = statedDelimiter.exec(text)?.[1]
    if (stated !== undefined) this.#delimiter ??= stated
    return stated !== undefined || typeLine.test(text)
  }

  *#readRow(lines: readonly KeptLine[]): Generator<Decoded> {
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
}
