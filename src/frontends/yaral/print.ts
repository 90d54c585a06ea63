import { assertNever } from '../../base/index.ts'
import type {
  YaralExpression,
  YaralFile,
  YaralRule,
  YaralSection,
  YaralStep,
  YaralWindow,
} from './syntax.ts'

/**
 * The canonical text of a file: reading it again gives the same tree. Comments and the author’s layout
 * are not in the tree; errors print as they were written.
 */
export function printYaral({ rules }: YaralFile): string {
  return rules.map(printRule).join('\n\n')
}

function printRule({ name, sections }: YaralRule): string {
  return `rule ${name.text} {\n${sections.map(printSection).join('\n')}\n}`
}

function printSection(section: YaralSection): string {
  switch (section.kind) {
    case 'meta':
    case 'options':
      return lines(
        section.kind,
        section.pairs.map(
          ({ key, value }) => `${key.text} = ${printPairValue(section.kind, value)}`,
        ),
      )
    case 'events':
      return lines('events', section.conditions.map(printCondition))
    case 'match':
      return lines('match', [printMatch(section)])
    case 'outcome':
      return lines('outcome', section.assignments.map(printAssignment))
    case 'condition':
      return lines('condition', [printYaralExpression(section.condition)])
    case 'other':
      return lines(section.name.text, [section.text])
    default:
      return assertNever(section)
  }
}

/** A sign at the beginning would go on with the condition before. */
function printCondition(condition: YaralExpression): string {
  const text = printYaralExpression(condition)
  return /^[-[]/.test(text) ? `(${text})` : text
}

function lines(head: string, content: readonly string[]): string {
  return [`  ${head}:`, ...content.map(line => `    ${line}`)].join('\n')
}

/** Spans of time stand without quotes in options, and nowhere else. */
function printPairValue(kind: 'meta' | 'options', value: YaralExpression): string {
  const isSpan = kind === 'options' && value.kind === 'text' && /^\d+[smhdw]$/.test(value.value)
  return isSpan ? value.value : printYaralExpression(value)
}

/** `$name = value`, on one line. */
export function printAssignment({
  name,
  value,
}: {
  readonly name: { readonly text: string }
  readonly value: YaralExpression
}): string {
  const text = printYaralExpression(value)
  return name.text === '' ? text : `$${name.text} = ${text}`
}

/** `$user, $host over 5m` */
export function printMatch({
  keys,
  window,
  rest,
}: Extract<YaralSection, { kind: 'match' }>): string {
  const words = [keys.map(printYaralExpression).join(', ')]
  if (window !== undefined) words.push(printWindow(window))
  if (rest !== undefined) words.push(rest.text)
  return words.filter(word => word !== '').join(' ')
}

function printWindow({ kind, isEvery, size, pivot }: YaralWindow): string {
  const every = isEvery ? 'every ' : ''
  const suffix = pivot === undefined ? '' : ` ${pivot.side} $${pivot.variable.text}`
  return `${kind} ${every}${size.text}${suffix}`
}

/** What binds: an operand is put in parentheses when it binds less than its place needs. */
const strengths = {
  or: 0,
  and: 1,
  not: 2,
  nocase: 3,
  test: 4,
  sum: 5,
  product: 6,
  sign: 7,
  primary: 8,
} as const

type Level = keyof typeof strengths

function levelOf(expression: YaralExpression): Level {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'nocase':
    case 'sign':
      return expression.kind
    case 'comparison':
    case 'membership':
    case 'presence':
      return 'test'
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? 'sum' : 'product'
    case 'text':
    case 'regex':
    case 'number':
    case 'boolean':
    case 'field':
    case 'count':
    case 'list':
    case 'array':
    case 'call':
    case 'quantified':
    case 'number_of':
    case 'error':
      return 'primary'
    default:
      return assertNever(expression)
  }
}

function printOperand(expression: YaralExpression, place: Level): string {
  const text = printYaralExpression(expression)
  return strengths[levelOf(expression)] < strengths[place] ? `(${text})` : text
}

/** An expression in its canonical spelling; it also names the value that it computes. */
export function printYaralExpression(expression: YaralExpression): string {
  switch (expression.kind) {
    case 'text':
      return printText(expression.value, expression.isRaw)
    case 'regex':
      return `/${expression.source}/`
    case 'number':
      return expression.text
    case 'boolean':
      return String(expression.value)
    case 'field': {
      const { variable, path } = expression
      return variable === undefined ? printPath(path) : `$${variable}${printRest(path)}`
    }
    case 'count':
      return `#${expression.variable}`
    case 'list':
      return `%${expression.name}`
    case 'array':
      return `[${expression.items.map(printYaralExpression).join(', ')}]`
    case 'call':
      return `${expression.name}(${expression.arguments.map(printYaralExpression).join(', ')})`
    case 'quantified':
      return `${expression.quantifier} ${printOperand(expression.operand, 'primary')}`
    case 'sign':
      return `-${printOperand(expression.operand, 'sign')}`
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
    case 'membership': {
      const { operand, isNegated, as, list } = expression
      const word = `${isNegated ? 'not ' : ''}in${as === 'text' ? '' : ` ${as}`}`
      return `${printOperand(operand, 'sum')} ${word} ${printOperand(list, 'sum')}`
    }
    case 'presence': {
      const word = expression.isNull ? 'is null' : 'is not null'
      return `${printOperand(expression.operand, 'sum')} ${word}`
    }
    case 'nocase':
      return `${printOperand(expression.operand, 'test')} nocase`
    case 'number_of':
      return `${expression.number} of [${expression.items.map(printYaralExpression).join(', ')}]`
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

/** A field without its variable: `target.labels["key"]`. */
export function printPath(path: readonly YaralStep[]): string {
  const text = printRest(path)
  return text.startsWith('.') ? text.slice(1) : text
}

function printRest(path: readonly YaralStep[]): string {
  return path
    .map(step => {
      switch (step.kind) {
        case 'name':
          return `.${step.name}`
        case 'key':
          return `[${printText(step.key, false)}]`
        case 'index':
          return `[${step.index}]`
        default:
          return assertNever(step)
      }
    })
    .join('')
}

/** Raw where that can be said: no back quote can stand in one. */
function printText(value: string, isRaw: boolean): string {
  if (isRaw && !value.includes('`')) return `\`${value}\``
  const escaped = value.replace(/["\\\t\n\r]/g, character => escapes[character] ?? character)
  return `"${escaped}"`
}

const escapes: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}
