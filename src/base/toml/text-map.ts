import type { Span } from '../span.ts'

/** What stands between the quotation marks of a string. */
export interface TextContent {
  readonly span: Span
  /** In `"` quotation marks, where a backslash escapes. */
  readonly hasEscapes: boolean
}

/** From a span in a string’s value to the span in the file. */
export type TextMap = (span: Span) => Span

/** The map of a string of `file`; built once, so keep it for many spans. */
export function toTextMap(file: string, { span, hasEscapes }: TextContent): TextMap {
  const written = file.slice(span.start, span.end)
  if (!hasEscapes || !written.includes('\\')) {
    return ({ start, end }) => ({ start: span.start + start, end: span.start + end })
  }
  const { starts, ends } = readUnits(written)
  const startOf = (at: number): number => starts[at] ?? written.length
  return ({ start, end }) => {
    const from = startOf(start)
    const to = end > start ? Math.max(from, ends[end - 1] ?? written.length) : from
    return { start: span.start + from, end: span.start + to }
  }
}

const escapeSequence = /\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[ \t]*\r?\n\s*|.)/y

/** Where each code unit of the value begins and ends in what is written. */
function readUnits(written: string): {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
} {
  const starts: number[] = []
  const ends: number[] = []
  const add = (start: number, end: number): void => {
    starts.push(start)
    ends.push(end)
  }
  for (let at = 0; at < written.length; ) {
    escapeSequence.lastIndex = at
    const [found] = written[at] === '\\' ? (escapeSequence.exec(written) ?? []) : []
    if (found === undefined) {
      add(at, ++at)
      continue
    }
    const end = at + found.length
    // A backslash at the end of a line stands for nothing, and takes the blanks behind it along.
    if (!/^\\[ \t\r\n]/.test(found)) add(at, end)
    if (/^\\U/.test(found) && Number.parseInt(found.slice(2), 16) > 0xffff) add(at, end)
    at = end
  }
  return { starts, ends }
}
