import type { EventHeader, LogEvent, Scalar } from '../../ir/index.ts'
import { findIsoTime } from '../json/iso-time.ts'
import { toNamedEvent } from '../json/to-event.ts'
import type { FormatProblemCode } from '../problem.ts'
import { withoutAbsent } from '../windows-event.ts'
import { findWindowsTable, findXmlEvent, type Row } from './windows-table.ts'

/** A row as an event, and what is wrong with the row. */
export interface CsvEvent {
  readonly event: LogEvent
  readonly problems: readonly RowProblem[]
}

export interface RowProblem {
  readonly code: FormatProblemCode
  readonly reason: string
}

/** The rows below one header. */
export interface CsvTable {
  toEvent(cells: readonly string[], record: number): CsvEvent
}

/** As many columns are told apart; no table of events has nearly as many. */
const columnLimit = 10_000

/**
 * The table with this header. Several columns of one name are one field with several values; a column
 * without a name is called by its place, `column6`, and so are all cells past the header together.
 */
export function tableOf(header: readonly string[]): CsvTable {
  const names = header.slice(0, columnLimit).map((cell, index) => cell.trim() || nameless(index))
  const lastNamed = header.findLastIndex(cell => cell.trim() !== '') + 1
  const windows = findWindowsTable(names)
  const isFull = (cells: readonly string[]): boolean => {
    if (cells.length <= names.length) return cells.length >= lastNamed
    const extra = cells.slice(names.length)
    // Many a writer ends each row, or the header, with a delimiter.
    return extra.length === 1 && (extra[0] === '' || windows?.hasMessageBehind === true)
  }
  return {
    toEvent(cells, record) {
      const problems: RowProblem[] = []
      const row: Row = new Map()
      for (const [index, cell] of cells.entries()) {
        if (index === names.length && index === cells.length - 1 && cell === '') break
        const name = names[index] ?? nameless(names.length)
        const values = row.get(name)
        if (values === undefined) row.set(name, [cell])
        else values.push(cell)
      }
      if (!isFull(cells)) {
        const reason = `It has ${cells.length} cells for ${names.length} columns`
        problems.push({ code: 'csv/cells', reason })
      }
      const event =
        findXmlEvent(row, record) ??
        windows?.toEvent(row, record, problems) ??
        toPlainEvent(row, record)
      return { event, problems }
    },
  }
}

function nameless(index: number): string {
  return `column${index + 1}`
}

/** An event whose fields are the columns, with a header from those that are known. */
function toPlainEvent(row: Row, record: number): LogEvent {
  const event = toNamedEvent(row, record)
  if (event.header.time !== undefined) return event
  const time = timeNames
    .map(name => findTime(row.get(name)?.[0]))
    .find(found => found !== undefined)
  const header: EventHeader = withoutAbsent({ ...event.header, time })
  return { ...event, header }
}

/** The names of times that exports have: Splunk’s, then those that may be numbers. */
const timeNames: readonly string[] = ['_time', '@timestamp', 'timestamp', 'Timestamp', 'time', 'ts']

function findTime(value: Scalar | undefined): string | undefined {
  if (typeof value !== 'string') return undefined
  return findIsoTime(/^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value)
}
