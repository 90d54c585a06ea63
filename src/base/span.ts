/**
 * Positions in source text. Offsets are UTF-16 code units from 0, as JavaScript counts them; lines
 * and columns count from 1 and are worked out only where somebody reads them.
 */

/** A half-open range of a source text, in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A span with the line and the column of its start, both counted from 1. */
export interface Position extends Span {
  readonly line: number
  readonly column: number
}

/** The empty span at the beginning of a text: for what has no place of its own. */
export const noSpan: Span = { start: 0, end: 0 }

/** The smallest span that holds both. */
export function joinSpans(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) }
}

/** Finds lines and columns in one text. */
export interface LineIndex {
  /** The span with its line and column; offsets past the end count as the end. */
  position(span: Span): Position
  /** The text of a line (counted from 1) without its line break; empty past the last line. */
  line(number: number): string
}

/** Builds the index of a text's line starts once, for many look-ups. */
export function lineIndex(text: string): LineIndex {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  const lineOf = (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    position(span) {
      const at = Math.min(span.start, text.length)
      const line = lineOf(at)
      return { ...span, line: line + 1, column: at - (starts[line] ?? 0) + 1 }
    },
    line(number) {
      const start = starts[number - 1]
      if (start === undefined) return ''
      return text.slice(start, starts[number] ?? text.length).replace(/\r?\n$/, '')
    },
  }
}
