import type { Test, TextOperator, TextTest } from './expression.ts'
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
  if (first === undefined) return textTest(base, 'equals', '')
  if (tokens.length === 1) {
    if (first.kind === 'literal') return textTest(base, 'equals', first.text)
    if (first.kind === 'any_run') return { kind: 'test', ...base, operator: 'exists', value: true }
  }
  if (tokens.length === 2 && second !== undefined) {
    if (first.kind === 'any_run' && second.kind === 'literal') {
      return textTest(base, 'ends_with', second.text)
    }
    if (first.kind === 'literal' && second.kind === 'any_run') {
      return textTest(base, 'starts_with', first.text)
    }
  }
  if (tokens.length === 3 && first.kind === 'any_run' && third?.kind === 'any_run') {
    if (second?.kind === 'literal') return textTest(base, 'contains', second.text)
  }
  return { kind: 'test', ...base, operator: 'wildcard', value: tokens }
}

function textTest(frame: TestFrame, operator: TextOperator, value: string): TextTest {
  const { field, list, part, fieldSpan, cased, transforms, span, derived } = frame
  if (part === undefined || fieldSpan === undefined || derived !== undefined) {
    return { kind: 'test', ...frame, operator, value }
  }
  // Nearly all tests of Sigma’s rules: written out, they are made without a step for each member.
  return {
    kind: 'test',
    field,
    list,
    part,
    fieldSpan,
    cased,
    transforms,
    span,
    operator,
    value,
  }
}
