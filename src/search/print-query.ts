import { assertNever } from '../base/index.ts'
import type { Query, QueryField } from './query.ts'

/** The normal form of a query: reading it again gives the same tree. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'and':
      return printAnd(query.operands)
    case 'or':
      return query.operands.map(printOperand).join(' OR ')
    case 'not': {
      const printed = printUnary(query.operand)
      return printed.startsWith('-') ? `NOT ${printed}` : `-${printed}`
    }
    case 'text':
      return query.isQuoted ? `"${query.text}"` : query.text
    case 'field':
      return printField(query)
    default:
      return assertNever(query)
  }
}

/** A single operand stands in brackets, since only brackets make it. */
function printAnd(operands: readonly Query[]): string {
  const printed = operands.map(printUnary).join(' ')
  return operands.length === 1 ? bracketed(printed) : printed
}

/** As an operand of `OR`, which binds weaker than everything else. */
function printOperand(query: Query): string {
  return query.kind === 'or' ? bracketed(printQuery(query)) : printQuery(query)
}

/** As an operand of a conjunction or a negation. */
function printUnary(query: Query): string {
  const isBracketed = query.kind === 'or' || (query.kind === 'and' && query.operands.length > 1)
  return isBracketed ? bracketed(printQuery(query)) : printQuery(query)
}

function printField({ field, values }: QueryField): string {
  const printed = values.map(
    ({ comparison, isQuoted, text }) => (comparison ?? '') + (isQuoted ? `"${text}"` : text),
  )
  return `${field}:${printed.join(',')}`
}

/** A space keeps the closing bracket from a last word that opens one: `(a( )`. */
function bracketed(printed: string): string {
  return /\([^\s]*$/.test(printed) ? `(${printed} )` : `(${printed})`
}
