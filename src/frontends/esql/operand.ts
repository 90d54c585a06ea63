import type { Span } from '../../base/index.ts'

/** The field, or the computed value, that a test is about. */
export interface Operand {
  readonly field: string
  readonly isDerived: boolean
  /** What is compared is the value in lower or upper case. */
  readonly fold: 'lower' | 'upper' | undefined
  /** The value went through `TO_IP`, which gives null for what is no address. */
  readonly isAddress: boolean
  /** The value was made a number. */
  readonly isNumber: boolean
  readonly span: Span
}

/** Whether a text stays as it is in the case that the operand has; then case plays no part. */
export function isFolded(text: string, { fold }: Operand): boolean {
  if (fold === undefined) return true
  return text === (fold === 'lower' ? text.toLowerCase() : text.toUpperCase())
}

/**
 * Whether a regular expression says of a value in one case what it says of the value itself without
 * regard to case: it holds no letters of the other case, and no ranges but of digits and letters.
 */
export function isFoldedRegex(source: string, operand: Operand): boolean {
  if (operand.fold === undefined) return true
  if (/\\[xupP]/.test(source)) return false
  const plain = source.replace(/\\./gs, '')
  if (!isFolded(plain, operand)) return false
  const classes = plain.match(/\[\^?\]?[^\]]*\]/g) ?? []
  const ranges = classes.flatMap(text => text.slice(1, -1).replace(/^\^/, '').match(/.-./gs) ?? [])
  return ranges.every(range => /^(?:\d-\d|[a-z]-[a-z]|[A-Z]-[A-Z])$/.test(range))
}
