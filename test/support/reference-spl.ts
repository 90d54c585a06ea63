import type { SplCondition, SplExpression } from '../../src/frontends/spl/index.ts'
import type { Scalar } from '../../src/ir/index.ts'

/** A result of Splunk: fields of one value each; what is not there is null. */
export type SplRow = Readonly<Record<string, Scalar>>

/**
 * Whether a condition of the search command holds of a result, as the documentation says it: the slow and
 * obvious counterpart of lowering. It knows what conditions in tests are made of.
 */
export function searchHolds(condition: SplCondition, row: SplRow): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.operands.every(operand => searchHolds(operand, row))
    case 'or':
      return condition.operands.some(operand => searchHolds(operand, row))
    case 'not':
      return !searchHolds(condition.operand, row)
    case 'comparison': {
      const value = row[condition.field.raw] ?? null
      const { raw } = condition.value
      switch (condition.operator) {
        case '=':
          return value !== null && followsPattern(fold(value), fold(raw), '*')
        case '!=':
          // “Events that do not have a value in the field are not included in the results.”
          return value !== null && !followsPattern(fold(value), fold(raw), '*')
        default:
          return typeof value === 'number' && order(condition.operator, value, Number(raw))
      }
    }
    case 'in': {
      const value = row[condition.field.raw] ?? null
      const isEqual = ({ raw }: { readonly raw: string }): boolean =>
        value !== null && followsPattern(fold(value), fold(raw), '*')
      return condition.values.some(isEqual)
    }
    default:
      throw new Error(`the reference knows no ${condition.kind}`)
  }
}

function fold(value: Scalar): string {
  return String(value).toLowerCase()
}

/** The value of an expression of `eval` on a result, with null for null. */
export function valueOfSpl(expression: SplExpression, row: SplRow): Scalar {
  const value = (inner: SplExpression): Scalar => valueOfSpl(inner, row)
  switch (expression.kind) {
    case 'field':
      return row[expression.name] ?? null
    case 'string':
      return expression.raw
    case 'number':
      return Number(expression.text)
    case 'not':
      return negate(value(expression.operand))
    case 'and': {
      const values = expression.operands.map(value)
      if (values.includes(false)) return false
      return values.includes(null) ? null : true
    }
    case 'or': {
      const values = expression.operands.map(value)
      if (values.includes(true)) return true
      return values.includes(null) ? null : false
    }
    case 'xor': {
      const [left = null, right = null] = expression.operands.map(value)
      return left === null || right === null ? null : left !== right
    }
    case 'comparison': {
      const [left, right] = [value(expression.left), value(expression.right)]
      if (left === null || right === null) return null
      if (expression.operator === '=') return left === right
      if (expression.operator === '!=') return left !== right
      return order(expression.operator, Number(left), Number(right))
    }
    case 'like': {
      const [left, right] = [value(expression.left), value(expression.right)]
      if (typeof left !== 'string' || typeof right !== 'string') return null
      return followsPattern(left, right, '%')
    }
    case 'in': {
      const operand = value(expression.operand)
      const members = expression.values.map(value)
      if (operand === null) return null
      if (members.includes(operand)) return true
      return members.includes(null) ? null : false
    }
    case 'call':
      return call(expression.name, expression.arguments, value)
    default:
      throw new Error(`the reference knows no ${expression.kind}`)
  }
}

function negate(value: Scalar): Scalar {
  return value === null ? null : value !== true
}

function order(operator: string, left: number, right: number): boolean {
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  return operator === '>' ? left > right : left >= right
}

/** Tries every length that a run may have. */
function followsPattern(text: string, pattern: string, run: '*' | '%'): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text === ''
  const tail = rest.join('')
  if (first === run) {
    return [...text, ''].some((_, length) => followsPattern(text.slice(length), tail, run))
  }
  const isOne = run === '%' && first === '_'
  return text !== '' && (isOne || first === text[0]) && followsPattern(text.slice(1), tail, run)
}

function call(
  name: string,
  args: readonly SplExpression[],
  value: (expression: SplExpression) => Scalar,
): Scalar {
  switch (name) {
    case 'coalesce':
      return args.map(value).find(one => one !== null) ?? null
    case 'if': {
      const [condition, then, otherwise] = args
      if (condition === undefined || then === undefined || otherwise === undefined) return null
      return value(condition) === true ? value(then) : value(otherwise)
    }
    case 'case': {
      for (let at = 0; at + 1 < args.length; at += 2) {
        const [condition, chosen] = args.slice(at, at + 2)
        if (condition && chosen && value(condition) === true) return value(chosen)
      }
      return null
    }
  }
  const [subject = null, other = null] = args.map(value)
  if (name === 'isnull') return subject === null
  if (name === 'isnotnull') return subject !== null
  if (typeof subject !== 'string') return null
  if (name === 'lower') return subject.toLowerCase()
  if (name === 'match' && typeof other === 'string') return new RegExp(other).test(subject)
  throw new Error(`the reference knows no ${name}`)
}
