import { parseAlias } from './alias-parser.ts'
import { parseName, parseNames } from './name-parser.ts'
import { parseOrders, parseWindow } from './order-parser.ts'
import { parseSources } from './source-parser.ts'
import type {
  SqlBody,
  SqlCte,
  SqlExpression,
  SqlItem,
  SqlQuery,
  SqlSelect,
  SqlSetOperation,
  SqlSetOperator,
} from './syntax.ts'
import type { SqlTokens } from './tokens.ts'

/** `WITH a AS (…) SELECT … UNION … ORDER BY … LIMIT …`. */
export function parseQuery(tokens: SqlTokens): SqlQuery {
  const { start } = tokens.peek().span
  const outer = tokens.isBroken
  tokens.isBroken = false
  const ctes = tokens.acceptWord('with') ? parseCtes(tokens) : []
  const body = parseSet(tokens)
  const orderBy = tokens.isWord('order') ? parseOrders(tokens) : []
  let limit: SqlExpression | undefined
  let offset: SqlExpression | undefined
  for (;;) {
    if (tokens.acceptWord('limit')) {
      limit = tokens.value()
      // SQLite’s `LIMIT offset, count`.
      if (tokens.acceptSymbol(',')) [offset, limit] = [limit, tokens.value()]
    } else if (tokens.acceptWord('offset')) {
      offset = tokens.value()
      if (tokens.isWord('row', 'rows')) tokens.advance()
    } else if (tokens.isWord('fetch')) limit = parseFetch(tokens)
    else break
  }
  const isBroken = tokens.isBroken
  tokens.isBroken ||= outer
  const span = tokens.from(Math.min(start, tokens.end))
  const query = { kind: 'query' as const, with: ctes, body, orderBy, limit, offset, span }
  return isBroken ? { ...query, isBroken } : query
}

/** `FETCH FIRST 10 ROWS ONLY`. */
function parseFetch(tokens: SqlTokens): SqlExpression {
  tokens.advance()
  if (tokens.isWord('first', 'next')) tokens.advance()
  const count = tokens.value()
  while (tokens.isWord('row', 'rows', 'only')) tokens.advance()
  return count
}

function parseCtes(tokens: SqlTokens): readonly SqlCte[] {
  tokens.acceptWord('recursive')
  const ctes: SqlCte[] = []
  do {
    // `WITH a AS (…), {{ macro('a') }}`: the macro goes on with the query.
    if (tokens.peek().kind === 'template' || tokens.startsQuery()) break
    ctes.push(parseCte(tokens))
  } while (tokens.acceptSymbol(','))
  return ctes
}

function parseCte(tokens: SqlTokens): SqlCte {
  const name = parseName(tokens)
  const columns = tokens.isSymbol('(') ? parseNames(tokens) : []
  tokens.expectWord('as')
  if (tokens.isWord('materialized')) tokens.advance()
  const { start } = tokens
  tokens.expectSymbol('(')
  const query = tokens.nested(() => parseQuery(tokens))
  tokens.expectSymbol(')')
  const span = tokens.from(name.span.start)
  return { name, columns, query: query.kind === 'query' ? query : unread(tokens, start), span }
}

function unread(tokens: SqlTokens, start: number): SqlQuery {
  const span = tokens.from(start)
  return {
    kind: 'query',
    with: [],
    body: { kind: 'unread', text: tokens.textOf(span), span },
    orderBy: [],
    limit: undefined,
    offset: undefined,
    isBroken: true,
    span,
  }
}

const setOperators: Readonly<Record<string, SqlSetOperator>> = {
  union: 'union',
  except: 'except',
  minus: 'except',
}

/** `a UNION b`; `INTERSECT` binds tighter. */
function parseSet(tokens: SqlTokens): SqlBody {
  return setLevel(tokens, setOperators, () =>
    setLevel(tokens, { intersect: 'intersect' }, () => parseBody(tokens)),
  )
}

function setLevel(
  tokens: SqlTokens,
  operators: Readonly<Record<string, SqlSetOperator>>,
  parseOperand: () => SqlBody,
): SqlBody {
  const first = parseOperand()
  const rest: SqlSetOperation['rest'][number][] = []
  while (tokens.isWord(...Object.keys(operators))) {
    const operator = operators[tokens.advance().value] ?? 'union'
    const isAll = tokens.acceptWord('all')
    if (!isAll) tokens.acceptWord('distinct')
    rest.push({ operator, isAll, operand: parseOperand() })
  }
  if (rest.length === 0) return first
  return { kind: 'set', first, rest, span: tokens.from(first.span.start) }
}

function parseBody(tokens: SqlTokens): SqlBody {
  const { kind, span, value } = tokens.peek()
  if (kind === 'template') {
    tokens.advance()
    tokens.note('sql/template', span, `the macro ${value} is not expanded`)
    return { kind: 'template', text: value, span }
  }
  if (tokens.isWord('select')) return parseSelect(tokens)
  if (tokens.isWord('values')) {
    tokens.advance()
    const rows = tokens.separated(() => tokens.expression())
    return { kind: 'values', rows, span: tokens.from(span.start) }
  }
  if (tokens.isSymbol('(')) {
    tokens.advance()
    const query = tokens.nested(() => parseQuery(tokens))
    tokens.expectSymbol(')')
    if (query.kind === 'query') return query
  } else tokens.expected('SELECT')
  const inner = tokens.from(span.start)
  return { kind: 'unread', text: tokens.textOf(inner), span: inner }
}

function parseSelect(tokens: SqlTokens): SqlSelect {
  const { start } = tokens.advance().span
  const before = tokens.isBroken
  tokens.isBroken = false
  const isDistinct = tokens.acceptWord('distinct')
  if (!isDistinct) tokens.acceptWord('all')
  const top = tokens.isWord('top') ? parseTop(tokens) : undefined
  const items = parseItems(tokens)
  endClause(tokens, 'a comma or FROM')
  const from = tokens.acceptWord('from') ? parseSources(tokens) : []
  endClause(tokens)
  const where = tokens.acceptWord('where') ? tokens.expression() : undefined
  endClause(tokens)
  let groupBy: SqlSelect['groupBy'] = []
  if (tokens.acceptWord('group')) {
    tokens.expectWord('by')
    if (!tokens.acceptWord('all')) groupBy = tokens.separated(() => tokens.expression())
    else groupBy = 'all'
  }
  endClause(tokens)
  const having = tokens.acceptWord('having') ? tokens.expression() : undefined
  endClause(tokens)
  const windows = parseWindows(tokens)
  const qualify = tokens.acceptWord('qualify') ? tokens.expression() : undefined
  endClause(tokens)
  if (!isAtEnd(tokens)) tokens.expected('the end of the query', 'clauses have one order')
  const isBroken = tokens.isBroken
  tokens.isBroken ||= before
  return {
    kind: 'select',
    isDistinct,
    top,
    items,
    from,
    where,
    groupBy,
    having,
    windows,
    qualify,
    ...(isBroken ? { isBroken } : {}),
    span: tokens.from(start),
  }
}

/** Tells what does not belong to a clause, and passes over it. */
function endClause(tokens: SqlTokens, what = 'the next clause'): void {
  if (isAtEnd(tokens)) return
  if (tokens.isWord('from', 'where', 'group', 'having', 'window', 'qualify')) return
  tokens.expected(what)
}

/** Whether what stands here goes on behind a `SELECT`, or ends it. */
function isAtEnd(tokens: SqlTokens): boolean {
  if (tokens.peek().kind === 'end' || tokens.isSymbol(')', ';')) return true
  return tokens.isWord('order', 'limit', 'offset', 'fetch', 'union', 'intersect', 'except', 'minus')
}

/** `TOP 10`, `TOP (10)`; `top` alone is a column. */
function parseTop(tokens: SqlTokens): SqlExpression | undefined {
  const next = tokens.peekSecond()
  if (next.kind !== 'number' && !(next.kind === 'symbol' && next.value === '(')) return undefined
  tokens.advance()
  const { kind, value, span } = tokens.peek()
  if (kind !== 'number') return tokens.value()
  tokens.advance()
  return { kind: 'number', text: value, span }
}

function parseItems(tokens: SqlTokens): readonly SqlItem[] {
  const items = [parseItem(tokens)]
  // A comma behind the last item is allowed in Snowflake.
  while (tokens.acceptSymbol(',') && !tokens.isWord('from')) items.push(parseItem(tokens))
  return items
}

function parseItem(tokens: SqlTokens): SqlItem {
  const { start } = tokens.peek().span
  const value = tokens.expression()
  const alias = parseAlias(tokens)
  return { value, alias, span: tokens.from(Math.min(start, tokens.end)) }
}

/** `WINDOW w AS (…), v AS (…)`. */
function parseWindows(tokens: SqlTokens): SqlSelect['windows'] {
  if (!tokens.acceptWord('window')) return []
  return tokens.separated(() => {
    const name = parseName(tokens)
    tokens.expectWord('as')
    return { name, window: parseWindow(tokens) }
  })
}
