import type { SqlExpression, SqlQuery } from './syntax.ts'

/** The expressions directly inside another, those of queries inside it apart. */
export function partsOf(expression: SqlExpression): readonly SqlExpression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands
    case 'not':
    case 'sign':
    case 'cast':
      return [expression.operand]
    case 'comparison':
      return [expression.left, expression.right]
    case 'in':
      return 'kind' in expression.values
        ? [expression.operand]
        : [expression.operand, ...expression.values]
    case 'like':
      return [expression.operand, ...expression.patterns]
    case 'between':
      return [expression.operand, expression.low, expression.high]
    case 'is':
      return expression.other === undefined
        ? [expression.operand]
        : [expression.operand, expression.other]
    case 'arithmetic':
      return [expression.first, ...expression.rest.map(({ operand }) => operand)]
    case 'call': {
      const { over, filter } = expression
      return [
        ...expression.arguments.flatMap(({ value }) => value ?? []),
        ...(filter === undefined ? [] : [filter]),
        ...(over === undefined ? [] : [...over.partitionBy, ...over.orderBy.map(o => o.value)]),
      ]
    }
    case 'case': {
      const { operand, branches, otherwise } = expression
      return [
        ...(operand === undefined ? [] : [operand]),
        ...branches.flatMap(({ when, value }) => [when, value]),
        ...(otherwise === undefined ? [] : [otherwise]),
      ]
    }
    case 'path':
      return [
        expression.operand,
        ...expression.steps.flatMap(step => (step.kind === 'index' ? [step.value] : [])),
      ]
    case 'lambda':
      return [expression.body]
    case 'array':
    case 'tuple':
      return expression.values
    case 'object':
      return expression.entries.map(({ value }) => value)
    default:
      return []
  }
}

/** The queries directly inside an expression, those inside its parts included. */
export function queriesIn(expression: SqlExpression): readonly SqlQuery[] {
  const own =
    expression.kind === 'exists' || expression.kind === 'scalar_query'
      ? [expression.query]
      : expression.kind === 'in' && 'kind' in expression.values
        ? [expression.values]
        : []
  return [...own, ...partsOf(expression).flatMap(queriesIn)]
}
