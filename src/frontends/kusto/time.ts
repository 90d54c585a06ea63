import { findConstant, resolve } from './constant.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoExpression } from './syntax.ts'

/** A time that does not depend on the event. */
export type Time =
  /** So many seconds before the query runs. */
  | { readonly kind: 'ago'; readonly seconds: number }
  /** A fixed instant, or one that is computed from when the query runs. */
  | { readonly kind: 'other' }

const timeFunctions =
  /^(?:now|ago|datetime|todatetime|startof(?:day|week|month|year)|endof(?:day|week|month|year)|datetime_add|make_datetime|bin)$/

/** The time that an expression is; `undefined` if it is none, or depends on the event. */
export function findTime(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Time | undefined {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  switch (value.kind) {
    case 'date':
      return { kind: 'other' }
    case 'arithmetic': {
      const left = findTime(value.left, inner, lowering)
      const seconds = findSeconds(value.right, inner, lowering)
      if (left === undefined || seconds === undefined) return undefined
      if (left.kind !== 'ago' || !/^[+-]$/.test(value.operator)) return { kind: 'other' }
      return { kind: 'ago', seconds: left.seconds + (value.operator === '-' ? seconds : -seconds) }
    }
    case 'call': {
      if (!timeFunctions.test(value.name)) return undefined
      const [first, ...rest] = value.arguments
      if (first === undefined) return value.name === 'now' ? { kind: 'ago', seconds: 0 } : undefined
      const seconds = findSeconds(first, inner, lowering)
      if (value.name === 'ago')
        return seconds === undefined ? { kind: 'other' } : { kind: 'ago', seconds }
      if (value.name === 'now' && seconds !== undefined) return { kind: 'ago', seconds: -seconds }
      const isConstant = [first, ...rest].some(
        argument =>
          findTime(argument, inner, lowering) !== undefined ||
          (value.name !== 'bin' && findConstant(argument, inner, lowering) !== undefined),
      )
      return isConstant ? { kind: 'other' } : undefined
    }
    default:
      return undefined
  }
}

/** The span of time that an expression is, in seconds. */
export function findSeconds(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): number | undefined {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  switch (value.kind) {
    case 'time_span':
      return value.seconds
    case 'sign': {
      const seconds = findSeconds(value.operand, inner, lowering)
      return seconds === undefined || value.operator === '+' ? seconds : -seconds
    }
    case 'arithmetic': {
      const left = findSeconds(value.left, inner, lowering)
      const right = findSeconds(value.right, inner, lowering)
      const factor = findConstant(left === undefined ? value.left : value.right, inner, lowering)
      if (value.operator === '*' && typeof factor === 'number') {
        const seconds = left ?? right
        return seconds === undefined ? undefined : seconds * factor
      }
      if (left === undefined || right === undefined) return undefined
      if (value.operator === '+') return left + right
      return value.operator === '-' ? left - right : undefined
    }
    default:
      return undefined
  }
}

/** Columns that hold when an event happened, or when it came in, in every table that has them. */
export function isEventTime(field: string): boolean {
  return /^(?:TimeGenerated|Timestamp|EventStartTime|_TimeReceived|ingestion_time\(\))$/.test(field)
}
