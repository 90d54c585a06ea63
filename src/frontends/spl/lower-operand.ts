import { findComputation } from './computations.ts'
import { fieldsIn } from './expression-parts.ts'
import type { SplLowering } from './lowering.ts'
import type { Operand } from './operand.ts'
import type { SplExpression } from './syntax.ts'

/** The field that an expression is about, in lower case or not; `undefined` if it is a computation. */
export function findOperand(expression: SplExpression, lowering: SplLowering): Operand | undefined {
  if (expression.kind === 'field') return lowering.operand(expression.name, expression.span)
  if (expression.kind !== 'call') return undefined
  const [first, ...rest] = expression.arguments
  if (first === undefined || rest.length > 0) return undefined
  const name = expression.name.toLowerCase()
  if (name !== 'lower' && name !== 'upper' && name !== 'tonumber' && name !== 'tostring') {
    return undefined
  }
  const inner = findOperand(first, lowering)
  if (inner === undefined) return undefined
  if (name === 'tostring') return inner.isNumber ? undefined : inner
  if (name === 'tonumber')
    return inner.fold === undefined ? { ...inner, isNumber: true } : undefined
  return inner.isNumber ? undefined : { ...inner, fold: name }
}

/** The field, or what a stage before the condition computes. */
export function toOperand(expression: SplExpression, lowering: SplLowering): Operand {
  return findOperand(expression, lowering) ?? computeOperand(expression, lowering)
}

export function computeOperand(expression: SplExpression, lowering: SplLowering): Operand {
  const isAggregate = readsAggregate(expression, lowering)
  if (isAggregate) lowering.usesAggregate = true
  return lowering.compute(expression, isAggregate, findComputation(expression, lowering))
}

/** Whether something that is computed of groups goes into the expression. */
export function readsAggregate(expression: SplExpression, lowering: SplLowering): boolean {
  return fieldsIn(expression).some(({ name }) => lowering.fields.find(name).isAggregate)
}
