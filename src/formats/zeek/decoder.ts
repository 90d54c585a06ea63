import type { LogEvent, Scalar } from '../../ir/index.ts'
import { findIsoTime } from '../json/iso-time.ts'
import { type Line, lineCutter } from '../line-cutter.ts'
import { type Decoded, decodedProblem } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'
import { withoutAbsent } from '../windows-event.ts'

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
  readonly fields: readonly string[]
  readonly types: readonly string[]
}

function newHeader(separator = '\t'): ZeekHeader {
  return {
    separator,
    setSeparator: ',',
    emptyField: '(empty)',
    unsetField: '-',
    path: undefined,
    fields: [],
    types: [],
  }
}

/**
 * The text of a line with a character for every byte, so that the bytes that Zeek wrote as `\xc3\xa9`
 * can be put back before they are read as UTF-8.
 */
function toByteText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  }
  return text
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * What a cell says. Zeek writes a backslash as two, and a byte that it cannot show as `\x` and two
 * digits, so that a value that is `-` itself is `\x2d`.
 */
function readEscapes(cell: string): string {
  const bytes = cell.includes('\\')
    ? cell.replaceAll(/\\(?:\\|x([0-9a-fA-F]{2}))/g, (_, hex: string | undefined) =>
        hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : cell
  if (!hasWideByte.test(bytes)) return bytes
  return utf8.decode(Uint8Array.from(bytes, c => c.charCodeAt(0)))
}

const hasWideByte = /[\x80-\xff]/

function readDirective(header: ZeekHeader, bytes: Uint8Array): ZeekHeader {
  const text = toByteText(bytes)
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
      return { ...header, fields: values.map(readEscapes), types: [] }
    case '#types':
      return { ...header, types: values.map(readEscapes) }
    default:
      return header
  }
}

function* readRow(header: ZeekHeader, line: Line): Generator<Decoded> {
  const { fields: names, types, separator, path } = header
  if (names.length === 0) {
    yield decodedProblem(
      'zeek/no-fields',
      line.offset,
      'No line before it says what its fields are',
    )
    return
  }
  const cells = toByteText(line.bytes).split(separator)
  const fields = new Map<string, Scalar[]>()
  if (path !== undefined) fields.set('_path', [path])
  for (const [index, name] of names.entries()) {
    const cell = cells[index]
    if (cell === undefined) break
    const values = readCell(header, cell, types[index] ?? 'string')
    if (values === undefined) continue
    const known = fields.get(name)
    if (known === undefined) fields.set(name, values)
    else known.push(...values)
  }
  yield { kind: 'event', event: toEvent(fields, line.number) }
  if (cells.length !== names.length) {
    const reason = `It has ${cells.length} cells for ${names.length} fields`
    yield decodedProblem('zeek/cells', line.offset, reason)
  }
}

function readCell(header: ZeekHeader, cell: string, type: string): Scalar[] | undefined {
  if (cell === header.unsetField) return undefined
  if (isContainer(type)) {
    if (cell === header.emptyField) return []
    return cell
      .split(header.setSeparator)
      .map(member => (member === header.unsetField ? null : readValue(header, member, type)))
  }
  return [readValue(header, cell, type)]
}

/** `set[string]`, `vector[count]`, and `table[string]` as older versions say it. */
function isContainer(type: string): boolean {
  return /^(?:set|vector|table)\[/.test(type)
}

function readValue(header: ZeekHeader, cell: string, type: string): Scalar {
  if (/^(?:\w+\[)?bool\]?$/.test(type)) {
    if (cell === 'T') return true
    if (cell === 'F') return false
  }
  return cell === header.emptyField ? '' : readEscapes(cell)
}

function toEvent(fields: Map<string, Scalar[]>, record: number): LogEvent {
  const ts = fields.get('ts')?.[0]
  const time = findIsoTime(typeof ts === 'string' && /^\d+(?:\.\d+)?$/.test(ts) ? Number(ts) : ts)
  return { header: withoutAbsent({ record, time }), fields } as LogEvent
}
