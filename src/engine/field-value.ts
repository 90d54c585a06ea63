import type { Scalar } from '../ir/index.ts'
import { foldCase } from './fold-case.ts'

/** One text of a value, in both forms that tests look at. */
export interface Spelling {
  readonly text: string
  readonly folded: string
  /** What to add to an offset in this spelling to get one in the value's own text. */
  readonly shift: number
}

/** A value of a field, made ready once for all the tests that look at it. */
export interface FieldValue {
  readonly scalar: Scalar
  /** The value's text; `undefined` for null, which no test of a text finds. */
  readonly own: Spelling | undefined
  /** The text, and for a GUID the same with its braces put on or taken off. */
  readonly spellings: readonly Spelling[]
}

/** A number's text is the decimal one that JSON has, a boolean's `true` or `false`. */
export function toText(scalar: Scalar): string | undefined {
  return scalar === null ? undefined : String(scalar)
}

export function toFieldValue(scalar: Scalar): FieldValue {
  const text = toText(scalar)
  if (text === undefined) return { scalar, own: undefined, spellings: [] }
  const own: Spelling = { text, folded: foldCase(text), shift: 0 }
  const other = findOtherGuid(text)
  return { scalar, own, spellings: other === undefined ? [own] : [own, other] }
}

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/**
 * Windows writes a GUID in braces, most other tools without, and rules come in both forms. A value
 * that is a GUID as a whole reads both ways.
 */
function findOtherGuid(text: string): Spelling | undefined {
  if (text.length === 36 && guid.test(text)) {
    return { text: `{${text}}`, folded: `{${foldCase(text)}}`, shift: -1 }
  }
  const bare = text.slice(1, -1)
  if (text.length === 38 && text.startsWith('{') && text.endsWith('}') && guid.test(bare)) {
    return { text: bare, folded: foldCase(bare), shift: 1 }
  }
  return undefined
}
