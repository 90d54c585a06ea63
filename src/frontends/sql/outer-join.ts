import { assertNever } from '../../base/index.ts'
import type { Expression } from '../../ir/index.ts'
import { lowerCondition } from './lower-condition.ts'
import type { LoweredSource } from './lower-source.ts'
import type { SqlLowering } from './lowering.ts'
import type { Conjunct } from './split-condition.ts'

/**
 * A `LEFT JOIN` fills what it does not find with nulls. Where a condition behind it is about that table
 * alone and no row of nulls satisfies it, those rows go again, and the join is an inner one.
 *
 *     a LEFT JOIN b ON a.id = b.id WHERE b.kind = 'x'
 */
export function withoutNeedlessNulls(
  sources: readonly LoweredSource[],
  conjuncts: readonly Conjunct[],
  lowering: SqlLowering,
): readonly LoweredSource[] {
  return sources.map((source, index) => {
    if (source.how !== 'left') return source
    const scope = lowering.scope.seenFrom(index)
    const isNeedless = conjuncts.some(conjunct => {
      if (conjunct.kind !== 'test') return false
      const { tables, isUncertain, isOuter } = conjunct.tables
      if (isUncertain || isOuter || tables.size !== 1 || !tables.has(index)) return false
      return lowering.attempt(scope, () => {
        const { isTrue } = lowerCondition(conjunct.expression, lowering)
        return ofNulls(isTrue) === false
      })
    })
    return isNeedless ? { ...source, how: 'inner' } : source
  })
}

/** Whether a condition holds of a row in which every column is null; `undefined` if that is not known. */
function ofNulls(expression: Expression): boolean | undefined {
  switch (expression.kind) {
    case 'and': {
      const truths = expression.operands.map(ofNulls)
      if (truths.includes(false)) return false
      return truths.includes(undefined) ? undefined : true
    }
    case 'or': {
      const truths = expression.operands.map(ofNulls)
      if (truths.includes(true)) return true
      return truths.includes(undefined) ? undefined : false
    }
    case 'not': {
      const truth = ofNulls(expression.operand)
      return truth === undefined ? undefined : !truth
    }
    case 'opaque':
      return undefined
    case 'test':
      // What a computed value is of nulls, nobody says.
      if (expression.derived) return undefined
      if (expression.operator === 'null') return true
      return expression.operator === 'exists' && !expression.value
    default:
      return assertNever(expression)
  }
}
