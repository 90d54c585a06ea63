import { readComments } from './comments.ts'
import { readMarkdown } from './markdown.ts'
import type { QueryFile } from './query-file.ts'
import { looksLikeKusto } from './shape.ts'

/** Takes a file apart by its name: Markdown, or Kusto and nothing else. */
export function findQueries(name: string, text: string): QueryFile {
  if (/\.md$/i.test(name)) return readMarkdown(text)
  const comments = readComments(text, 0, text.length)
  return {
    pieces: text.trim() === '' ? [] : [{ start: 0, end: text.length }],
    title: comments.title,
    description: comments.text,
    authors: comments.authors,
    categories: [],
    prose: [comments.span],
  }
}

/** Whether a file holds Kusto: by its name, or by what stands in it. */
export function holdsKusto(name: string, text: string): boolean {
  if (/\.md$/i.test(name)) return readMarkdown(text).pieces.length > 0
  if (/\.(?:kql|csl|kusto)$/i.test(name)) return text.trim() !== ''
  return looksLikeKusto(text)
}
