import type { Span } from '../../base/index.ts'

/** The comments before the code of a query. */
export interface LeadingComments {
  readonly span: Span
  /** The first line, where it stands alone and is short enough for a heading. */
  readonly title: string | undefined
  /** All lines, without their marks; `undefined` if there are none. */
  readonly text: string | undefined
  readonly authors: readonly string[]
  /** “Data connector required for this query - Azure Key Vault”. */
  readonly connectors: readonly { readonly name: string; readonly span: Span }[]
}

/** A heading is no longer than this. */
const longestTitle = 150

/**
 * Reads the comments with which a part of a file begins, blank lines between them included.
 *
 *     // Detects a new owner of an application
 *
 *     // Data connector required for this query - Audit Logs
 *     AuditLogs
 */
export function readComments(file: string, start: number, end: number): LeadingComments {
  const lines: string[] = []
  const authors: string[] = []
  const connectors: { name: string; span: Span }[] = []
  let title: string | undefined
  let at = start
  let isFirst = true
  while (at < end) {
    const next = Math.min(file.indexOf('\n', at) + 1 || end, end)
    const line = file.slice(at, next)
    const comment = /^\s*\/\/+(.*)/.exec(line)?.[1]?.trim()
    if (comment === undefined && line.trim() !== '') break
    const connector = /^data connectors? required[^-–:]*[-–:]\s*(.+)/i.exec(comment ?? '')?.[1]
    const author = /^authors?\s*:\s*(.+)/i.exec(comment ?? '')?.[1]
    if (connector !== undefined)
      connectors.push({ name: connector, span: { start: at, end: next } })
    else if (author !== undefined) authors.push(author)
    else if (comment !== undefined) {
      if (isFirst && isBlankAt(file, next, end)) title = toTitle(comment)
      lines.push(comment)
    } else lines.push('')
    isFirst &&= comment === undefined
    at = next
  }
  const text = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return {
    span: { start, end: at },
    title,
    text: text === '' ? undefined : text,
    authors,
    connectors,
  }
}

function isBlankAt(file: string, at: number, end: number): boolean {
  const next = file.indexOf('\n', at)
  return file.slice(at, next === -1 ? end : next).trim() === ''
}

/** “Detects a. The b is c.” has the heading “Detects a”. */
function toTitle(comment: string): string | undefined {
  const [sentence = ''] = comment.split(/[.!?](?=\s)/)
  const title = sentence.trim().replace(/[.:]$/, '')
  return title === '' || title.length > longestTitle ? undefined : title
}
