import { assertNever } from '../../base/index.ts'
import type { KueryLiteral, KueryRangeOperator, KuerySyntax, KueryValue } from './syntax.ts'

/**
 * The query of a syntax tree, on one line; parsed again, it gives the same tree. Of what is missing
 * nothing is printed.
 */
export function printKuery(syntax: KuerySyntax): string {
  switch (syntax.kind) {
    case 'everything':
    case 'missing':
      return ''
    case 'and':
    case 'or':
      return syntax.operands
        .map(operand => inBrackets(printKuery(operand), needsBrackets(operand, syntax.kind)))
        .join(` ${syntax.kind} `)
    case 'not':
      return `not ${inBrackets(printKuery(syntax.operand), isOperation(syntax.operand))}`
    case 'is': {
      if (syntax.field === undefined) return printValue(syntax.value)
      const value = inBrackets(printValue(syntax.value), syntax.value.kind !== 'literal')
      return `${printLiteral(syntax.field)}: ${value}`
    }
    case 'range': {
      const value = printValue(syntax.value)
      return `${printLiteral(syntax.field)} ${signs[syntax.operator]} ${value}`
    }
    case 'nested':
      return `${printLiteral(syntax.field)}: { ${printKuery(syntax.query)} }`
    default:
      return assertNever(syntax)
  }
}

const signs: Readonly<Record<KueryRangeOperator, string>> = {
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
}

function printValue(value: KueryValue): string {
  switch (value.kind) {
    case 'literal':
      return printLiteral(value)
    case 'missing':
      return ''
    case 'and':
    case 'or':
      return value.operands
        .map(operand => inBrackets(printValue(operand), needsBrackets(operand, value.kind)))
        .join(` ${value.kind} `)
    case 'not':
      return `not ${inBrackets(printValue(value.operand), isOperation(value.operand))}`
    default:
      return assertNever(value)
  }
}

/** `and` binds more tightly than `or`; what is nested in its own kind was written in brackets. */
function needsBrackets(operand: KuerySyntax | KueryValue, outer: 'and' | 'or'): boolean {
  return operand.kind === 'or' || (operand.kind === 'and' && outer === 'and')
}

function isOperation(operand: KuerySyntax | KueryValue): boolean {
  return operand.kind === 'and' || operand.kind === 'or'
}

function inBrackets(text: string, isNeeded: boolean): string {
  return isNeeded ? `(${text})` : text
}

function printLiteral({ isQuoted, tokens }: KueryLiteral): string {
  const texts = tokens.map(token => (token.kind === 'literal' ? token.text : undefined))
  if (isQuoted) return `"${texts.map(text => escapeControls(escapeQuoted(text ?? ''))).join('')}"`
  return texts.map(text => (text === undefined ? '*' : escapeUnquoted(text))).join('')
}

function escapeQuoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}

function escapeUnquoted(text: string): string {
  const marked = text.replace(/[\\():<>"*{}]/g, '\\$&')
  return escapeControls(
    marked.replace(/(?<![^ \t\r\n\u00a0])(and|or|not)(?![^ \t\r\n\u00a0])/gi, escapeWord),
  )
}

/** `\not` would be a line break before “ot”. */
function escapeWord(word: string): string {
  if (word.toLowerCase() !== 'not') return `\\${word}`
  return `\\u00${word.charCodeAt(0).toString(16)}${word.slice(1)}`
}

function escapeControls(text: string): string {
  return text.replaceAll('\t', '\\t').replaceAll('\r', '\\r').replaceAll('\n', '\\n')
}
