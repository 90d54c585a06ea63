import { parseName } from './name-parser.ts'
import type { SqlExpression, SqlOrder, SqlWindow } from './syntax.ts'
import type { SqlTokens } from './tokens.ts'

/** `ORDER BY a DESC, b`. */
export function parseOrders(tokens: SqlTokens): readonly SqlOrder[] {
  tokens.advance()
  tokens.expectWord('by')
  return tokens.separated(() => {
    const value = tokens.expression()
    const direction = tokens.isWord('asc', 'desc') ? tokens.advance().value : undefined
    let nulls: string | undefined
    if (tokens.acceptWord('nulls')) {
      if (tokens.isWord('first', 'last')) nulls = tokens.advance().value
      else tokens.expected('FIRST or LAST')
    }
    return {
      value,
      direction: direction === 'asc' || direction === 'desc' ? direction : undefined,
      nulls: nulls === 'first' || nulls === 'last' ? nulls : undefined,
    }
  })
}

/** `(PARTITION BY a ORDER BY b ROWS 5 PRECEDING)`, or the name of a window. */
export function parseWindow(tokens: SqlTokens): SqlWindow {
  const none: SqlWindow = { name: undefined, partitionBy: [], orderBy: [], frame: undefined }
  if (!tokens.isSymbol('(')) return { ...none, name: parseName(tokens) }
  tokens.advance()
  const read = tokens.nested(() => {
    const isNamed = tokens.peek().kind === 'word' && !tokens.isWord('partition', 'order', ...frames)
    const name = isNamed ? parseName(tokens) : undefined
    let partitionBy: readonly SqlExpression[] = []
    if (tokens.acceptWord('partition')) {
      tokens.expectWord('by')
      partitionBy = tokens.separated(() => tokens.expression())
    }
    const orderBy = tokens.isWord('order') ? parseOrders(tokens) : []
    return { name, partitionBy, orderBy, frame: parseFrame(tokens) }
  })
  tokens.expectSymbol(')')
  return 'kind' in read ? none : read
}

const frames: readonly string[] = ['rows', 'range', 'groups']

function parseFrame(tokens: SqlTokens): string | undefined {
  if (!tokens.isWord(...frames)) return undefined
  const { start } = tokens
  while (tokens.peek().kind !== 'end' && !tokens.isSymbol(')')) tokens.advance()
  return tokens.text.slice(start, tokens.end)
}
