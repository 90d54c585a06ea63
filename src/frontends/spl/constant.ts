import { unescapeText } from './escapes.ts'
import type { SplExpression } from './syntax.ts'

/** A value that stands in the search itself. */
export type Constant = string | number | boolean | null

/** The value of an expression that no event changes; `undefined` if there is none. */
export function findConstant(expression: SplExpression): Constant | undefined {
  switch (expression.kind) {
    case 'string':
      return unescapeText(expression.raw)
    case 'number':
      return Number(expression.text)
    case 'negative': {
      const value = findConstant(expression.operand)
      return typeof value === 'number' ? -value : undefined
    }
    case 'call': {
      if (expression.arguments.length > 0) return undefined
      switch (expression.name.toLowerCase()) {
        case 'true':
          return true
        case 'false':
          return false
        case 'null':
          return null
        default:
          return undefined
      }
    }
    case 'field':
      // `null` without brackets is a field that no event has.
      return expression.name === 'null' ? null : undefined
    default:
      return undefined
  }
}
