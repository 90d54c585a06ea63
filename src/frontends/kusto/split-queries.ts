import type { Diagnostic, Parsed, Span } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'

/** Reads a query; how it is read does not matter here, but for its problems. */
type Parser = (text: string) => Parsed<Logic>

/**
 * Where the queries of a text stand. It is read whole first, and split at blank lines only when that fails and every
 * block between them can be read; blocks of comments alone go with the next.
 *
 * @example
 * splitKusto('// Logons\nT | take 1', parser) // [{ start: 0, end: 22 }]
 */
export function splitKusto(text: string, parser: Parser): readonly Span[] {
  const whole = trimmed(text, { start: 0, end: text.length })
  if (whole.end <= whole.start) return []
  if (isRead(parser, text, whole)) return [whole]
  const blocks = withComments(text, blocksOf(text, whole))
  if (blocks.length < 2 || !blocks.every(block => isRead(parser, text, block))) return [whole]
  return blocks
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
