import type { SqlTokens } from './tokens.ts'

/** `varchar(16)`, `timestamp with time zone`, `array(varchar)`: in lower case, without blanks. */
export function parseType(tokens: SqlTokens): string {
  const { kind, span, value } = tokens.peek()
  if (kind !== 'word' && kind !== 'quoted') {
    tokens.expected('a type')
    return ''
  }
  tokens.advance()
  let type = kind === 'word' ? value : tokens.textOf(span)
  if (value === 'double' && tokens.acceptWord('precision')) type = 'double precision'
  if (tokens.isWord('with', 'without') && /^timestamp/.test(value)) {
    const next = tokens.peekSecond()
    if (next.kind === 'word' && next.value === 'time') {
      type += ` ${tokens.advance().value} time zone`
      tokens.advance()
      tokens.expectWord('zone')
    }
  }
  if (!tokens.isSymbol('(')) return type
  const { start } = tokens
  let open = 0
  do {
    if (tokens.peek().kind === 'end') {
      tokens.expected('“)”')
      break
    }
    if (tokens.isSymbol('(')) open++
    if (tokens.isSymbol(')')) open--
    tokens.advance()
  } while (open > 0)
  return type + tokens.text.slice(start, tokens.end).replace(/\s+/g, '').toLowerCase()
}
