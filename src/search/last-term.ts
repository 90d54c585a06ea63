import { type FieldName, findQueryField, queryFields } from './query-fields.ts'
import { readBare, readQuoted, spaceAt } from './query-lexer.ts'

/** What somebody is typing: the term that the end of a query’s text is in. */
export interface LastTerm {
  /** Where the term begins, after dashes and brackets. */
  readonly start: number
  /** Of `field:…`. */
  readonly field?: FieldName
  /** Where its value, or the last one of a list, begins; of a word, the word. */
  readonly valueStart: number
  /** What is there of it, without the quote that opens it. */
  readonly text: string
}

/** `undefined` after a space, a closing quote or a closing bracket: there a new term would begin. */
export function findLastTerm(text: string): LastTerm | undefined {
  let depth = 0
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at)
    const isDash = character === '-' && text[at + 1] !== '-' && !spaceAt.test(text[at + 1] ?? ' ')
    if (character === '(') depth++
    if (character === ')') depth = Math.max(0, depth - 1)
    if (spaceAt.test(character) || character === '(' || character === ')' || isDash) {
      at++
      continue
    }
    const name = /^([a-z]+):/i.exec(text.slice(at, at + 20))?.[1] ?? ''
    const field = findQueryField(name)
    const start = at
    if (field !== undefined) at += name.length + 1
    const isListed = field !== undefined && queryFields[field].takes !== 'part'
    for (;;) {
      const value = readValue(text, at, { isBracketed: depth > 0, isListed })
      if (value.isLast) {
        const term = { start, valueStart: at, text: value.text }
        return field === undefined ? term : { ...term, field }
      }
      at = value.end
      if (!isListed || text[at] !== ',') break
      at++
    }
  }
  return undefined
}

function readValue(
  text: string,
  at: number,
  end: { readonly isBracketed: boolean; readonly isListed: boolean },
): { readonly text: string; readonly end: number; readonly isLast: boolean } {
  if (text[at] === '"') {
    const { text: inner, span, isClosed } = readQuoted(text, at, end)
    return { text: inner, end: span.end, isLast: !isClosed }
  }
  const { text: inner, span } = readBare(text, at, end)
  return { text: inner, end: span.end, isLast: span.end >= text.length }
}
