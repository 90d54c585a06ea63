import { assertNever } from '../../base/index.ts'
import { keywords } from './keywords.ts'
import type {
  EqlSyntax,
  ErrorQuery,
  EventQuery,
  Expression,
  Literal,
  Pipe,
  Query,
  Step,
} from './syntax.ts'

/**
 * The canonical text of a query: reading it again gives the same tree. Comments and the author’s
 * layout are not in the tree; errors print as they were written.
 */
export function printEql({ query, pipes }: EqlSyntax): string {
  const separator = query.kind === 'event' || query.kind === 'error' ? ' ' : '\n'
  return [printQuery(query), ...pipes.map(printPipe)].join(separator)
}

function printQuery(query: Query): string {
  switch (query.kind) {
    case 'event':
    case 'error':
      return printEvent(query)
    case 'sequence': {
      const { maxSpan } = query
      const span = maxSpan === undefined ? '' : ` with maxspan=${maxSpan.number}${maxSpan.unit}`
      return `sequence${printKeys(query.by)}${span}${printSteps(query.steps, query.until)}`
    }
    case 'sample':
      return `sample${printKeys(query.by)}${printSteps(query.steps, undefined)}`
    case 'join':
      return `join${printKeys(query.by)}${printSteps(query.steps, query.until)}`
    default:
      return assertNever(query)
  }
}

function printSteps(steps: readonly Step[], until: Step | undefined): string {
  const lines = steps.map(step => `\n  ${printStep(step)}`)
  return `${lines.join('')}${until === undefined ? '' : `\nuntil ${printStep(until)}`}`
}

function printStep({ isMissing, event, by, runs }: Step): string {
  const open = isMissing ? '![' : '['
  const repeat = runs === undefined ? '' : ` with runs=${runs.number}`
  return `${open}${printEvent(event)}]${printKeys(by)}${repeat}`
}

function printKeys(keys: readonly Expression[]): string {
  return keys.length === 0 ? '' : ` by ${keys.map(key => printOperand(key, 'sum')).join(', ')}`
}

function printPipe({ name, arguments: list }: Pipe): string {
  return `| ${[name.text, list.map(printExpression).join(', ')].filter(text => text !== '').join(' ')}`
}

/** An event query, without the brackets of a step. */
export function printEvent(event: EventQuery | ErrorQuery): string {
  if (event.kind === 'error') return event.text
  const { category, condition } = event
  const name = category === undefined ? 'any' : printCategory(category.text)
  return `${name} where ${printExpression(condition)}`
}

function printCategory(text: string): string {
  return isPlainName(text) ? text : printText(text)
}

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

function levelOf(expression: Expression): Level {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'sign':
      return expression.kind
    case 'comparison':
    case 'lookup':
      return 'test'
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? 'sum' : 'product'
    case 'literal':
    case 'field':
    case 'call':
    case 'lineage':
    case 'error':
      return 'primary'
    default:
      return assertNever(expression)
  }
}

function printOperand(expression: Expression, place: Level): string {
  const text = printExpression(expression)
  return strengths[levelOf(expression)] < strengths[place] ? `(${text})` : text
}

/** An expression in its canonical spelling; it also names the value that it computes. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression)
    case 'field':
      return `${expression.isOptional ? '?' : ''}${printFieldName(expression.name)}`
    case 'call': {
      const { name, ignoresCase, arguments: list } = expression
      return `${name}${ignoresCase ? '~' : ''}(${list.map(printExpression).join(', ')})`
    }
    case 'sign':
      return `${expression.operator}${printOperand(expression.operand, 'sign')}`
    case 'arithmetic': {
      const level = levelOf(expression)
      const left = printOperand(expression.left, level)
      const right = printOperand(expression.right, level === 'sum' ? 'product' : 'sign')
      return `${left} ${expression.operator} ${right}`
    }
    case 'comparison': {
      const left = printOperand(expression.left, 'sum')
      return `${left} ${expression.operator} ${printOperand(expression.right, 'sum')}`
    }
    case 'lookup': {
      const { operator, isNegated, isList, values } = expression
      const list = isList
        ? `(${values.map(printExpression).join(', ')})`
        : values.map(value => printOperand(value, 'sum')).join(', ')
      const word = isNegated ? `not ${operator}` : operator
      return `${printOperand(expression.operand, 'sum')} ${word} ${list}`
    }
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
    case 'lineage':
      return `${expression.relation.text} of [${printEvent(expression.event)}]`
    case 'error':
      return expression.text
    default:
      return assertNever(expression)
  }
}

function printLiteral({ value, isRaw }: Literal): string {
  if (typeof value === 'string') return isRaw ? printRawText(value) : printText(value)
  if (typeof value === 'object' && value !== null) return value.number
  return String(value)
}

/** Raw where that can be said: three quotes in a row cannot, unless at the end. */
function printRawText(value: string): string {
  return canBeRaw(value) ? `"""${value}"""` : printText(value)
}

/** Whether a text can stand in three quotes. */
export function canBeRaw(value: string): boolean {
  return !value.replace(/"{1,2}$/, '').includes('"""') && !/"{3}$/.test(value)
}

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

function printText(value: string): string {
  return `"${value.replace(/[\b\t\n\f\r"\\]/g, character => escapes[character] ?? character)}"`
}

/** Segments that are no plain words stand in backticks. */
export function printFieldName(name: string): string {
  const segments = name.split('.')
  if (segments.includes('')) return quoteName(name)
  return segments.map(segment => (isPlainName(segment) ? segment : quoteName(segment))).join('.')
}

function isPlainName(text: string): boolean {
  return /^[A-Za-z_@][A-Za-z0-9_]*$/.test(text) && !keywords.has(text)
}

function quoteName(text: string): string {
  return `\`${text.replaceAll('`', '``')}\``
}
