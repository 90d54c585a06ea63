import { always, type Condition, isNull, never } from '../../ir/condition/index.ts'
import type { Pattern } from '../../ir/index.ts'
import type { Constant } from './constant.ts'
import { followsPattern } from './like-pattern.ts'
import type { SqlLowering } from './lowering.ts'
import type { SqlComparisonOperator } from './syntax.ts'

/** Conditions on two values that are both written in the query. */

/** Numbers in any order, and other values of one type for equality; `undefined` where that takes more. */
export function compareConstants(
  operator: SqlComparisonOperator,
  left: Constant,
  right: Constant,
): Condition | undefined {
  if (left === null || right === null) return isNull
  if (typeof left !== typeof right) return undefined
  if (operator === '=') return left === right ? always : never
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  const isHeld =
    operator === '<'
      ? left < right
      : operator === '<='
        ? left <= right
        : operator === '>'
          ? left > right
          : left >= right
  return isHeld ? always : never
}

/** A text that is written follows a pattern or does not; letters of either case are not looked into. */
export function isConstantLike(
  text: string,
  tokens: Pattern,
  { facts }: SqlLowering,
): Condition | undefined {
  if (facts.likeIgnoresCase && text !== '') return undefined
  return followsPattern(text, tokens) ? always : never
}
