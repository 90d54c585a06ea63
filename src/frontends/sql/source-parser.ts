import { parseAlias } from './alias-parser.ts'
import { parseCall } from './call-parser.ts'
import { parseName, parseNames } from './name-parser.ts'
import type {
  SqlJoin,
  SqlJoinKind,
  SqlName,
  SqlParameter,
  SqlSource,
  SqlTable,
  SqlTemplate,
} from './syntax.ts'
import { maxSqlDepth, type SqlTokens } from './tokens.ts'

/** What stands behind `FROM`, between commas; a comma before the next clause is passed over. */
export function parseSources(tokens: SqlTokens): readonly SqlSource[] {
  const sources = [parseJoined(tokens)]
  while (tokens.acceptSymbol(',')) {
    if (tokens.isWord('where', 'group', 'order', 'having', 'limit')) break
    sources.push(parseJoined(tokens))
  }
  return sources
}

const joinWords = ['join', 'inner', 'left', 'right', 'full', 'cross', 'natural', 'asof'] as const

/** `a LEFT JOIN b ON x JOIN c USING (y)`. */
function parseJoined(tokens: SqlTokens): SqlSource {
  const first = parseSource(tokens)
  const joins: SqlJoin[] = []
  while (tokens.isWord(...joinWords)) joins.push(parseJoin(tokens))
  if (joins.length === 0) return first
  return { kind: 'joined', first, joins, span: tokens.from(first.span.start) }
}

function parseJoin(tokens: SqlTokens): SqlJoin {
  const { start } = tokens.peek().span
  const isNatural = tokens.acceptWord('natural')
  tokens.acceptWord('asof')
  let how: SqlJoinKind = 'inner'
  for (const kind of ['inner', 'left', 'right', 'full', 'cross'] as const) {
    if (tokens.acceptWord(kind)) how = kind
  }
  tokens.acceptWord('outer')
  tokens.expectWord('join')
  const right = parseSource(tokens)
  const on = tokens.acceptWord('on') ? tokens.expression() : undefined
  const using = tokens.acceptWord('using') ? parseNames(tokens) : []
  return { how, isNatural, right, on, using, span: tokens.from(start) }
}

type Named = Pick<SqlTable, 'alias' | 'columns' | 'suffix'>

/** One table, query or function, with its alias. */
function parseSource(tokens: SqlTokens): SqlSource {
  const { start, kind, value } = { ...tokens.peek(), start: tokens.peek().span.start }
  const isLateral = tokens.acceptWord('lateral')
  const end = <T>(source: T): T & Named & { readonly span: { start: number; end: number } } => {
    const named = parseNaming(tokens)
    return { ...source, ...named, span: tokens.from(start) }
  }
  if (kind === 'template') {
    tokens.advance()
    const { span } = { span: tokens.from(start) }
    const name: SqlTemplate = { kind: 'template', text: value, span }
    return end({ kind: 'table', name, isLateral })
  }
  if (kind === 'parameter') {
    const { span } = tokens.advance()
    const name: SqlParameter = { kind: 'parameter', text: value, span }
    return end({ kind: 'table', name, isLateral })
  }
  if (tokens.isSymbol('(')) return parseBracketed(tokens, isLateral, end)
  const name = parseName(tokens)
  if (!tokens.isSymbol('(')) return end({ kind: 'table', name, isLateral })
  return parseFunction(tokens, name, isLateral, end)
}

type End = <T>(source: T) => T & Named & { readonly span: { start: number; end: number } }

/** `(SELECT …) a`, `(a JOIN b ON x)`. */
function parseBracketed(tokens: SqlTokens, isLateral: boolean, end: End): SqlSource {
  const { start } = tokens.advance().span
  const isQuery = tokens.startsQuery() || tokens.isWord('values') || isBracketedQuery(tokens)
  const inner = tokens.nested(() => (isQuery ? tokens.query() : parseJoined(tokens)))
  tokens.expectSymbol(')')
  if (inner.kind === 'query') return end({ kind: 'subquery', query: inner, isLateral })
  if (inner.kind !== 'missing') return inner
  const name: SqlName = { kind: 'name', parts: [], span: inner.span }
  return {
    kind: 'table',
    name,
    isLateral,
    alias: undefined,
    columns: [],
    suffix: undefined,
    span: tokens.from(start),
  }
}

/** Whether only brackets stand before a query. */
function isBracketedQuery(tokens: SqlTokens): boolean {
  const { start, end } = tokens
  let count = 0
  while (count < maxSqlDepth && tokens.acceptSymbol('(')) count++
  const found = tokens.startsQuery()
  tokens.rewind(start, end)
  return found
}

function parseFunction(tokens: SqlTokens, name: SqlName, isLateral: boolean, end: End): SqlSource {
  const isWrapped = name.parts.length === 1 && name.parts[0]?.text.toLowerCase() === 'table'
  let callee = name
  if (isWrapped) {
    tokens.advance()
    callee = parseName(tokens)
  }
  const call = tokens.isSymbol('(') ? parseCall(tokens, callee) : undefined
  if (isWrapped) tokens.expectSymbol(')')
  // Trino’s `UNNEST(a) WITH ORDINALITY`.
  if (tokens.isWord('with')) {
    const next = tokens.peekSecond()
    if (next.kind === 'word' && next.value === 'ordinality') {
      tokens.advance()
      tokens.advance()
    }
  }
  if (call?.kind !== 'call') return end({ kind: 'table', name: callee, isLateral })
  return end({ kind: 'table_function', isWrapped, call, isLateral })
}

const suffixWords = [
  'match_recognize',
  'pivot',
  'unpivot',
  'sample',
  'tablesample',
  'at',
  'before',
  'changes',
] as const

/** `AS a (b, c)`, with `SAMPLE (10)` and its kin before or behind it. */
function parseNaming(tokens: SqlTokens): Named {
  let suffix = parseSuffix(tokens)
  const alias = parseAlias(tokens)
  const columns = alias !== undefined && tokens.isSymbol('(') ? parseNames(tokens) : []
  suffix ??= parseSuffix(tokens)
  return { alias, columns, suffix }
}

function parseSuffix(tokens: SqlTokens): SqlTable['suffix'] {
  if (!tokens.isWord(...suffixWords)) return undefined
  const keyword = tokens.peek().value
  const { start } = tokens
  let open = 0
  tokens.advance()
  while (tokens.peek().kind === 'word' && !tokens.isWord('where', 'join', 'on')) tokens.advance()
  do {
    if (tokens.peek().kind === 'end' || (open === 0 && !tokens.isSymbol('('))) break
    if (tokens.isSymbol('(')) open++
    if (tokens.isSymbol(')')) open--
    tokens.advance()
  } while (open > 0)
  return { keyword, text: tokens.text.slice(start, tokens.end) }
}
