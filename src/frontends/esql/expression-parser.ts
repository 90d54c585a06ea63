import { joinSpans } from '../../base/index.ts'
import { reservedWords } from './keywords.ts'
import type {
  EsqlArithmetic,
  EsqlComparisonOperator,
  EsqlExpression,
  EsqlMap,
  EsqlName,
} from './syntax.ts'
import type { EsqlTokens } from './tokens.ts'

/** `a OR b`; `AND` binds tighter, `NOT` tighter than both. */
export function parseExpression(tokens: EsqlTokens): EsqlExpression {
  return operation(tokens, 'or', () => operation(tokens, 'and', () => negation(tokens)))
}

function operation(
  tokens: EsqlTokens,
  kind: 'and' | 'or',
  parseOperand: () => EsqlExpression,
): EsqlExpression {
  const first = parseOperand()
  if (!tokens.isWord(kind)) return first
  const operands = [first]
  while (tokens.acceptWord(kind)) operands.push(parseOperand())
  return { kind, operands, span: joinSpans(first.span, operands.at(-1)?.span ?? first.span) }
}

function negation(tokens: EsqlTokens): EsqlExpression {
  if (!tokens.isWord('not')) return test(tokens)
  const { start } = tokens.advance().span
  const operand = tokens.nested(() => negation(tokens))
  return { kind: 'not', operand, span: { start, end: operand.span.end } }
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])

/** A value, a comparison, or a value with `IN`, `LIKE`, `RLIKE`, `IS NULL` or `:` behind it. */
function test(tokens: EsqlTokens): EsqlExpression {
  const left = comparison(tokens)
  const { start } = left.span
  if (tokens.isWord('is')) {
    tokens.advance()
    const isNegated = tokens.acceptWord('not')
    if (!tokens.expectWord('null')) return missing(left, tokens)
    return { kind: 'is_null', isNegated, operand: left, span: { start, end: tokens.end } }
  }
  if (tokens.isSymbol(':')) {
    tokens.advance()
    const value = primary(tokens)
    return { kind: 'match', operand: left, value, span: joinSpans(left.span, value.span) }
  }
  const isNegated = tokens.acceptWord('not')
  if (tokens.acceptWord('in')) {
    const values = bracketed(tokens, comparison)
    return { kind: 'in', isNegated, operand: left, values, span: { start, end: tokens.end } }
  }
  const kind = tokens.isWord('like') ? 'like' : 'rlike'
  if (tokens.acceptWord(kind)) {
    const isList = tokens.isSymbol('(')
    const patterns = isList ? bracketed(tokens, primary) : [primary(tokens)]
    const span = { start, end: tokens.end }
    return { kind, isNegated, operand: left, patterns, isList, span }
  }
  return isNegated ? tokens.expected('IN, LIKE or RLIKE') : left
}

function missing(left: EsqlExpression, tokens: EsqlTokens): EsqlExpression {
  return { kind: 'missing', span: { start: left.span.start, end: tokens.end } }
}

function comparison(tokens: EsqlTokens): EsqlExpression {
  const left = sum(tokens)
  const { kind, value, span } = tokens.peek()
  if (kind === 'symbol' && comparisons.has(value)) {
    const operator = tokens.advance().value as EsqlComparisonOperator
    const right = sum(tokens)
    return { kind: 'comparison', operator, left, right, span: joinSpans(left.span, right.span) }
  }
  if (kind === 'symbol' && (value === '=' || value === '=~')) {
    const message = `“${value}” compares nothing in a condition`
    const broken = tokens.fail('esql/syntax', span, message, 'write “==”')
    return { kind: 'missing', span: joinSpans(left.span, broken.span) }
  }
  return left
}

/** `(a, b)` behind `IN`, `LIKE` or `RLIKE`. */
function bracketed(
  tokens: EsqlTokens,
  parse: (tokens: EsqlTokens) => EsqlExpression,
): readonly EsqlExpression[] {
  if (!tokens.expectSymbol('(')) return []
  const values = tokens.nested(() => separated(tokens, () => parse(tokens)))
  if (!Array.isArray(values)) return []
  tokens.expectSymbol(')')
  return values
}

/** What stands between commas. */
export function separated<T>(tokens: EsqlTokens, parse: () => T): readonly T[] {
  const values = [parse()]
  while (tokens.acceptSymbol(',')) values.push(parse())
  return values
}

function sum(tokens: EsqlTokens): EsqlExpression {
  return arithmetic(tokens, ['+', '-'], () =>
    arithmetic(tokens, ['*', '/', '%'], () => signed(tokens)),
  )
}

function arithmetic(
  tokens: EsqlTokens,
  operators: readonly string[],
  parseOperand: () => EsqlExpression,
): EsqlExpression {
  const first = parseOperand()
  if (!tokens.isSymbol(...operators)) return first
  const rest: EsqlArithmetic['rest'][number][] = []
  while (tokens.isSymbol(...operators)) {
    const operator = tokens.advance().value as EsqlArithmetic['rest'][number]['operator']
    rest.push({ operator, operand: parseOperand() })
  }
  const end = rest.at(-1)?.operand.span.end ?? first.span.end
  return { kind: 'arithmetic', first, rest, span: { start: first.span.start, end } }
}

function signed(tokens: EsqlTokens): EsqlExpression {
  if (!tokens.isSymbol('-', '+')) return cast(tokens)
  const { value, span } = tokens.advance()
  const operand = tokens.nested(() => signed(tokens))
  const operator = value === '-' ? '-' : '+'
  return { kind: 'sign', operator, operand, span: joinSpans(span, operand.span) }
}

function cast(tokens: EsqlTokens): EsqlExpression {
  const operand = primary(tokens)
  if (!tokens.isSymbol('::')) return operand
  const types: string[] = []
  while (tokens.acceptSymbol('::')) {
    const { kind, value } = tokens.peek()
    if (kind !== 'word') return tokens.expected('the name of a type')
    tokens.advance()
    types.push(value)
  }
  return { kind: 'cast', operand, types, span: { start: operand.span.start, end: tokens.end } }
}

function primary(tokens: EsqlTokens): EsqlExpression {
  const { kind, value, span } = tokens.peek()
  switch (kind) {
    case 'string':
      tokens.advance()
      return { kind: 'string', value, span }
    case 'number':
      return numberOrSpan(tokens)
    case 'parameter':
      return parameter(tokens)
    case 'quoted':
      return nameOrCall(tokens)
    case 'word':
      return named(tokens)
    case 'end':
      return tokens.expected('a value')
    case 'symbol':
      break
  }
  if (value === '(') return parenthesised(tokens)
  if (value === '[') return list(tokens)
  if (value === '{') return map(tokens)
  return tokens.expected('a value')
}

function parenthesised(tokens: EsqlTokens): EsqlExpression {
  tokens.advance()
  const inner = tokens.nested(() => parseExpression(tokens))
  tokens.expectSymbol(')')
  return inner
}

/** `15`, `15 minutes`. */
function numberOrSpan(tokens: EsqlTokens): EsqlExpression {
  const { value, span } = tokens.advance()
  const { kind, value: unit } = tokens.peek()
  if (kind !== 'word' || reservedWords.has(unit)) return { kind: 'number', text: value, span }
  tokens.advance()
  return { kind: 'time_span', amount: value, unit, span: { start: span.start, end: tokens.end } }
}

/** `?name`; one that stands for a name can be called or have more parts. */
function parameter(tokens: EsqlTokens): EsqlExpression {
  const { value, span } = tokens.advance()
  return { kind: 'parameter', text: value, span }
}

/** A literal word, a call, or a name. */
function named(tokens: EsqlTokens): EsqlExpression {
  const { value, span } = tokens.peek()
  if (value === 'true' || value === 'false') {
    tokens.advance()
    return { kind: 'boolean', value: value === 'true', span }
  }
  if (value === 'null') {
    tokens.advance()
    return { kind: 'null', span }
  }
  return reservedWords.has(value) ? tokens.expected('a value') : nameOrCall(tokens)
}

function nameOrCall(tokens: EsqlTokens): EsqlExpression {
  const name = parseName(tokens)
  if (name.parts.length > 1 || !tokens.isSymbol('(')) return name
  return call(tokens, name)
}

function call(tokens: EsqlTokens, name: EsqlName): EsqlExpression {
  tokens.advance()
  const args = tokens.isSymbol(')')
    ? []
    : tokens.nested(() => separated(tokens, () => argument(tokens)))
  tokens.expectSymbol(')')
  return {
    kind: 'call',
    name: name.parts.join('.'),
    arguments: Array.isArray(args) ? args : [],
    span: { start: name.span.start, end: tokens.end },
    nameSpan: name.span,
  }
}

function argument(tokens: EsqlTokens): EsqlExpression {
  if (!tokens.isSymbol('*')) return parseExpression(tokens)
  const { span } = tokens.advance()
  return { kind: 'star', span }
}

/** `a.b`, `` `a b`.c ``. */
export function parseName(tokens: EsqlTokens): EsqlName {
  const { start } = tokens.peek().span
  const parts: string[] = []
  do {
    const { kind, span, value } = tokens.peek()
    if (kind === 'word') parts.push(tokens.text.slice(span.start, span.end))
    else if (kind === 'quoted' || kind === 'parameter') parts.push(value)
    else {
      tokens.expected('a name')
      break
    }
    tokens.advance()
  } while (tokens.acceptSymbol('.'))
  return { kind: 'name', parts, span: { start, end: Math.max(start, tokens.end) } }
}

function list(tokens: EsqlTokens): EsqlExpression {
  const { start } = tokens.advance().span
  const values = tokens.isSymbol(']')
    ? []
    : tokens.nested(() => separated(tokens, () => sum(tokens)))
  tokens.expectSymbol(']')
  const span = { start, end: tokens.end }
  return { kind: 'list', values: Array.isArray(values) ? values : [], span }
}

/** `{ "fuzziness": "AUTO" }`. */
function map(tokens: EsqlTokens): EsqlExpression {
  const { start } = tokens.advance().span
  const entries: EsqlMap['entries'][number][] = []
  while (tokens.peek().kind === 'string') {
    const key = tokens.advance().value
    if (!tokens.expectSymbol(':')) break
    entries.push({ key, value: tokens.nested(() => sum(tokens)) })
    if (!tokens.acceptSymbol(',')) break
  }
  tokens.expectSymbol('}')
  return { kind: 'map', entries, span: { start, end: tokens.end } }
}
