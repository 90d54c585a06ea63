import type { Test } from './expression.ts'
import type { Pattern } from './pattern.ts'

/** Everything of a test but its operator and value. */
export type TestFrame = Omit<Test, 'operator' | 'value'>

/** The plainest operator that says the same: `*x*` is `contains`, a lone `*` is `exists`. */
export function toTextTest(tokens: Pattern, base: TestFrame): Test {
  const [first, second, third] = tokens
  if (first === undefined) return { ...base, operator: 'equals', value: '' }
  if (tokens.length === 1) {
    if (first.kind === 'literal') return { ...base, operator: 'equals', value: first.text }
    if (first.kind === 'any_run') return { ...base, operator: 'exists', value: true }
  }
  if (tokens.length === 2 && second !== undefined) {
    if (first.kind === 'any_run' && second.kind === 'literal') {
      return { ...base, operator: 'ends_with', value: second.text }
    }
    if (first.kind === 'literal' && second.kind === 'any_run') {
      return { ...base, operator: 'starts_with', value: first.text }
    }
  }
  if (tokens.length === 3 && first.kind === 'any_run' && third?.kind === 'any_run') {
    if (second?.kind === 'literal') return { ...base, operator: 'contains', value: second.text }
  }
  return { ...base, operator: 'wildcard', value: tokens }
}
