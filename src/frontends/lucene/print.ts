import { assertNever } from '../../base/index.ts'
import type { LuceneBound, LuceneClause, LuceneNode, LuceneQuery } from './syntax.ts'

/**
 * The query string of a syntax tree; parsed again, it gives the same tree. Of what is missing nothing
 * is printed.
 */
export function printLucene(query: LuceneQuery): string {
  return query.clauses.map(printClause).join(' ')
}

function printClause({ conjunction, modifier, field, node, boost }: LuceneClause): string {
  return [
    conjunction === undefined ? '' : `${conjunction} `,
    modifier ?? '',
    field === undefined ? '' : `${field.name === '*' ? '*' : escapeText(field.name)}:`,
    printNode(node),
    boost === undefined ? '' : `^${boost}`,
  ].join('')
}

function printNode(node: LuceneNode): string {
  switch (node.kind) {
    case 'term': {
      const words = node.tokens.map((token, i) => {
        if (token.kind !== 'literal') return token.kind === 'any_one' ? '?' : '*'
        const isWord = i === 0 && node.tokens.length === 1
        return isWord ? escapeText(token.text) : escapePiece(token.text, i === 0)
      })
      return words.join('') + printFuzzy(node.fuzziness)
    }
    case 'words':
      return node.words.map(({ text }) => escapeText(text)).join(' ')
    case 'phrase':
      return `"${escapeQuoted(node.text)}"${printFuzzy(node.slop)}`
    case 'regex':
      return `/${node.source.replaceAll('/', '\\/')}/`
    case 'range': {
      const { lower, upper } = node
      const open = lower.isInclusive ? '[' : '{'
      const close = upper.isInclusive ? ']' : '}'
      return `${open}${printBound(lower)} TO ${printBound(upper)}${close}`
    }
    case 'group':
      return `(${printLucene(node.query)})`
    case 'missing':
      return ''
    default:
      return assertNever(node)
  }
}

function printFuzzy(value: number | 'auto' | undefined): string {
  return value === undefined ? '' : value === 'auto' ? '~' : `~${value}`
}

function printBound({ text, isQuoted }: LuceneBound): string {
  if (text === undefined) return '*'
  if (isQuoted) return `"${escapeQuoted(text)}"`
  if (text === '*') return '\\*'
  return text.replace(/[ \t\r\n\u3000\]}\\]/g, toUnit).replace(/^"/, '\\"')
}

/** A whole word: one that would be read as an operator or a number of marks has a backslash. */
function escapeText(text: string): string {
  return /^(?:AND|OR|NOT|&&|\|\|)$/.test(text) ? `\\${text}` : escapePiece(text, true)
}

function escapePiece(text: string, isAtStart: boolean): string {
  const escaped = text.replace(/[ \t\r\n\u3000!():^[\]"{}~*?\\/]/g, '\\$&')
  return isAtStart ? escaped.replace(/^[-+]/, '\\$&') : escaped
}

function escapeQuoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}

function toUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
