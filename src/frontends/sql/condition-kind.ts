import { findConditionFunction } from './functions/conditions.ts'
import { partsOf } from './parts.ts'
import type { SqlExpression } from './syntax.ts'

/** Whether an expression is a test, and no value that may be a boolean. */
export function isCondition(expression: SqlExpression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'in':
    case 'like':
    case 'between':
    case 'is':
    case 'exists':
      return true
    case 'call':
      return findConditionFunction(expression) !== undefined
    default:
      return false
  }
}

/** Why a condition cannot be read: a part of it is missing, or given by a template. */
export function findUnread(expression: SqlExpression): 'sql/syntax' | 'sql/template' | undefined {
  if (expression.kind === 'missing') return 'sql/syntax'
  if (expression.kind === 'template') return 'sql/template'
  for (const part of partsOf(expression)) {
    const found = findUnread(part)
    if (found !== undefined) return found
  }
  return undefined
}
