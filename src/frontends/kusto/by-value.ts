import type { Condition } from '../../ir/condition/index.ts'
import { type Expression, not } from '../../ir/index.ts'
import { resolve } from './constant.ts'
import { findOperand } from './lower-operand.ts'
import { isEmpty } from './lower-test.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoCall, KustoExpression } from './syntax.ts'

/** Arguments of `case` and `coalesce` that are followed, at the most. */
const maxArguments = 40

/** Whether a call chooses one of its arguments, in a way that can be followed. */
export function isChoice({ name, arguments: { length } }: KustoCall): boolean {
  if (length > maxArguments) return false
  if (name === 'iff' || name === 'iif') return length === 3
  return (name === 'case' && length >= 3) || (name === 'coalesce' && length >= 2)
}

/**
 * A condition on a value that `iff`, `case` or `coalesce` chooses: the same condition on each that it may
 * choose.
 */
export function byValue(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
  lower: (value: KustoExpression, scope: Scope) => Condition | undefined,
): Condition | undefined {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  if (value.kind !== 'call' || !isChoice(value)) return lower(expression, scope)
  const follow = value.name === 'coalesce' ? byCoalesce : byCase
  return lowering.choice(() =>
    follow(value.arguments, inner, lowering, (part, own) => byValue(part, own, lowering, lower)),
  )
}

/** “Returns the first non-null (or non-empty for string) expression.” */
function byCoalesce(
  [first, ...rest]: readonly KustoExpression[],
  scope: Scope,
  lowering: KustoLowering,
  lower: (value: KustoExpression, scope: Scope) => Condition | undefined,
): Condition | undefined {
  if (first === undefined) return undefined
  const own = lower(first, scope)
  if (rest.length === 0 || own === undefined) return own
  const operand = findOperand(first, scope, lowering)
  const other = byCoalesce(rest, scope, lowering, lower)
  if (operand === undefined || other === undefined) return undefined
  const { isTrue: isElse, isFalse: isChosen } = isEmpty(operand, first.span, lowering)
  return lowering.choose(under(isChosen, own, lowering), isElse, other)
}

/** “Returns the value of the first *then* whose *predicate* is `true`”, else the last argument. */
function byCase(
  [first, second, ...rest]: readonly KustoExpression[],
  scope: Scope,
  lowering: KustoLowering,
  lower: (value: KustoExpression, scope: Scope) => Condition | undefined,
): Condition | undefined {
  if (first === undefined) return undefined
  if (second === undefined) return lower(first, scope)
  const chosen = lowering.parts.condition(first, scope, lowering).isTrue
  const own = lower(second, scope)
  const other = byCase(rest, scope, lowering, lower)
  if (own === undefined || other === undefined) return undefined
  return lowering.choose(under(chosen, own, lowering), not(chosen), other)
}

/** A condition where another holds. */
function under(condition: Expression, own: Condition, lowering: KustoLowering): Condition {
  return {
    isTrue: lowering.conjunction([condition, own.isTrue]),
    isFalse: lowering.conjunction([condition, own.isFalse]),
  }
}
