import type { SplExpression } from './syntax.ts'

/** Every field that an expression names. */
export function fieldsIn(
  expression: SplExpression,
): readonly Extract<SplExpression, { kind: 'field' }>[] {
  return expression.kind === 'field' ? [expression] : partsOf(expression).flatMap(fieldsIn)
}

/** The expressions right inside another. */
export function partsOf(expression: SplExpression): readonly SplExpression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'xor':
      return expression.operands
    case 'not':
    case 'negative':
      return [expression.operand]
    case 'comparison':
    case 'like':
    case 'arithmetic':
      return [expression.left, expression.right]
    case 'in':
      return [expression.operand, ...expression.values]
    case 'call':
      return expression.arguments
    default:
      return []
  }
}

const conditionNames: ReadonlySet<string> = new Set([
  'cidrmatch',
  'in',
  'isnotnull',
  'isnull',
  'like',
  'match',
  'searchmatch',
])

/** Whether an expression is true or false by its form. */
export function isConditionForm(expression: SplExpression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'xor':
    case 'not':
    case 'comparison':
    case 'like':
    case 'in':
      return true
    case 'call':
      return conditionNames.has(expression.name.toLowerCase())
    default:
      return false
  }
}
