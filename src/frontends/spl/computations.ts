import { type Computation, type ComputedValue, toNumberValue } from '../../ir/index.ts'
import { type Constant, findConstant } from './constant.ts'
import { call, type FunctionPlace, numberOf, textOf, whole } from './functions/family.ts'
import { findComputed } from './functions/known.ts'
import type { SplLowering } from './lowering.ts'
import type { SplComparison, SplExpression } from './syntax.ts'
import { parseAge } from './words.ts'

/** How an expression of `eval` is computed, where the logic can say it. */
export function findComputation(
  expression: SplExpression,
  lowering: SplLowering,
): Computation | undefined {
  const constant = findConstant(expression)
  if (constant !== undefined) return { kind: 'constant', value: toComputed(constant) }
  switch (expression.kind) {
    case 'field': {
      const { field, isDropped, lookup } = lowering.fields.find(expression.name)
      return isDropped || lookup !== undefined ? undefined : { kind: 'field', field }
    }
    case 'negative':
      return call('negate', [numberOf(expression.operand, placeIn(lowering))])
    case 'arithmetic': {
      const { operator, left, right } = expression
      const place = placeIn(lowering)
      if (operator === '.') {
        return call('concat', [textOf(left, place), textOf(right, place)])
      }
      const numbers = [numberOf(left, place), numberOf(right, place)]
      if (operator !== '/') return call(arithmetic[operator], numbers)
      // The logic’s division of whole numbers leaves no fraction; here it does.
      const one: Computation = { kind: 'constant', value: { number: 1, isFloat: true } }
      return call('divide', [call('multiply', [numbers[0], one]), numbers[1]])
    }
    case 'comparison':
      return ofComparison(expression, lowering)
    case 'call': {
      const place = placeIn(lowering)
      return findComputed(expression.name)?.(expression.arguments, place)
    }
    default:
      return undefined
  }
}

function placeIn(lowering: SplLowering): FunctionPlace {
  return { lowering, compute: expression => findComputation(expression, lowering) }
}

function toComputed(constant: Constant): ComputedValue {
  return typeof constant === 'number' ? toNumberValue(String(constant)) : constant
}

const arithmetic = { '+': 'add', '-': 'subtract', '*': 'multiply', '%': 'modulo' } as const

const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const

/** Numbers in order, and whether a time is recent: `_time>=relative_time(now(), "-70m@m")`. */
function ofComparison(
  { operator, left, right }: SplComparison,
  lowering: SplLowering,
): Computation | undefined {
  if (operator === '=' || operator === '!=') return undefined
  const seconds = operator === '<' || operator === '<=' ? undefined : findAge(right)
  if (seconds === undefined) {
    return call(orders[operator], [
      numberOf(left, placeIn(lowering)),
      numberOf(right, placeIn(lowering)),
    ])
  }
  return call('is_recent', [findComputation(left, lowering), whole(seconds)])
}

/** How many seconds ago `relative_time(now(), "-1h@h")` is, what it is rounded to apart. */
function findAge(expression: SplExpression): number | undefined {
  if (expression.kind !== 'call' || expression.name.toLowerCase() !== 'relative_time')
    return undefined
  const [from, by] = expression.arguments
  const text = by && findConstant(by)
  const isNow = from?.kind === 'call' && /^(?:now|time)$/i.test(from.name)
  return isNow && typeof text === 'string' ? parseAge(text) : undefined
}
