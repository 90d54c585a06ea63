import type { SqlDialect, SqlExpression } from '../../src/frontends/sql/index.ts'
import type { Scalar } from '../../src/ir/index.ts'

/** A row of a table: columns of one value each; what is not there is null. */
export type SqlRow = Readonly<Record<string, Scalar>>

/**
 * The value of an expression on a row, computed as the documentation says it, with null for null: the
 * slow and obvious counterpart of lowering. It knows what conditions in tests are made of.
 */
export function valueOfSql(expression: SqlExpression, row: SqlRow, dialect: SqlDialect): Scalar {
  const value = (inner: SqlExpression): Scalar => valueOfSql(inner, row, dialect)
  switch (expression.kind) {
    case 'name':
      return row[expression.parts.map(({ text }) => text).join('.')] ?? null
    case 'string':
    case 'boolean':
      return expression.value
    case 'number':
      return Number(expression.text)
    case 'null':
      return null
    case 'not':
      return negate(value(expression.operand))
    case 'and':
      return all(expression.operands.map(value))
    case 'or':
      return any(expression.operands.map(value))
    case 'comparison':
      return compare(expression.operator, value(expression.left), value(expression.right))
    case 'in': {
      if ('kind' in expression.values) throw new Error('the reference knows no queries')
      const operand = value(expression.operand)
      const equal = expression.values.map(member => compare('=', operand, value(member)))
      return negateIf(expression.isNegated, any(equal))
    }
    case 'between': {
      const operand = value(expression.operand)
      const isLow = compare('>=', operand, value(expression.low))
      const isHigh = compare('<=', operand, value(expression.high))
      return negateIf(expression.isNegated, all([isLow, isHigh]))
    }
    case 'like': {
      const operand = value(expression.operand)
      const ignoresCase =
        expression.operator === 'ilike' || (expression.operator === 'like' && dialect === 'sqlite')
      const truths = expression.patterns.map(pattern => {
        const text = value(pattern)
        if (typeof operand !== 'string' || typeof text !== 'string') return null
        if (expression.operator === 'rlike') return new RegExp(`^(?:${text})$`).test(operand)
        if (ignoresCase) return followsLike(operand.toLowerCase(), text.toLowerCase())
        return followsLike(operand, text)
      })
      const isAll = expression.quantifier === 'all'
      return negateIf(expression.isNegated, isAll ? all(truths) : any(truths))
    }
    case 'is': {
      const operand = value(expression.operand)
      const other = expression.other === undefined ? null : value(expression.other)
      switch (expression.test) {
        case 'null':
          return (operand === null) !== expression.isNegated
        case 'true':
          return (operand === true) !== expression.isNegated
        case 'false':
          return (operand === false) !== expression.isNegated
        case 'same':
          return (operand === other) !== expression.isNegated
        case 'distinct':
          return (operand !== other) !== expression.isNegated
      }
      throw new Error('the reference knows no such test')
    }
    case 'case': {
      for (const branch of expression.branches) {
        const isTaken =
          expression.operand === undefined
            ? value(branch.when) === true
            : compare('=', value(expression.operand), value(branch.when)) === true
        if (isTaken) return value(branch.value)
      }
      return expression.otherwise === undefined ? null : value(expression.otherwise)
    }
    case 'call':
      return call(
        expression.name[0]?.text ?? '',
        expression.arguments.map(argument => (argument.value ? value(argument.value) : null)),
      )
    default:
      throw new Error(`the reference knows no ${expression.kind}`)
  }
}

function negate(value: Scalar): Scalar {
  return value === null ? null : value !== true
}

function negateIf(isNegated: boolean, value: Scalar): Scalar {
  return isNegated ? negate(value) : value
}

function all(values: readonly Scalar[]): Scalar {
  if (values.includes(false)) return false
  return values.includes(null) ? null : true
}

function any(values: readonly Scalar[]): Scalar {
  if (values.includes(true)) return true
  return values.includes(null) ? null : false
}

function compare(operator: string, left: Scalar, right: Scalar): Scalar {
  if (left === null || right === null) return null
  switch (operator) {
    case '=':
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

/** Tries every length that a percent sign may have. */
function followsLike(text: string, pattern: string): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text === ''
  const tail = rest.join('')
  if (first === '%') {
    return [...text, ''].some((_, length) => followsLike(text.slice(length), tail))
  }
  return text !== '' && (first === '_' || first === text[0]) && followsLike(text.slice(1), tail)
}

function call(name: string, values: readonly Scalar[]): Scalar {
  const [first = null, second = null, third = null] = values
  switch (name) {
    case 'COALESCE':
      return values.find(value => value !== null) ?? null
    case 'IFF':
      return first === true ? second : third
    case 'NVL2':
      return first === null ? third : second
    case 'EQUAL_NULL':
      return first === second
  }
  if (typeof first !== 'string') return null
  if (name === 'LOWER') return first.toLowerCase()
  if (name === 'UPPER') return first.toUpperCase()
  if (typeof second !== 'string') return null
  if (name === 'STARTSWITH') return first.startsWith(second)
  return name === 'ENDSWITH' ? first.endsWith(second) : first.includes(second)
}
