import type { Span } from '../../base/index.ts'

/** What a condition is about: a field of the event, or a computed value with a name of its own. */
export interface SqlOperand {
  readonly field: string
  readonly isDerived: boolean
  /** The value went through `LOWER` or `UPPER`. */
  readonly fold: 'lower' | 'upper' | undefined
  /** The value was made a number. */
  readonly isNumber: boolean
  /** The value was made a time. */
  readonly isTime: boolean
  readonly span: Span
}

/** Whether a text stays as it is in the case that the operand has; then case plays no part. */
export function isFolded(text: string, { fold }: SqlOperand): boolean {
  if (fold === undefined) return true
  return text === (fold === 'lower' ? text.toLowerCase() : text.toUpperCase())
}

/**
 * Whether a regular expression says of a value in one case what it says of the value itself without
 * regard to case: it holds no letters of the other case, and no ranges but of digits and letters.
 */
export function isFoldedRegex(source: string, operand: SqlOperand): boolean {
  if (operand.fold === undefined) return true
  if (/\\[xupPQ]|\[\[:/.test(source)) return false
  const plain = source.replace(/\\./gs, '')
  if (!isFolded(plain, operand)) return false
  const classes = plain.match(/\[\^?\]?[^\]]*\]/g) ?? []
  const ranges = classes.flatMap(text => text.slice(1, -1).replace(/^\^/, '').match(/.-./gs) ?? [])
  return ranges.every(range => /^(?:\d-\d|[a-z]-[a-z]|[A-Z]-[A-Z])$/.test(range))
}
