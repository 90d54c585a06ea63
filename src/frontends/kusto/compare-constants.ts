import { always, type Condition, never } from '../../ir/condition/index.ts'
import type { Constant } from './constant.ts'
import type { KustoComparisonOperator } from './syntax.ts'

/** Whether a comparison of two constants holds; `undefined` where that is not worked out. */
export function compareConstants(
  operator: KustoComparisonOperator,
  left: Constant,
  right: Constant,
): Condition | undefined {
  if (operator === '=~' && typeof left === 'string' && typeof right === 'string') {
    return left.toLowerCase() === right.toLowerCase() ? always : never
  }
  if (left === null || right === null || typeof left !== typeof right) return undefined
  if (operator === '==') return left === right ? always : never
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  const holds = { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right }
  if (!Object.hasOwn(holds, operator)) return undefined
  return holds[operator as keyof typeof holds] ? always : never
}
