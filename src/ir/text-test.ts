import type { Test } from './expression.ts'
import type { Pattern } from './pattern.ts'

/**
 * Everything of a test but its kind, operator and value. The kind is written in front of it, `{ kind: 'test', ...frame,
 * operator, value }`: the engine of Node 20 gives every object that begins with a spread and goes on a hidden class of
 * its own, which makes rules a quarter larger and all code that reads them slow.
 */
export type TestFrame = Omit<Test, 'kind' | 'operator' | 'value'>

/** The plainest operator that says the same: `*x*` is `contains`, a lone `*` is `exists`. */
export function toTextTest(tokens: Pattern, base: TestFrame): Test {
  const [first, second, third] = tokens
  if (first === undefined) return { kind: 'test', ...base, operator: 'equals', value: '' }
  if (tokens.length === 1) {
    if (first.kind === 'literal')
      return { kind: 'test', ...base, operator: 'equals', value: first.text }
    if (first.kind === 'any_run') return { kind: 'test', ...base, operator: 'exists', value: true }
  }
  if (tokens.length === 2 && second !== undefined) {
    if (first.kind === 'any_run' && second.kind === 'literal') {
      return { kind: 'test', ...base, operator: 'ends_with', value: second.text }
    }
    if (first.kind === 'literal' && second.kind === 'any_run') {
      return { kind: 'test', ...base, operator: 'starts_with', value: first.text }
    }
  }
  if (tokens.length === 3 && first.kind === 'any_run' && third?.kind === 'any_run') {
    if (second?.kind === 'literal')
      return { kind: 'test', ...base, operator: 'contains', value: second.text }
  }
  return { kind: 'test', ...base, operator: 'wildcard', value: tokens }
}
