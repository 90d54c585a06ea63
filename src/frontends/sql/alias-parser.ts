import { noAliases } from './keywords.ts'
import type { SqlNamePart } from './syntax.ts'
import type { SqlTokens } from './tokens.ts'

/** `AS name`, or a name alone. */
export function parseAlias(tokens: SqlTokens): SqlNamePart | undefined {
  const isSaid = tokens.acceptWord('as')
  const { kind, span, value } = tokens.peek()
  const isAlias = kind === 'quoted' || (kind === 'word' && (isSaid || !noAliases.has(value)))
  if (isAlias) {
    tokens.advance()
    return kind === 'quoted'
      ? { text: value, isQuoted: true }
      : { text: tokens.textOf(span), isQuoted: false }
  }
  // SQLite takes a text for an alias.
  if (kind === 'string' && isSaid) {
    tokens.advance()
    return { text: value, isQuoted: true }
  }
  if (isSaid) tokens.expected('a name')
  return undefined
}
