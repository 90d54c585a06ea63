import { escapeHtml } from '../html.ts'
import type { BodyToken } from './yaml-tokens.ts'

/** A predicate’s place in the body. */
export interface Mark {
  /** The predicate’s place in its rule. */
  readonly predicate: number
  readonly start: number
  readonly end: number
  readonly isNegated: boolean
}

/**
 * The body with its marks and tokens as HTML. Its text is the body’s, whatever the marks. Marks nest as they lie;
 * one that crosses the end of another is split, and the first of its parts carries the id `p3` that links lead to
 * and a link back to the row of the predicate, `r3`. Tokens and numbers of lines stand inside of marks.
 */
export function markedBodyHtml(
  body: string,
  marks: readonly Mark[],
  tokens: readonly BodyToken[],
  firstLine: number,
): string {
  const inOrder = marks
    .filter(({ start, end }) => start >= 0 && start < end && end <= body.length)
    .sort((a, b) => a.start - b.start || b.end - a.end || a.predicate - b.predicate)
  const cuts = [
    ...new Set([
      0,
      body.length,
      ...inOrder.flatMap(m => [m.start, m.end]),
      ...tokens.flatMap(t => [t.start, t.end]),
    ]),
  ].sort((a, b) => a - b)
  const begun = new Set<number>()
  let html = lineStart(firstLine)
  let line = firstLine
  let open: readonly Mark[] = []
  let nextMark = 0
  let nextToken = 0
  for (let c = 0; c + 1 < cuts.length; c++) {
    const start = cuts[c] ?? 0
    const end = cuts[c + 1] ?? 0
    const covering = open.filter(mark => mark.end > start)
    for (let mark = inOrder[nextMark]; mark?.start === start; mark = inOrder[++nextMark])
      covering.push(mark)
    const kept = commonLength(open, covering)
    html += '</span>'.repeat(open.length - kept)
    let target: number | undefined
    for (const mark of covering.slice(kept)) {
      const isFirst = !begun.has(mark.predicate)
      begun.add(mark.predicate)
      if (isFirst) target = mark.predicate
      html += markStart(mark, isFirst)
    }
    open = covering
    while ((tokens[nextToken]?.end ?? Number.POSITIVE_INFINITY) <= start) nextToken++
    const token = tokens[nextToken]
    const piece = { text: body.slice(start, end), line, isMarked: covering.length > 0 }
    const inner = piecesHtml(piece)
    line += countLines(piece.text)
    html += pieceHtml(
      inner,
      token !== undefined && token.start <= start ? token.kind : undefined,
      target,
    )
  }
  return html + '</span>'.repeat(open.length)
}

function markStart({ predicate, isNegated }: Mark, isFirst: boolean): string {
  const id = isFirst ? ` id="p${predicate}"` : ''
  return `<span class="mark${isNegated ? ' not' : ''}"${id} data-p="${predicate}">`
}

/** A link cannot stand in a link, so only the smallest piece at a mark’s start leads back. */
function pieceHtml(
  inner: string,
  token: BodyToken['kind'] | undefined,
  target: number | undefined,
): string {
  if (target !== undefined) {
    return `<a${token === undefined ? '' : ` class="${token}"`} href="#r${target}">${inner}</a>`
  }
  return token === undefined ? inner : `<span class="${token}">${inner}</span>`
}

interface Piece {
  readonly text: string
  /** The number of the line that it begins in. */
  readonly line: number
  readonly isMarked: boolean
}

/** The text with the number of each line that begins in it. The indentation of a marked line is not coloured. */
function piecesHtml({ text, line, isMarked }: Piece): string {
  if (!text.includes('\n')) return escapeHtml(text)
  return text
    .split('\n')
    .map((part, index) => {
      if (index === 0) return escapeHtml(part)
      const [indent = ''] = isMarked ? (/^[ \t]+/.exec(part) ?? []) : []
      const space = indent === '' ? '' : `<span class="w">${indent}</span>`
      return `\n${lineStart(line + index)}${space}${escapeHtml(part.slice(indent.length))}`
    })
    .join('')
}

function lineStart(line: number): string {
  return `<i data-n="${line}"></i>`
}

function countLines(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

function commonLength(a: readonly Mark[], b: readonly Mark[]): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
