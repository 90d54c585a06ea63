import { reservedWords } from './keywords.ts'
import type { SqlName, SqlNamePart } from './syntax.ts'
import type { SqlTokens } from './tokens.ts'

/** `a.b`, `"a b".c`. */
export function parseName(tokens: SqlTokens): SqlName {
  const { start } = tokens.peek().span
  const parts: SqlNamePart[] = []
  for (;;) {
    const { kind, span, value } = tokens.peek()
    const isQuoted = kind === 'quoted'
    const isReserved = parts.length === 0 && reservedWords.has(value)
    if (!isQuoted && (kind !== 'word' || isReserved)) {
      tokens.expected('a name')
      break
    }
    parts.push({ text: isQuoted ? value : tokens.textOf(span), isQuoted })
    tokens.advance()
    if (!tokens.isSymbol('.')) break
    const next = tokens.peekSecond()
    if (next.kind !== 'word' && next.kind !== 'quoted') break
    tokens.advance()
  }
  return { kind: 'name', parts, span: tokens.from(start) }
}

/** `(a, b)`: names in brackets. */
export function parseNames(tokens: SqlTokens): readonly SqlName[] {
  if (!tokens.expectSymbol('(')) return []
  const names = tokens.separated(() => parseName(tokens))
  tokens.expectSymbol(')')
  return names
}
