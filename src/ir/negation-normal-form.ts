import { assertNever } from '../base/index.ts'
import { and, type Expression, not, or } from './expression.ts'

/**
 * The expression with every negation pushed down to a test or an opaque part, by De Morgan's laws,
 * which hold in three-valued logic too. `not exists` becomes `exists: false`.
 */
export function toNegationNormalForm(expression: Expression): Expression {
  return push(expression, false)
}

function push(expression: Expression, isNegated: boolean): Expression {
  switch (expression.kind) {
    case 'not':
      return push(expression.operand, !isNegated)
    case 'and': {
      const operands = expression.operands.map(e => push(e, isNegated))
      return isNegated ? or(operands) : and(operands)
    }
    case 'or': {
      const operands = expression.operands.map(e => push(e, isNegated))
      return isNegated ? and(operands) : or(operands)
    }
    case 'test':
      if (!isNegated) return expression
      if (expression.operator === 'exists') return { ...expression, value: !expression.value }
      return not(expression)
    case 'opaque':
      return isNegated ? not(expression) : expression
    default:
      return assertNever(expression)
  }
}
