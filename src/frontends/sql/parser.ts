import { limitDiagnostics, type Parsed } from '../../base/index.ts'
import { dialects, type SqlDialect } from './dialect.ts'
import { parseExpression } from './expression-parser.ts'
import { parseQuery } from './query-parser.ts'
import type { SqlQuery } from './syntax.ts'
import { SqlTokens } from './tokens.ts'
import { parseSum } from './value-parser.ts'

const grammar = { expression: parseExpression, value: parseSum, query: parseQuery }

/** Reads a query into its syntax tree. Never throws; spans are offsets in `text`. */
export function parseSqlSyntax(text: string, dialect: SqlDialect = 'snowflake'): Parsed<SqlQuery> {
  const tokens = new SqlTokens(text, dialects[dialect], grammar)
  const query = parseQuery(tokens)
  while (tokens.acceptSymbol(';'));
  if (tokens.peek().kind === 'end') {
    return { value: query, diagnostics: limitDiagnostics(tokens.diagnostics) }
  }
  const message = 'from here on the text is not read'
  const help = 'a rule has one query'
  const { span } = tokens.fail('sql/syntax', tokens.peek().span, message, help)
  while (tokens.peek().kind !== 'end') tokens.advance()
  const value: SqlQuery = {
    ...query,
    isBroken: true,
    span: tokens.from(Math.min(query.span.start, span.start)),
  }
  return { value, diagnostics: limitDiagnostics(tokens.diagnostics) }
}
