import { foldCase } from '../fold-case.ts'

const braced = /^\{([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})\}$/i

/**
 * The form in which values are grouped and told apart: without case, as Sigma compares texts, and a
 * GUID without braces. A number is its text, so `5` and “5” are one value, `5` and “5.0” two.
 */
export function sameValue(text: string): string {
  return foldCase(text.length === 38 ? (braced.exec(text)?.[1] ?? text) : text)
}
