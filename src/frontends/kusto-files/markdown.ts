import type { Span } from '../../base/index.ts'
import type { QueryFile } from './query-file.ts'
import { looksLikeKusto } from './shape.ts'

/**
 * Reads a page about a query: its heading, what it says before the query, the blocks of code that hold Kusto, the table of
 * tactics, and who wrote it.
 *
 *     # Encoded PowerShell
 *     Finds it.
 *     ## Query
 *     ```kusto
 *     DeviceProcessEvents | where …
 *     ```
 *     ## Category
 *     | Technique, tactic, or state | Covered? (v=yes) | Notes |
 *     |-----------------------------|------------------|-------|
 *     | Execution                   | v                |       |
 */
export function readMarkdown(text: string): QueryFile {
  const lines = linesOf(text)
  const heading = lines.find(({ kind }) => kind === 'heading')
  const fenced = fencedPieces(lines, text)
  const pieces = fenced.length > 0 ? fenced : plainPieces(lines, text)
  const firstPiece = pieces[0]?.start ?? text.length
  const prose = lines.filter(
    ({ kind, start }) => kind === 'text' && start > (heading?.start ?? -1) && start < firstPiece,
  )
  const description = prose.map(({ content }) => content).join('\n')
  const title = withoutMarks(heading?.content.replace(/^#+/, '') ?? '')
  return {
    pieces,
    title: title === '' ? undefined : title,
    description: description.trim() === '' ? undefined : description.trim(),
    authors: authorsOf(lines),
    categories: categoriesOf(lines),
    prose: [heading, ...prose].flatMap(line => (line === undefined ? [] : [spanOf(line)])),
  }
}

interface Line {
  readonly kind: 'heading' | 'fence' | 'code' | 'text'
  readonly content: string
  readonly start: number
  readonly end: number
}

/** The lines of a page; what stands between fences is code. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  let fence: string | undefined
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start) + 1 || text.length
    const content = text.slice(start, end).trim()
    const mark = /^(?:`{3,}|~{3,})/.exec(content)?.[0]
    const isFence = mark !== undefined && (fence === undefined || mark.startsWith(fence))
    if (isFence) fence = fence === undefined ? mark : undefined
    const kind = isFence
      ? 'fence'
      : fence !== undefined
        ? 'code'
        : /^#{1,6}(?:\s|$)/.test(content)
          ? 'heading'
          : 'text'
    lines.push({ kind, content, start, end })
    start = end
  }
  return lines
}

/** Blocks that say that they are Kusto, or say nothing and look like it. */
function fencedPieces(lines: readonly Line[], text: string): readonly Span[] {
  const pieces: Span[] = []
  lines.forEach((line, i) => {
    const isOpening = line.kind === 'fence' && lines[i + 1]?.kind === 'code'
    if (!isOpening) return
    const language = line.content
      .replace(/^[`~]+/, '')
      .trim()
      .toLowerCase()
    const close = lines.findIndex((other, at) => at > i && other.kind !== 'code')
    const span = {
      start: line.end,
      end: (lines[close === -1 ? lines.length - 1 : close - 1] ?? line).end,
    }
    const isKusto = ['kusto', 'kql', 'csl'].includes(language)
    if (isKusto || (language === '' && looksLikeKusto(text.slice(span.start, span.end)))) {
      pieces.push(span)
    }
  })
  return pieces
}

/** Some pages have forgotten the fences: there all that stands below “Query” is one. */
function plainPieces(lines: readonly Line[], text: string): readonly Span[] {
  const start = lines.findIndex(
    ({ kind, content }) => kind === 'heading' && /^#+\s*quer(?:y|ies)\s*$/i.test(content),
  )
  const heading = lines[start]
  if (heading === undefined) return []
  const next = lines.find((line, i) => i > start && line.kind === 'heading')
  const span = { start: heading.end, end: next?.start ?? text.length }
  return looksLikeKusto(text.slice(span.start, span.end)) ? [span] : []
}

/** Rows of the table of tactics whose second cell has a mark. */
function categoriesOf(lines: readonly Line[]): QueryFile['categories'] {
  const head = lines.findIndex(({ content }) => /^\|\s*technique, tactic,/i.test(content))
  if (head === -1) return []
  const rows = lines.slice(head + 1)
  const end = rows.findIndex(({ content }) => !content.startsWith('|'))
  return rows.slice(0, end === -1 ? rows.length : end).flatMap(line => {
    const [, name = '', mark = ''] = line.content.split('|').map(cell => cell.trim())
    return /^[-:]*$/.test(mark) || name === '' ? [] : [{ name, span: spanOf(line) }]
  })
}

/** “**Contributor:** Ada Lovelace”; a template left as it is has its words in brackets. */
function authorsOf(lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ content }) => {
    const name = /^\**(?:contributor|author)s?:?\**:?\s*(.+)/i.exec(content)?.[1]
    const plain = withoutMarks(name ?? '').replace(/^<\s*|\s*>$/g, '')
    return plain === '' || /^your name$/i.test(plain) ? [] : [plain]
  })
}

/** Without what makes letters bold, slanted or code. */
function withoutMarks(text: string): string {
  return text.replace(/[*`]+|\\(?=[[\]_*])/g, '').trim()
}

function spanOf({ start, end, content }: Line): Span {
  return { start, end: Math.min(end, start + content.length) }
}
