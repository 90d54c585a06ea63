import type { DiagnosticCode, Span } from '../../base/index.ts'
import { and, type Expression, opaquesOf, type Stage } from '../../ir/index.ts'
import { lowerCondition } from './lower-condition.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoExpression } from './syntax.ts'

/** A condition on events, or behind `summarize` on groups, with what it needs before it. */
export function lowerWhere(
  condition: KustoExpression,
  span: Span,
  isGrouped: boolean,
  scope: Scope,
  lowering: KustoLowering,
): readonly Stage[] {
  const { isTrue } = lowerCondition(condition, scope, lowering)
  const reason = findError(span, lowering)
  const isSaid = reason === undefined || opaquesOf(isTrue).length > 0
  const expression = isSaid ? isTrue : and([isTrue, lowering.opaque(reason, span).isTrue])
  const before = lowering.takeBefore()
  return [...before, toStage(condition, expression, span, isGrouped, lowering)]
}

function toStage(
  { span: { start, end } }: KustoExpression,
  expression: Expression,
  span: Span,
  isGrouped: boolean,
  lowering: KustoLowering,
): Stage {
  if (isGrouped) return { kind: 'threshold', expression, span }
  const condition = lowering.text.slice(start, Math.max(end, start))
  return { kind: 'filter', condition, parts: [], expression, span }
}

/** The first error in a part of the query. */
export function findError(span: Span, { diagnostics }: KustoLowering): DiagnosticCode | undefined {
  return diagnostics.find(
    ({ code, span: { start } }) =>
      code === 'kusto/syntax' && start >= span.start && start <= span.end,
  )?.code
}
