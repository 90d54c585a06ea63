import type { LogEvent, Scalar } from '../../ir/index.ts'
import { findIsoTime } from '../json/iso-time.ts'
import { type Line, lineCutter } from '../line-cutter.ts'
import { type Decoded, decodedProblem } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'

export interface ZeekLimits {
  /** The longest line in bytes; a longer one is reported and skipped. */
  readonly lineBytes: number
}

export const defaultZeekLimits: ZeekLimits = { lineBytes: 1024 * 1024 }

/**
 * A decoder of Zeek's own logs, which are tables of text under lines that say how to read them:
 *
 *     #separator \x09
 *     #set_separator  ,
 *     #empty_field    (empty)
 *     #unset_field    -
 *     #path   conn
 *     #fields ts      uid     id.orig_h       tunnel_parents
 *     #types  time    string  addr    set[string]
 *
 * An event has Zeek’s names, and the path as `_path`, as in Zeek’s JSON. A field that is unset is
 * absent; a set or vector has its members as values, and none when it is empty; a `bool` is a boolean;
 * all else is text. The lines with `#` may come again, with other fields, as they do in logs that were
 * joined. The record is the line.
 */
export function zeekDecoder(limits: ZeekLimits = defaultZeekLimits): EventDecoder {
  const cutter = lineCutter(limits.lineBytes)
  let header = newHeader()
  const read = function* (lines: Iterable<Line>): Generator<Decoded> {
    for (const line of lines) {
      if (line.isTooLong) {
        const reason = `The line is longer than the limit of ${limits.lineBytes} bytes`
        yield decodedProblem('zeek/too-long', line.offset, reason)
      } else if (line.bytes[0] === numberSign) {
        header = readDirective(header, line.bytes)
      } else if (line.bytes.length > 0) yield* readRow(header, line)
    }
  }
  return {
    push: bytes => read(cutter.push(bytes)),
    finish: () => read(cutter.finish()),
  }
}

const numberSign = 0x23

/** What the lines with `#` said last. */
interface ZeekHeader {
  readonly separator: string
  readonly setSeparator: string
  readonly emptyField: string
  readonly unsetField: string
  readonly path: string | undefined
  readonly columns: readonly Column[]
}

/** As many fields are told apart; no log has nearly as many. */
const columnLimit = 10_000

interface Column {
  readonly name: string
  readonly isContainer: boolean
  readonly isBoolean: boolean
}

function newHeader(separator = '\t'): ZeekHeader {
  return {
    separator,
    setSeparator: ',',
    emptyField: '(empty)',
    unsetField: '-',
    path: undefined,
    columns: [],
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * What a cell says. Zeek writes a backslash as two, and a byte that it cannot show as `\x` and two
 * digits, so that `é` is `\xc3\xa9`, and a value that is `-` itself is `\x2d`.
 */
function readEscapes(cell: string): string {
  if (!cell.includes('\\')) return cell
  return cell.replaceAll(escapes, found => (found[1] === 'x' ? utf8.decode(toBytes(found)) : '\\'))
}

const escapes = /\\\\|(?:\\x[0-9a-fA-F]{2})+/g

/** `\xc3\xa9` */
function toBytes(escaped: string): Uint8Array {
  return Uint8Array.from({ length: escaped.length / 4 }, (_, i) =>
    Number.parseInt(escaped.slice(i * 4 + 2, i * 4 + 4), 16),
  )
}

function readDirective(header: ZeekHeader, bytes: Uint8Array): ZeekHeader {
  const text = utf8.decode(bytes)
  // The separator is not yet known where it is said, so there a blank stands.
  const separator = /^#separator (.+)$/.exec(text)?.[1]
  if (separator !== undefined) return newHeader(readEscapes(separator))
  const [name, ...values] = text.split(header.separator)
  const value = readEscapes(values[0] ?? '')
  switch (name) {
    case '#set_separator':
      return value === '' ? header : { ...header, setSeparator: value }
    case '#empty_field':
      return { ...header, emptyField: value }
    case '#unset_field':
      return { ...header, unsetField: value }
    case '#path':
      return { ...header, path: value }
    case '#fields':
      return {
        ...header,
        columns: values.slice(0, columnLimit).map(field => columnOf(readEscapes(field), 'string')),
      }
    case '#types':
      return {
        ...header,
        columns: header.columns.map(({ name }, i) => columnOf(name, values[i] ?? 'string')),
      }
    default:
      return header
  }
}

function columnOf(name: string, type: string): Column {
  return {
    name,
    // `set[string]`, `vector[count]`, and `table[string]` as older versions say it.
    isContainer: /^(?:set|vector|table)\[/.test(type),
    isBoolean: /^(?:\w+\[)?bool\]?$/.test(type),
  }
}

function* readRow(header: ZeekHeader, line: Line): Generator<Decoded> {
  const { columns, separator, path } = header
  if (columns.length === 0) {
    const reason = 'No line before it says what its fields are'
    yield decodedProblem('zeek/no-fields', line.offset, reason)
    return
  }
  const cells = utf8.decode(line.bytes).split(separator)
  const fields = new Map<string, Scalar[]>()
  if (path !== undefined) fields.set('_path', [path])
  for (let i = 0; i < columns.length; i++) {
    const [cell, column] = [cells[i], columns[i]]
    if (cell === undefined || column === undefined) break
    if (cell === header.unsetField) continue
    const values = column.isContainer
      ? readMembers(header, cell, column)
      : [readValue(header, cell, column)]
    const known = fields.get(column.name)
    if (known === undefined) fields.set(column.name, values)
    else known.push(...values)
  }
  yield { kind: 'event', event: toEvent(fields, line.number) }
  if (cells.length !== columns.length) {
    const reason = `It has ${cells.length} cells for ${columns.length} fields`
    yield decodedProblem('zeek/cells', line.offset, reason)
  }
}

function readMembers(header: ZeekHeader, cell: string, column: Column): Scalar[] {
  if (cell === header.emptyField) return []
  return cell
    .split(header.setSeparator)
    .map(member => (member === header.unsetField ? null : readValue(header, member, column)))
}

function readValue(header: ZeekHeader, cell: string, { isBoolean }: Column): Scalar {
  if (isBoolean && cell === 'T') return true
  if (isBoolean && cell === 'F') return false
  return cell === header.emptyField ? '' : readEscapes(cell)
}

function toEvent(fields: Map<string, Scalar[]>, record: number): LogEvent {
  const ts = fields.get('ts')?.[0]
  const time = findIsoTime(typeof ts === 'string' && /^\d+(?:\.\d+)?$/.test(ts) ? Number(ts) : ts)
  return { header: time === undefined ? { record } : { record, time }, fields }
}
