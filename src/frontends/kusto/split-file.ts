import type { Diagnostic, Parsed, Span } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'
import { findFences } from './fences.ts'

/** A query in a file. */
export interface KustoQuery {
  /** What the file calls it: a heading or a comment before it, else the file’s name. */
  readonly title: string
  /** Where it stands in the file, comments of its own included. */
  readonly span: Span
}

/** Reads a query; how it is read does not matter here, but for its problems. */
type Parser = (text: string) => Parsed<Logic>

/**
 * The queries of a file of Kusto, plain or Markdown; `name` is the file’s. “A file is read whole first and split at
 * blank lines only when that fails and every block parses; blocks of comments alone go with the next.” In Markdown
 * the queries are what stands in fences that are labelled as Kusto, or have no label and look like it.
 *
 * @example
 * splitKustoFile('// Failed logons\nSecurityEvent | where EventID == 4625', 'logons.kql', parser)
 * // [{ title: 'Failed logons', span: { start: 0, end: 57 } }]
 */
export function splitKustoFile(text: string, name: string, parser: Parser): readonly KustoQuery[] {
  const fileTitle = titleOfName(name)
  if (/\.(?:md|markdown)$/i.test(name)) {
    return findFences(text).flatMap(({ heading, span }) => {
      const title = heading ?? fileTitle
      return splitBlock(text, span, title, parser)
    })
  }
  const whole = trimmed(text, { start: 0, end: text.length })
  if (whole.end <= whole.start) return []
  return splitBlock(text, whole, fileTitle, parser)
}

/** One block of Kusto: one query, or, where that cannot be read, several between blank lines. */
function splitBlock(
  text: string,
  span: Span,
  title: string,
  parser: Parser,
): readonly KustoQuery[] {
  const whole = trimmed(text, span)
  if (whole.end <= whole.start) return []
  const own = [{ title: titleOf(text, whole) ?? title, span: whole }]
  if (isRead(parser, text, whole)) return own
  const blocks = withComments(text, blocksOf(text, whole))
  if (blocks.length < 2 || !blocks.every(block => isRead(parser, text, block))) return own
  return blocks.map((block, i) => ({
    title: titleOf(text, block) ?? `${title} (${i + 1})`,
    span: block,
  }))
}

function isRead(parser: Parser, text: string, { start, end }: Span): boolean {
  const { diagnostics } = parser(text.slice(start, end))
  return !diagnostics.some(isProblem)
}

function isProblem({ code, severity }: Diagnostic): boolean {
  return code === 'kusto/no-query' || (severity === 'error' && code === 'kusto/syntax')
}

/** What stands between blank lines. */
function blocksOf(text: string, { start, end }: Span): readonly Span[] {
  const blocks: Span[] = []
  let from = start
  const add = (to: number): void => {
    const block = trimmed(text, { start: from, end: to })
    if (block.end > block.start) blocks.push(block)
  }
  for (const gap of text.slice(start, end).matchAll(/\n[^\S\n]*(?:\n[^\S\n]*)+/g)) {
    add(start + gap.index)
    from = start + gap.index + gap[0].length
  }
  add(end)
  return blocks
}

/** Blocks of comments alone go with the next. */
function withComments(text: string, blocks: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  let start: number | undefined
  for (const block of blocks) {
    start ??= block.start
    if (isComment(text.slice(block.start, block.end))) continue
    joined.push({ start, end: block.end })
    start = undefined
  }
  const last = joined.at(-1)
  const end = blocks.at(-1)?.end
  if (start !== undefined && last !== undefined && end !== undefined) {
    joined[joined.length - 1] = { start: last.start, end }
  }
  return joined
}

function isComment(text: string): boolean {
  return text.split('\n').every(line => /^\s*(?:\/\/.*)?$/.test(line))
}

/** Without blanks at its ends. */
function trimmed(text: string, { start, end }: Span): Span {
  const part = text.slice(start, end)
  const from = start + part.length - part.trimStart().replace(/^\uFEFF\s*/, '').length
  return { start: Math.min(from, end), end: Math.max(from, start + part.trimEnd().length) }
}

/** The first comment of a query that says something. */
function titleOf(text: string, { start, end }: Span): string | undefined {
  for (const line of text.slice(start, end).split('\n')) {
    const [, comment] = /^\s*\/\/+\s*(.*?)\s*$/.exec(line) ?? []
    if (comment === undefined) {
      if (line.trim() !== '') return undefined
      continue
    }
    const title = comment
      .replace(/^[-=*#_/\s]+|[-=*#_/\s]+$/g, '')
      .replace(/^(?:title|name|query)\s*:\s*/i, '')
    const isLink = /^https?:\/\/\S+$/.test(title)
    if (/\p{L}{2}/u.test(title) && !isLink) return title
  }
  return undefined
}

/** The name of a file without its ending. */
function titleOfName(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  return base.replace(/\.\w+$/, '')
}
