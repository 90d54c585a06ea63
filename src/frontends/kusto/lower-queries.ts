import { resolve } from './constant.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoExpression } from './syntax.ts'

/**
 * The queries that a computed value takes a value or a list from, such as `toscalar(T | summarize max(a))` behind a name,
 * stand before it in full.
 */
export function addQueries(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): void {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  const query = toQuery(value)
  if (query === undefined) {
    for (const part of partsOf(value)) addQueries(part, inner, lowering)
    return
  }
  const { span } = value
  lowering.addStageOnce(`query ${span.start}`, () => {
    const { logic } = lowering.parts.table(query, inner, lowering)
    return { kind: 'join', how: 'scalar', sides: [logic], keys: [], span }
  })
}

function toQuery(value: KustoExpression): KustoExpression | undefined {
  if (value.kind === 'pipeline') return value
  if (value.kind !== 'call' || !/^(?:toscalar|totable|materialize)$/.test(value.name))
    return undefined
  return value.arguments[0]
}

/** The expressions directly inside another. */
function partsOf(expression: KustoExpression): readonly KustoExpression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands
    case 'comparison':
    case 'arithmetic':
      return [expression.left, expression.right]
    case 'in':
      return [expression.operand, ...expression.values]
    case 'between':
      return [expression.operand, expression.low, expression.high]
    case 'call':
      return expression.arguments
    case 'sign':
    case 'path':
      return [expression.operand]
    case 'element':
      return [expression.operand, expression.index]
    default:
      return []
  }
}
