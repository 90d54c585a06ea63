import { type Diagnostic, diagnostic } from '../../base/index.ts'

/** The longest query that is read, in UTF-16 units: on junk Microsoft’s parser takes 25 µs for each. */
const maxLength = 100_000

/** How deep brackets nest, and how many signs stand before one operand. */
const maxDepth = 100

/**
 * A text, a comment, a bracket, or too many signs. Texts: `"…"` and `'…'` with escapes, `@"…"` with doubled quotes, and
 * those between three backticks or tildes. Without its end a text goes to the end of the line.
 */
const piece =
  /\/\/[^\n]*|```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|@"(?:[^"\n]|"")*"?|@'(?:[^'\n]|'')*'?|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[([{]|[)\]}]|(?:[-+]\s*){100}/g

/** Why a query is not even given to the parser; `undefined` if it is. */
export function findExcess(text: string): Diagnostic | undefined {
  if (text.length > maxLength) {
    const span = { start: maxLength, end: text.length }
    const message = `the query is longer than ${maxLength} characters`
    return diagnostic('kusto/size-limit', span, message)
  }
  let depth = 0
  for (const { 0: found, index } of text.matchAll(piece)) {
    if (/^[([{]/.test(found)) depth++
    else if (/^[)\]}]/.test(found)) depth = Math.max(0, depth - 1)
    if (depth <= maxDepth && !/^[-+]/.test(found)) continue
    const span = { start: index, end: index + 1 }
    const message = `brackets or signs nest deeper than ${maxDepth} levels`
    return diagnostic('kusto/nesting-limit', span, message)
  }
  return undefined
}
