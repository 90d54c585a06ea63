import type { Span } from '../../base/index.ts'
import { parseCall } from './call-parser.ts'
import { reservedWords, timeUnits } from './keywords.ts'
import { parseName } from './name-parser.ts'
import type { SqlCase, SqlExpression, SqlName, SqlObject } from './syntax.ts'
import type { SqlTokens } from './tokens.ts'
import { parseType } from './type-parser.ts'

/** A value that is no operation: a literal, a name, a call, something in brackets. */
export function parsePrimary(tokens: SqlTokens): SqlExpression {
  const { kind, value, span } = tokens.peek()
  switch (kind) {
    case 'string':
      tokens.advance()
      return { kind: 'string', value, span }
    case 'number':
      tokens.advance()
      if (tokens.peek().kind === 'word' && isUnit(tokens.peek().value)) {
        const unit = tokens.advance().value
        return { kind: 'time_span', amount: value, unit, span: tokens.from(span.start) }
      }
      return { kind: 'number', text: value, span }
    case 'duration': {
      const [, amount = '', written = ''] = /^(\d+)(.*)$/.exec(value) ?? []
      const unit = written.toLowerCase()
      if (!Object.hasOwn(timeUnits, unit)) return tokens.expected('a number or a span of time')
      tokens.advance()
      return { kind: 'time_span', amount, unit, span }
    }
    case 'parameter':
      tokens.advance()
      return { kind: 'parameter', text: value, span }
    case 'template':
      tokens.advance()
      return { kind: 'template', text: value, span }
    case 'quoted':
      return nameOrCall(tokens)
    case 'word':
      return word(tokens)
    case 'symbol':
      return bySymbol(tokens)
    default:
      return tokens.expected('a value')
  }
}

function isUnit(word: string): boolean {
  return word.length > 2 && Object.hasOwn(timeUnits, word)
}

function bySymbol(tokens: SqlTokens): SqlExpression {
  const { value, span } = tokens.peek()
  switch (value) {
    case '(':
      return brackets(tokens)
    case '*':
      tokens.advance()
      return star(tokens, undefined, span)
    case '[':
      return array(tokens, span.start)
    case '{':
      return object(tokens)
    default:
      return tokens.expected('a value')
  }
}

/** `(a)`, `(a, b)`, `(SELECT …)`, `(x, y) -> z`. */
function brackets(tokens: SqlTokens): SqlExpression {
  const { start } = tokens.advance().span
  if (tokens.acceptSymbol(')')) return { kind: 'tuple', values: [], span: tokens.from(start) }
  const inner = tokens.nested((): SqlExpression | readonly SqlExpression[] =>
    tokens.startsQuery() ? scalarQuery(tokens, start) : tokens.separated(() => tokens.expression()),
  )
  tokens.expectSymbol(')')
  const span = tokens.from(start)
  const values: readonly SqlExpression[] = 'kind' in inner ? [inner] : inner
  const [only] = values
  if (tokens.isSymbol('->') && values.every(isName)) return lambda(tokens, values, start)
  if (only === undefined || values.length > 1) return { kind: 'tuple', values, span }
  return only.kind === 'scalar_query' ? { ...only, span } : only
}

function isName(value: SqlExpression): value is SqlName {
  return value.kind === 'name'
}

function lambda(tokens: SqlTokens, parameters: readonly SqlName[], start: number): SqlExpression {
  tokens.advance()
  const body = tokens.nested(() => tokens.expression())
  return { kind: 'lambda', parameters, body, span: tokens.from(start) }
}

function scalarQuery(tokens: SqlTokens, start: number): SqlExpression {
  const query = tokens.query()
  return { kind: 'scalar_query', query, span: tokens.from(start) }
}

/** `*`, `t.*`, with `EXCLUDE (a, b)` and its kin behind it. */
function star(tokens: SqlTokens, table: SqlName | undefined, at: Span): SqlExpression {
  const from = tokens.start
  const hasSuffix = tokens.isWord('exclude', 'rename', 'replace', 'ilike')
  while (tokens.isWord('exclude', 'rename', 'replace', 'ilike')) {
    tokens.advance()
    let open = 0
    do {
      if (tokens.peek().kind === 'end') break
      if (tokens.isSymbol('(')) open++
      if (tokens.isSymbol(')')) open--
      tokens.advance()
    } while (open > 0)
  }
  const suffix = hasSuffix ? tokens.text.slice(from, tokens.end) : undefined
  return { kind: 'star', table, suffix, span: tokens.from(at.start) }
}

function array(tokens: SqlTokens, start: number): SqlExpression {
  tokens.advance()
  const values = tokens.isSymbol(']')
    ? []
    : tokens.nested(() => tokens.separated(() => tokens.expression()))
  tokens.expectSymbol(']')
  const span = tokens.from(start)
  return { kind: 'array', values: Array.isArray(values) ? values : [], span }
}

/** `{'a': 1}`. */
function object(tokens: SqlTokens): SqlExpression {
  const { start } = tokens.advance().span
  const entries: SqlObject['entries'][number][] = []
  while (tokens.peek().kind === 'string') {
    const key = tokens.advance().value
    if (!tokens.expectSymbol(':')) break
    entries.push({ key, value: tokens.nested(() => tokens.expression()) })
    if (!tokens.acceptSymbol(',')) break
  }
  tokens.expectSymbol('}')
  return { kind: 'object', entries, span: tokens.from(start) }
}

/** Types that a text behind them makes a value: `DATE '2025-01-01'`. */
const literalTypes: ReadonlySet<string> = new Set(
  'timestamp timestamp_ntz timestamp_ltz timestamp_tz date time interval'.split(' '),
)

function word(tokens: SqlTokens): SqlExpression {
  const { value, span } = tokens.peek()
  switch (value) {
    case 'null':
      tokens.advance()
      return { kind: 'null', span }
    case 'true':
    case 'false':
      tokens.advance()
      return { kind: 'boolean', value: value === 'true', span }
    case 'case':
      return parseCase(tokens)
    case 'exists':
      return parseExists(tokens)
    case 'cast':
    case 'try_cast':
    case 'safe_cast':
      return parseCast(tokens)
    default:
  }
  if (literalTypes.has(value)) {
    const next = tokens.peekSecond()
    if (next.kind === 'string') return typed(tokens)
    if (value === 'interval' && next.kind === 'number') return typed(tokens)
  }
  if (value === 'array') {
    const next = tokens.peekSecond()
    if (next.kind === 'symbol' && next.value === '[') {
      tokens.advance()
      return array(tokens, span.start)
    }
  }
  if (reservedWords.has(value)) return tokens.expected('a value')
  return nameOrCall(tokens)
}

/** `TIMESTAMP '…'`, `INTERVAL '1 day'`, `INTERVAL '1' DAY`. */
function typed(tokens: SqlTokens): SqlExpression {
  const { span, value: type } = tokens.advance()
  const { value } = tokens.advance()
  const isUnitNext = type === 'interval' && tokens.peek().kind === 'word'
  const unit =
    isUnitNext && Object.hasOwn(timeUnits, tokens.peek().value) ? tokens.advance().value : undefined
  return { kind: 'typed', type, value, unit, span: tokens.from(span.start) }
}

function parseCase(tokens: SqlTokens): SqlExpression {
  const { start } = tokens.advance().span
  const read = tokens.nested((): Omit<SqlCase, 'span'> => {
    const operand = tokens.isWord('when') ? undefined : tokens.expression()
    const branches: SqlCase['branches'][number][] = []
    while (tokens.acceptWord('when')) {
      const when = tokens.expression()
      tokens.expectWord('then')
      branches.push({ when, value: tokens.expression() })
    }
    const otherwise = tokens.acceptWord('else') ? tokens.expression() : undefined
    return { kind: 'case', operand, branches, otherwise }
  })
  if (read.kind === 'missing') return read
  tokens.expectWord('end')
  return { ...read, span: tokens.from(start) }
}

function parseExists(tokens: SqlTokens): SqlExpression {
  const { start } = tokens.advance().span
  tokens.expectSymbol('(')
  const query = tokens.nested(() => tokens.query())
  tokens.expectSymbol(')')
  const span = tokens.from(start)
  return query.kind === 'missing' ? query : { kind: 'exists', query, span }
}

function parseCast(tokens: SqlTokens): SqlExpression {
  const { span, value } = tokens.advance()
  tokens.expectSymbol('(')
  const operand = tokens.nested(() => tokens.expression())
  tokens.expectWord('as')
  const type = parseType(tokens)
  tokens.expectSymbol(')')
  const isTry = value !== 'cast'
  return { kind: 'cast', isTry, operand, type, span: tokens.from(span.start) }
}

function nameOrCall(tokens: SqlTokens): SqlExpression {
  const name = parseName(tokens)
  if (tokens.isSymbol('.')) {
    const next = tokens.peekSecond()
    if (next.kind === 'symbol' && next.value === '*') {
      tokens.advance()
      tokens.advance()
      return star(tokens, name, name.span)
    }
  }
  if (tokens.isSymbol('(')) return parseCall(tokens, name)
  if (tokens.isSymbol('->')) return lambda(tokens, [name], name.span.start)
  return name
}
