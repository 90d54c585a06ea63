import type { EsqlArithmetic, EsqlExpression } from './syntax.ts'

/** A value that is written in the query. */
export type Constant = string | number | boolean | null

/** The constant that an expression is, with arithmetic of numbers done; `undefined` if it is none. */
export function findConstant(expression: EsqlExpression): Constant | undefined {
  switch (expression.kind) {
    case 'string':
    case 'boolean':
      return expression.value
    case 'null':
      return null
    case 'number':
      return Number(expression.text)
    case 'sign': {
      const value = findConstant(expression.operand)
      if (typeof value !== 'number') return undefined
      return expression.operator === '-' ? -value : value
    }
    case 'arithmetic':
      return findResult(expression)
    default:
      return undefined
  }
}

function findResult({ first, rest }: EsqlArithmetic): number | undefined {
  let result = findConstant(first)
  let isWhole = isWholeNumber(first)
  for (const { operator, operand } of rest) {
    const value = findConstant(operand)
    if (typeof result !== 'number' || typeof value !== 'number') return undefined
    isWhole &&= isWholeNumber(operand)
    if (operator === '+') result += value
    else if (operator === '-') result -= value
    else if (operator === '*') result *= value
    // “Division of two integer types will yield an integer result, rounding towards 0.”
    else if (value === 0 || operator === '%') return undefined
    else result = isWhole ? Math.trunc(result / value) : result / value
  }
  return typeof result === 'number' && Number.isFinite(result) ? result : undefined
}

function isWholeNumber(expression: EsqlExpression): boolean {
  if (expression.kind === 'sign') return isWholeNumber(expression.operand)
  if (expression.kind === 'arithmetic') {
    return (
      isWholeNumber(expression.first) &&
      expression.rest.every(({ operand }) => isWholeNumber(operand))
    )
  }
  return expression.kind === 'number' && /^\d+$/.test(expression.text)
}
