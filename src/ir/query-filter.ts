import type { Diagnostic } from '../base/index.ts'
import { and, type Expression } from './expression.ts'
import type { FilterStage } from './logic.ts'

/**
 * The filter that a query of one condition is. With an error it keeps the tests that could be read beside an opaque
 * part, so that it is never true: what runs such queries refuses them as a whole.
 */
export function queryFilter(
  text: string,
  expression: Expression,
  diagnostics: readonly Diagnostic[],
): FilterStage {
  const start = text.length - text.trimStart().length
  const error = diagnostics.find(({ severity }) => severity === 'error')
  return {
    kind: 'filter',
    condition: text.trim(),
    parts: [],
    expression: error === undefined ? expression : and([expression, opaque(text, error)]),
    span: { start, end: Math.max(start, text.trimEnd().length) },
  }
}

function opaque(text: string, { code, span }: Diagnostic): Expression {
  return { kind: 'opaque', text: text.slice(span.start, span.end), reason: code, span }
}
