import type { Span } from '../../base/index.ts'

/** A fenced block of Markdown that holds Kusto. */
export interface Fence {
  /** The nearest heading before it. */
  readonly heading: string | undefined
  /** What stands between the fences. */
  readonly span: Span
}

const labels = /^(?:kusto|kql|csl|kusto-query-language)$/i

/** What says of a block without a label that it is no other language. */
const looksLikeKusto =
  /(?:^|\n)[ \t]*\|[ \t]*(?:where|project|summarize|extend|join|distinct|mv-expand|mvexpand|parse|take|limit|top|sort|order|union|count|invoke|evaluate|make-series|render|lookup)\b|(?:^|\n)[ \t]*let[ \t]+\w+[ \t]*=|^\s*(?:\/\/[^\n]*\n\s*)*(?:\w+|find[^\n]*|search[^\n]*|union[^\n]*)\s*(?:\/\/[^\n]*)?\n?\s*\|/

/** The blocks of Kusto in Markdown: labelled so, or without a label and written like it. */
export function findFences(markdown: string): readonly Fence[] {
  const fences: Fence[] = []
  let heading: string | undefined
  let open: { readonly mark: string; readonly label: string; readonly start: number } | undefined
  let at = 0
  for (const line of markdown.split('\n')) {
    const next = at + line.length + 1
    const [, mark, label = ''] = /^\s*(`{3,}|~{3,})\s*([^`\s]*)/.exec(line) ?? []
    if (open === undefined) {
      heading = /^\s*#{1,6}\s+(.+?)\s*#*\s*$/.exec(line)?.[1] ?? heading
      if (mark !== undefined) open = { mark, label, start: Math.min(next, markdown.length) }
    } else if (mark !== undefined && label === '' && closes(open.mark, mark)) {
      add(open.label, { start: open.start, end: at })
      open = undefined
    }
    at = next
  }
  if (open !== undefined) add(open.label, { start: open.start, end: markdown.length })
  return fences

  function add(label: string, span: Span): void {
    const text = markdown.slice(span.start, span.end)
    if (text.trim() === '') return
    if (labels.test(label) || (label === '' && looksLikeKusto.test(text)))
      fences.push({ heading, span })
  }
}

function closes(open: string, mark: string): boolean {
  return open[0] === mark[0] && mark.length >= open.length
}
