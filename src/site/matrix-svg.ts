import type { MatrixCell, MatrixModel } from '../app/catalogue/index.ts'
import { escapeHtml } from './html.ts'
import { shadeOf } from './matrix-shade.ts'
import { countText, cutText } from './text.ts'

const columnWidth = 204
const rowHeight = 30
const headHeight = 46
const gap = 4
const margin = 16
const titleHeight = 36

/** From paper to the accent, for shades 0 to 9. */
const fills = [
  '#ffffff',
  '#eaf1ec',
  '#d9e7de',
  '#c8dcd0',
  '#b6d2c2',
  '#a4c7b3',
  '#93bda5',
  '#81b297',
  '#6fa888',
  '#5d9d79',
] as const

/** The matrix as a picture of its own: techniques without their sub-techniques, light, in any size. */
export function renderMatrixSvg(model: MatrixModel): string {
  const columns = model.tactics
  const longest = Math.max(0, ...columns.map(column => column.techniques.length))
  const width = 2 * margin + columns.length * (columnWidth + gap) - (columns.length > 0 ? gap : 0)
  const height = 2 * margin + titleHeight + headHeight + longest * rowHeight
  const parts = columns.map((column, index) => {
    const x = margin + index * (columnWidth + gap)
    const head = textLine({
      x: x + 2,
      y: margin + titleHeight + 16,
      text: column.tactic.name,
      limit: 22,
      bold: true,
    })
    const figure = textLine({
      x: x + 2,
      y: margin + titleHeight + 34,
      text: countText(column.count),
      limit: 22,
    })
    const cells = column.techniques.map((cell, row) =>
      cellSvg(cell, x, margin + titleHeight + headHeight + row * rowHeight, model.largest),
    )
    return head + figure + cells.join('')
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="IBM Plex Sans, system-ui, sans-serif" font-size="11" fill="#211f1b">`,
    `<title>${escapeHtml(printable(titleOf(model)))}</title>`,
    `<rect width="${width}" height="${height}" fill="#faf8f3"/>`,
    textLine({ x: margin + 2, y: margin + 16, text: titleOf(model), limit: 240, bold: true }),
    ...parts,
    '</svg>\n',
  ].join('')
}

function titleOf({ attackVersion, by, query, total }: MatrixModel): string {
  const version = attackVersion === undefined ? 'ATT&CK' : `ATT&CK ${attackVersion}`
  return `${version}: ${countText(total)} ${by}${query === '' ? '' : ` for ${query}`}`
}

function cellSvg({ technique, count }: MatrixCell, x: number, y: number, largest: number): string {
  const fill = fills[shadeOf(count, largest)] ?? fills[0]
  const figure = count === 0 ? '' : countText(count)
  return [
    `<rect x="${x}" y="${y}" width="${columnWidth}" height="${rowHeight - 2}" fill="${fill}" stroke="#ddd7c9" stroke-width="0.5"/>`,
    textLine({ x: x + 5, y: y + 18, text: technique.name, limit: 25 }),
    figure === ''
      ? ''
      : `<text x="${x + columnWidth - 5}" y="${y + 18}" text-anchor="end" font-weight="600">${figure}</text>`,
  ].join('')
}

function textLine({
  x,
  y,
  text,
  limit,
  bold = false,
}: {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly limit: number
  readonly bold?: boolean
}): string {
  const weight = bold ? ' font-weight="600"' : ''
  return `<text x="${x}" y="${y}"${weight}>${escapeHtml(printable(cutText(text, limit)))}</text>`
}

/** XML has no control characters. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, ' ')
}
