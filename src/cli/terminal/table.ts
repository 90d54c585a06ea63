import { textWidth, wrapText } from './text-width.ts'

export interface Column {
  readonly title: string
  /** Figures stand at the right. */
  readonly align?: 'right'
  /** The column may be wrapped when the terminal is too narrow for the table. */
  readonly wraps?: true
}

export type Paint = (text: string) => string

export interface Cell {
  readonly text: string
  readonly paint?: Paint
}

export interface TableOptions {
  /** The columns of the terminal. */
  readonly width: number
  readonly indent: number
  readonly paintHead: Paint
}

/** The lines of a table with aligned columns. Cells are wrapped, never cut off. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): readonly string[] {
  const widths = columnWidths(columns, rows, options)
  const margin = ' '.repeat(options.indent)
  const head = columns.map(({ title }) => ({ text: title, paint: options.paintHead }))
  return [head, ...rows].flatMap(row => {
    const cells = columns.map((_, i) => wrapText(row[i]?.text ?? '', widths[i] ?? 0))
    const height = Math.max(...cells.map(lines => lines.length))
    return Array.from({ length: height }, (_, line) => {
      const texts = columns.map((column, i) => {
        const text = cells[i]?.[line] ?? ''
        const padding = ' '.repeat(Math.max(0, (widths[i] ?? 0) - textWidth(text)))
        const paint = text === '' ? unpainted : (row[i]?.paint ?? unpainted)
        return column.align === 'right' ? padding + paint(text) : paint(text) + padding
      })
      return (margin + texts.join('  ')).trimEnd()
    })
  })
}

const unpainted: Paint = text => text

/** Natural widths, with what is too much taken from the columns that may wrap, widest first. */
function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): readonly number[] {
  const widths = columns.map((column, i) => {
    const texts = [column.title, ...rows.map(row => row[i]?.text ?? '')]
    return Math.max(...texts.flatMap(text => text.split('\n').map(textWidth)))
  })
  const gaps = 2 * (columns.length - 1) + options.indent
  const least = 12
  for (;;) {
    const total = widths.reduce((sum, width) => sum + width, gaps)
    if (total <= options.width) return widths
    let widest = -1
    columns.forEach((column, i) => {
      const width = widths[i] ?? 0
      if (column.wraps && width > least && width > (widths[widest] ?? 0)) widest = i
    })
    if (widest < 0) return widths
    const others = columns
      .map((column, i) => (column.wraps && i !== widest ? (widths[i] ?? 0) : 0))
      .reduce((a, b) => Math.max(a, b), least)
    const width = widths[widest] ?? 0
    const target = Math.max(least, Math.min(others, width - 1), width - (total - options.width))
    widths[widest] = target < width ? target : width - 1
  }
}
