import type { EsqlExpression } from '../../src/frontends/esql/index.ts'
import type { Scalar } from '../../src/ir/index.ts'

/** A row of ES|QL: fields of one value each; what is not there is null. */
export type EsqlRow = Readonly<Record<string, Scalar>>

/**
 * The value of an expression on a row, computed as the documentation says it, with null for null: the
 * slow and obvious counterpart of lowering. It knows what conditions in tests are made of.
 */
export function valueOfEsql(expression: EsqlExpression, row: EsqlRow): Scalar {
  const value = (inner: EsqlExpression): Scalar => valueOfEsql(inner, row)
  switch (expression.kind) {
    case 'name':
      return row[expression.parts.join('.')] ?? null
    case 'string':
    case 'boolean':
      return expression.value
    case 'number':
      return Number(expression.text)
    case 'null':
      return null
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
    case 'comparison':
      return compare(expression.operator, value(expression.left), value(expression.right))
    case 'in': {
      const operand = value(expression.operand)
      const equal = expression.values.map(member => compare('==', operand, value(member)))
      const isAny = equal.includes(true) ? true : equal.includes(null) ? null : false
      return expression.isNegated ? negate(isAny) : isAny
    }
    case 'like': {
      const operand = value(expression.operand)
      if (typeof operand !== 'string') return null
      const isAny = expression.patterns.some(
        pattern => pattern.kind === 'string' && followsPattern(operand, pattern.value),
      )
      return isAny !== expression.isNegated
    }
    case 'is_null':
      return (value(expression.operand) === null) !== expression.isNegated
    case 'call':
      return call(expression.name, expression.arguments, value)
    default:
      throw new Error(`the reference knows no ${expression.kind}`)
  }
}

function negate(value: Scalar): Scalar {
  return value === null ? null : value !== true
}

function compare(operator: string, left: Scalar, right: Scalar): Scalar {
  if (left === null || right === null) return null
  switch (operator) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    default:
      return left >= right
  }
}

/** Tries every length that a star may have. */
function followsPattern(text: string, pattern: string): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text === ''
  const tail = rest.join('')
  if (first === '*') {
    return [...text, ''].some((_, length) => followsPattern(text.slice(length), tail))
  }
  return text !== '' && (first === '?' || first === text[0]) && followsPattern(text.slice(1), tail)
}

function call(
  name: string,
  args: readonly EsqlExpression[],
  value: (expression: EsqlExpression) => Scalar,
): Scalar {
  switch (name) {
    case 'COALESCE':
      return args.map(value).find(one => one !== null) ?? null
    case 'CASE': {
      for (let at = 0; at < args.length; at += 2) {
        const [condition, chosen] = args.slice(at, at + 2)
        if (condition === undefined) break
        if (chosen === undefined) return value(condition)
        if (value(condition) === true) return value(chosen)
      }
      return null
    }
  }
  const [subject, other] = args.map(value)
  if (typeof subject !== 'string') return null
  if (name === 'TO_LOWER') return subject.toLowerCase()
  if (typeof other !== 'string') return null
  if (name === 'STARTS_WITH') return subject.startsWith(other)
  return name === 'ENDS_WITH' ? subject.endsWith(other) : subject.includes(other)
}
