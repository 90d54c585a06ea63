import { assertNever } from '../../base/index.ts'
import { reservedWords } from './keywords.ts'
import type { EsqlExpression, EsqlName } from './syntax.ts'

/** How tightly the kinds of expressions bind; what binds no tighter than its place gets brackets. */
const precedence = {
  or: 1,
  and: 2,
  not: 3,
  test: 4,
  comparison: 5,
  sum: 6,
  product: 7,
  sign: 8,
  cast: 9,
  value: 10,
} as const

/** The expression on one line, which parses to the same tree. */
export function printEsqlExpression(expression: EsqlExpression): string {
  return print(expression, 0)
}

/** `a.b`, with backticks around parts that are no plain words. */
export function printName({ parts }: EsqlName): string {
  return parts
    .map((part, i) => {
      if (/^\?\??\w*$/.test(part)) return part
      const isPlain = i > 0 ? /^(?:[A-Za-z]\w*|[_@]\w+)$/ : /^(?:[A-Za-z]\w*|[_@]\w+)$/
      return isPlain.test(part) && !(i === 0 && reservedWords.has(part.toLowerCase()))
        ? part
        : `\`${part.replaceAll('`', '``')}\``
    })
    .join('.')
}

/** A text in quotation marks, with the escapes that it needs. */
export function printString(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return `"${escaped}"`
}

function print(expression: EsqlExpression, outer: number): string {
  const [text, own] = printOwn(expression)
  return own <= outer ? `(${text})` : text
}

/** What an operand or an element of a list is at least. */
function printAll(expressions: readonly EsqlExpression[], outer: number): string {
  return expressions.map(expression => print(expression, outer)).join(', ')
}

/** The text of an expression, and how tightly it binds. */
function printOwn(expression: EsqlExpression): readonly [string, number] {
  const { or, and, not, test, comparison, sum, product, sign, cast, value } = precedence
  switch (expression.kind) {
    case 'or':
      return [expression.operands.map(operand => print(operand, or)).join(' OR '), or]
    case 'and':
      return [expression.operands.map(operand => print(operand, and)).join(' AND '), and]
    case 'not':
      return [`NOT ${print(expression.operand, and)}`, not]
    case 'comparison': {
      const { left, operator, right } = expression
      return [`${print(left, comparison)} ${operator} ${print(right, comparison)}`, comparison]
    }
    case 'in': {
      const word = expression.isNegated ? 'NOT IN' : 'IN'
      const values = printAll(expression.values, test)
      return [`${print(expression.operand, test)} ${word} (${values})`, test]
    }
    case 'like':
    case 'rlike': {
      const word = `${expression.isNegated ? 'NOT ' : ''}${expression.kind.toUpperCase()}`
      const patterns = printAll(expression.patterns, cast)
      const right = expression.isList ? `(${patterns})` : patterns
      return [`${print(expression.operand, test)} ${word} ${right}`, test]
    }
    case 'is_null': {
      const word = expression.isNegated ? 'IS NOT NULL' : 'IS NULL'
      return [`${print(expression.operand, test)} ${word}`, test]
    }
    case 'match':
      return [`${print(expression.operand, test)} : ${print(expression.value, cast)}`, test]
    case 'arithmetic': {
      const isSum = expression.rest.some(({ operator }) => operator === '+' || operator === '-')
      const own = isSum ? sum : product
      const rest = expression.rest.map(
        ({ operator, operand }) => `${operator} ${print(operand, own)}`,
      )
      return [[print(expression.first, own), ...rest].join(' '), own]
    }
    case 'sign':
      return [`${expression.operator}${print(expression.operand, product)}`, sign]
    case 'cast':
      return [[print(expression.operand, cast), ...expression.types].join('::'), cast]
    case 'call':
      return [`${printCallee(expression.name)}(${printAll(expression.arguments, 0)})`, value]
    case 'name':
      return [printName(expression), value]
    case 'string':
      return [printString(expression.value), value]
    case 'number':
    case 'parameter':
      return [expression.text, value]
    case 'boolean':
      return [expression.value ? 'TRUE' : 'FALSE', value]
    case 'null':
      return ['NULL', value]
    case 'time_span':
      return [`${expression.amount} ${expression.unit}`, value]
    case 'list':
      return [`[${printAll(expression.values, comparison)}]`, value]
    case 'map': {
      const entries = expression.entries.map(
        entry => `${printString(entry.key)}: ${print(entry.value, comparison)}`,
      )
      return [entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`, value]
    }
    case 'star':
      return ['*', value]
    case 'missing':
      return ['', value]
    default:
      return assertNever(expression)
  }
}

function printCallee(name: string): string {
  return printName({ kind: 'name', parts: [name], span: { start: 0, end: 0 } })
}
