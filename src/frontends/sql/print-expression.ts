import { assertNever } from '../../base/index.ts'
import { dialects, type SqlDialect } from './dialect.ts'
import type {
  SqlCall,
  SqlCase,
  SqlExpression,
  SqlIs,
  SqlNamePart,
  SqlOrder,
  SqlPath,
  SqlQuery,
  SqlWindow,
} from './syntax.ts'

/** How tightly the kinds of expressions bind; what binds no tighter than its place gets brackets. */
const precedence = {
  or: 1,
  and: 2,
  not: 3,
  test: 4,
  bits: 5,
  sum: 6,
  product: 7,
  sign: 8,
  postfix: 9,
  value: 10,
} as const

/** Prints expressions and what they hold on one line, so that they parse to the same trees. */
export class SqlExpressionPrinter {
  private readonly dialect: SqlDialect
  private readonly printQuery: (query: SqlQuery) => string

  constructor(dialect: SqlDialect, printQuery: (query: SqlQuery) => string) {
    this.dialect = dialect
    this.printQuery = printQuery
  }

  print(expression: SqlExpression, outer = 0): string {
    const [text, own] = this.printOwn(expression)
    return own <= outer ? `(${text})` : text
  }

  all(expressions: readonly SqlExpression[], outer = 0): string {
    return expressions.map(expression => this.print(expression, outer)).join(', ')
  }

  /** A text in quotation marks, with the escapes that the dialect needs. */
  text(value: string): string {
    const doubled = value.replaceAll("'", "''")
    const { hasBackslashEscapes } = dialects[this.dialect]
    return `'${hasBackslashEscapes ? doubled.replaceAll('\\', '\\\\') : doubled}'`
  }

  orders(orders: readonly SqlOrder[]): string {
    const printed = orders.map(({ value, direction, nulls }) =>
      [
        this.print(value),
        direction?.toUpperCase() ?? '',
        nulls === undefined ? '' : `NULLS ${nulls.toUpperCase()}`,
      ]
        .filter(word => word !== '')
        .join(' '),
    )
    return `ORDER BY ${printed.join(', ')}`
  }

  window({ name, partitionBy, orderBy, frame }: SqlWindow): string {
    const words = [
      name === undefined ? '' : printName(name.parts),
      partitionBy.length === 0 ? '' : `PARTITION BY ${this.all(partitionBy)}`,
      orderBy.length === 0 ? '' : this.orders(orderBy),
      frame ?? '',
    ].filter(word => word !== '')
    const isName = words.length === 1 && name !== undefined
    return isName ? (words[0] ?? '') : `(${words.join(' ')})`
  }

  /** The text of an expression, and how tightly it binds. */
  private printOwn(expression: SqlExpression): readonly [string, number] {
    const { or, and, not, test, sign, postfix, value } = precedence
    switch (expression.kind) {
      case 'or':
        return [expression.operands.map(operand => this.print(operand, or)).join(' OR '), or]
      case 'and':
        return [expression.operands.map(operand => this.print(operand, and)).join(' AND '), and]
      case 'not':
        return [`NOT ${this.print(expression.operand, and)}`, not]
      case 'comparison': {
        const { left, operator, quantifier, right } = expression
        const word = quantifier === undefined ? '' : `${quantifier.toUpperCase()} `
        const printed =
          quantifier !== undefined && right.kind !== 'tuple' && right.kind !== 'scalar_query'
            ? `(${this.print(right)})`
            : this.print(right, test)
        return [`${this.print(left, test)} ${operator} ${word}${printed}`, test]
      }
      case 'in': {
        const word = expression.isNegated ? 'NOT IN' : 'IN'
        const { values } = expression
        const inner = 'kind' in values ? this.printQuery(values) : this.all(values)
        return [`${this.print(expression.operand, test)} ${word} (${inner})`, test]
      }
      case 'like': {
        const { operand, operator, quantifier, patterns, escapeMark } = expression
        const not = expression.isNegated ? 'NOT ' : ''
        const list = this.all(patterns)
        const right =
          quantifier === undefined
            ? patterns.map(pattern => this.print(pattern, test)).join(', ')
            : `${quantifier.toUpperCase()} (${list})`
        const end = escapeMark === undefined ? '' : ` ESCAPE ${this.print(escapeMark, test)}`
        return [`${this.print(operand, test)} ${not}${operator.toUpperCase()} ${right}${end}`, test]
      }
      case 'between': {
        const { operand, low, high } = expression
        const word = expression.isNegated ? 'NOT BETWEEN' : 'BETWEEN'
        const bounds = `${this.print(low, test)} AND ${this.print(high, test)}`
        return [`${this.print(operand, test)} ${word} ${bounds}`, test]
      }
      case 'is':
        return [this.is(expression), test]
      case 'exists':
        return [`EXISTS (${this.printQuery(expression.query)})`, value]
      case 'arithmetic': {
        const own = levelOf(expression.rest[0]?.operator ?? '+')
        const rest = expression.rest.map(
          ({ operator, operand }) => `${operator} ${this.print(operand, own)}`,
        )
        return [[this.print(expression.first, own), ...rest].join(' '), own]
      }
      case 'sign': {
        // Two signs in a row would begin a comment.
        const inner = this.print(expression.operand, sign - 1)
        const isSigned = /^[-+~]/.test(inner)
        return [`${expression.operator}${isSigned ? `(${inner})` : inner}`, sign]
      }
      case 'cast': {
        if (!expression.isTry) {
          return [`${this.print(expression.operand, postfix - 1)}::${expression.type}`, postfix]
        }
        return [`TRY_CAST(${this.print(expression.operand)} AS ${expression.type})`, value]
      }
      case 'call':
        return [this.call(expression), value]
      case 'case':
        return [this.case(expression), value]
      case 'path':
        return [this.path(expression), postfix]
      case 'name':
        return [printName(expression.parts), value]
      case 'lambda': {
        const names = expression.parameters.map(({ parts }) => printName(parts))
        const [only] = names
        const left = only !== undefined && names.length === 1 ? only : `(${names.join(', ')})`
        return [`${left} -> ${this.print(expression.body)}`, or - 1]
      }
      case 'string':
        return [this.text(expression.value), value]
      case 'number':
        return [expression.text, value]
      case 'boolean':
        return [expression.value ? 'TRUE' : 'FALSE', value]
      case 'null':
        return ['NULL', value]
      case 'typed': {
        const unit = expression.unit === undefined ? '' : ` ${expression.unit.toUpperCase()}`
        return [`${expression.type.toUpperCase()} ${this.text(expression.value)}${unit}`, value]
      }
      case 'time_span': {
        const { amount, unit } = expression
        return [`${amount}${unit.length > 2 ? ' ' : ''}${unit}`, value]
      }
      case 'array':
        return [
          `${this.dialect === 'snowflake' ? '' : 'ARRAY'}[${this.all(expression.values)}]`,
          value,
        ]
      case 'object': {
        const entries = expression.entries.map(
          entry => `${this.text(entry.key)}: ${this.print(entry.value)}`,
        )
        return [`{${entries.join(', ')}}`, value]
      }
      case 'tuple': {
        const { values } = expression
        return [`(${this.all(values)})`, value]
      }
      case 'star': {
        const table = expression.table === undefined ? '' : `${printName(expression.table.parts)}.`
        const suffix = expression.suffix === undefined ? '' : ` ${expression.suffix}`
        return [`${table}*${suffix}`, value]
      }
      case 'parameter':
      case 'template':
        return [expression.text, value]
      case 'scalar_query':
        return [`(${this.printQuery(expression.query)})`, value]
      case 'missing':
        return ['', value]
      default:
        return assertNever(expression)
    }
  }

  private is({ operand, isNegated, test, other }: SqlIs): string {
    const word = isNegated ? 'IS NOT' : 'IS'
    const left = this.print(operand, precedence.test)
    if (other === undefined) return `${left} ${word} ${test.toUpperCase()}`
    const right = this.print(other, precedence.test)
    return `${left} ${word} ${test === 'distinct' ? `DISTINCT FROM ${right}` : right}`
  }

  private call(call: SqlCall): string {
    const args = call.arguments.map(({ name, value }) => {
      const printed = value === undefined ? '' : this.print(value)
      return name === undefined ? printed : `${name} => ${printed}`
    })
    const inner =
      call.joint === undefined ? args.join(', ') : args.join(` ${call.joint.toUpperCase()} `)
    const words = [
      `${printName(call.name)}(${call.isDistinct ? 'DISTINCT ' : ''}${inner})`,
      call.orderBy.length === 0 ? '' : `WITHIN GROUP (${this.orders(call.orderBy)})`,
      call.nulls === undefined ? '' : `${call.nulls.toUpperCase()} NULLS`,
      call.filter === undefined ? '' : `FILTER (WHERE ${this.print(call.filter)})`,
      call.over === undefined ? '' : `OVER ${this.window(call.over)}`,
    ]
    return words.filter(word => word !== '').join(' ')
  }

  private case({ operand, branches, otherwise }: SqlCase): string {
    const words = [
      'CASE',
      operand === undefined ? '' : this.print(operand),
      ...branches.map(({ when, value }) => `WHEN ${this.print(when)} THEN ${this.print(value)}`),
      otherwise === undefined ? '' : `ELSE ${this.print(otherwise)}`,
      'END',
    ]
    return words.filter(word => word !== '').join(' ')
  }

  private path({ operand, steps }: SqlPath): string {
    const { isSnowflake } = dialects[this.dialect]
    const printed = steps.map((step, i) => {
      if (step.kind === 'index') return `[${this.print(step.value)}]`
      const plain = /^(?:[\p{L}_][\p{L}\p{N}_$]*|\d+)$/u.test(step.name) && !step.isQuoted
      if (!plain && (!isSnowflake || !step.isQuoted || i === 0)) return `[${this.text(step.name)}]`
      const name = plain ? step.name : `"${step.name.replaceAll('"', '""')}"`
      return `${i === 0 && isSnowflake ? ':' : '.'}${name}`
    })
    return `${this.print(operand, precedence.postfix - 1)}${printed.join('')}`
  }
}

function levelOf(operator: string): number {
  if (['*', '/', '%'].includes(operator)) return precedence.product
  return ['+', '-', '||'].includes(operator) ? precedence.sum : precedence.bits
}

/** `a.b`, with quotation marks around parts that have them. */
export function printName(parts: readonly SqlNamePart[]): string {
  return parts.map(printPart).join('.')
}

/** A word of a name, or an alias behind `AS`. */
export function printPart({ text, isQuoted }: SqlNamePart): string {
  return isQuoted ? `"${text.replaceAll('"', '""')}"` : text
}
