import { assertNever } from '../../base/index.ts'
import type { MqlExpression } from './syntax.ts'

/** What binds: an operand is put in parentheses when it binds less than its place needs. */
const strengths = {
  or: 0,
  and: 1,
  not: 2,
  test: 3,
  sum: 4,
  product: 5,
  sign: 6,
  primary: 7,
} as const

type Level = keyof typeof strengths

function levelOf(expression: MqlExpression): Level {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'sign':
      return expression.kind
    case 'comparison':
    case 'membership':
    case 'presence':
      return 'test'
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? 'sum' : 'product'
    default:
      return 'primary'
  }
}

function printOperand(expression: MqlExpression, place: Level): string {
  const text = printMql(expression)
  return strengths[levelOf(expression)] < strengths[place] ? `(${text})` : text
}

/**
 * The canonical text of a query: reading it again gives the same tree. Comments and the author’s layout
 * are not in the tree; errors print as they were written. It also names the value that it computes.
 */
export function printMql(expression: MqlExpression): string {
  switch (expression.kind) {
    case 'text':
      return printText(expression.value, expression.isRaw)
    case 'number':
      return expression.text
    case 'boolean':
      return String(expression.value)
    case 'null':
      return 'null'
    case 'name':
      return expression.name
    case 'item':
      return '.'.repeat(expression.depth)
    case 'list':
      return `$${expression.name}`
    case 'member': {
      const { object, name } = expression
      const separator = object.kind === 'item' ? '' : '.'
      return `${printOperand(object, 'primary')}${separator}${name}`
    }
    case 'index':
      return `${printOperand(expression.object, 'primary')}[${printMql(expression.index)}]`
    case 'call': {
      const list = expression.arguments.map(({ name, value }) =>
        name === undefined ? printMql(value) : `${name}=${printMql(value)}`,
      )
      return `${expression.name}(${list.join(', ')})`
    }
    case 'array':
      return `[${printList(expression.items)}]`
    case 'sign':
      return `-${printOperand(expression.operand, 'sign')}`
    case 'arithmetic': {
      const level = levelOf(expression)
      const left = printOperand(expression.left, level)
      const right = printOperand(expression.right, level === 'sum' ? 'product' : 'sign')
      return `${left} ${expression.operator} ${right}`
    }
    case 'comparison': {
      const [first, ...others] = expression.operands.map(operand => printOperand(operand, 'sum'))
      const rest = others.map((operand, i) => ` ${expression.operators[i] ?? ''} ${operand}`)
      return `${first ?? ''}${rest.join('')}`
    }
    case 'membership': {
      const { operand, isNegated, ignoresCase, isList, values } = expression
      const word = `${isNegated ? 'not ' : ''}in${ignoresCase ? '~' : ''}`
      const list = isList
        ? `(${printList(values)})`
        : values.map(value => printOperand(value, 'sum')).join(', ')
      return `${printOperand(operand, 'sum')} ${word} ${list}`
    }
    case 'presence': {
      const word = expression.isNull ? 'is null' : 'is not null'
      return `${printOperand(expression.operand, 'sum')} ${word}`
    }
    case 'number_of':
      return `${expression.number} of (${printList(expression.items)})`
    case 'not':
      return `not ${printOperand(expression.operand, 'not')}`
    case 'and':
    case 'or': {
      // An operand of the same kind was in parentheses, or it would be none.
      const place = expression.kind === 'or' ? 'and' : 'not'
      return expression.operands
        .map(operand => printOperand(operand, place))
        .join(` ${expression.kind} `)
    }
    case 'error':
      return expression.text
    default:
      return assertNever(expression)
  }
}

function printList(items: readonly MqlExpression[]): string {
  return items.map(printMql).join(', ')
}

function printText(value: string, isRaw: boolean): string {
  if (isRaw) return `'${value.replaceAll("'", "''")}'`
  return `"${value.replace(/["\\\r\n\t]/g, character => escapes[character] ?? character)}"`
}

const escapes: Readonly<Record<string, string>> = {
  '\r': '\\r',
  '\n': '\\n',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
}
