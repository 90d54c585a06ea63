import { joinSpans } from '../../base/index.ts'
import type {
  SqlComparisonOperator,
  SqlExpression,
  SqlLike,
  SqlLikeOperator,
  SqlQuery,
} from './syntax.ts'
import { maxSqlDepth, type SqlTokens } from './tokens.ts'
import { parseSum } from './value-parser.ts'

/** `a OR b`; `AND` binds tighter, `NOT` tighter than both. */
export function parseExpression(tokens: SqlTokens): SqlExpression {
  return operation(tokens, 'or', () => operation(tokens, 'and', () => negation(tokens)))
}

function operation(
  tokens: SqlTokens,
  kind: 'and' | 'or',
  parseOperand: () => SqlExpression,
): SqlExpression {
  const first = parseOperand()
  if (!tokens.isWord(kind)) return first
  const operands = [first]
  while (tokens.acceptWord(kind)) operands.push(parseOperand())
  return { kind, operands, span: joinSpans(first.span, operands.at(-1)?.span ?? first.span) }
}

function negation(tokens: SqlTokens): SqlExpression {
  if (!tokens.isWord('not')) return predicate(tokens)
  const { start } = tokens.advance().span
  const operand = tokens.nested(() => negation(tokens))
  return { kind: 'not', operand, span: tokens.from(start) }
}

const comparisons: Readonly<Record<string, SqlComparisonOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

/** A value with comparisons, `IN`, `LIKE`, `BETWEEN` and `IS` behind it, from left to right. */
function predicate(tokens: SqlTokens): SqlExpression {
  let left = parseSum(tokens)
  for (let count = 1; ; count++) {
    if (count > maxSqlDepth) {
      const message = `more than ${maxSqlDepth} comparisons in a row`
      return tokens.fail('sql/nesting-limit', tokens.peek().span, message)
    }
    const next = predicateBehind(left, tokens)
    if (next === undefined) return left
    left = next
  }
}

function predicateBehind(left: SqlExpression, tokens: SqlTokens): SqlExpression | undefined {
  const { start } = left.span
  const { kind, value } = tokens.peek()
  if (kind === 'symbol' && Object.hasOwn(comparisons, value)) {
    tokens.advance()
    const operator = comparisons[value] ?? '='
    const quantifier = quantifierOf(tokens)
    const right = parseSum(tokens)
    return { kind: 'comparison', operator, left, quantifier, right, span: tokens.from(start) }
  }
  if (tokens.isWord('is')) return parseIs(left, tokens)
  if (tokens.isWord('isnull', 'notnull')) {
    const isNegated = tokens.advance().value === 'notnull'
    const span = tokens.from(start)
    return { kind: 'is', isNegated, operand: left, test: 'null', other: undefined, span }
  }
  const isNegated = tokens.isWord('not')
  const operator = isNegated ? tokens.peekSecond() : tokens.peek()
  if (operator.kind !== 'word' || !lookups.has(operator.value)) return undefined
  if (isNegated) tokens.advance()
  tokens.advance()
  switch (operator.value) {
    case 'null':
      return {
        kind: 'is',
        isNegated: true,
        operand: left,
        test: 'null',
        other: undefined,
        span: tokens.from(start),
      }
    case 'in':
      return parseIn(left, isNegated, tokens)
    case 'between': {
      const low = parseSum(tokens)
      tokens.expectWord('and')
      const high = parseSum(tokens)
      return { kind: 'between', isNegated, operand: left, low, high, span: tokens.from(start) }
    }
    default:
      // The words of the table of operators that are neither of those.
      return parseLike(left, operator.value as SqlLikeOperator, isNegated, tokens)
  }
}

const lookups: ReadonlySet<string> = new Set('in between like ilike rlike regexp glob'.split(' '))

function quantifierOf(tokens: SqlTokens): 'any' | 'all' | undefined {
  if (!tokens.isWord('any', 'all', 'some')) return undefined
  const next = tokens.peekSecond()
  if (next.kind !== 'symbol' || next.value !== '(') return undefined
  return tokens.advance().value === 'all' ? 'all' : 'any'
}

/** `IS [NOT] NULL | TRUE | FALSE | DISTINCT FROM value`, in SQLite `IS [NOT] value`. */
function parseIs(operand: SqlExpression, tokens: SqlTokens): SqlExpression {
  tokens.advance()
  const isNegated = tokens.acceptWord('not')
  const base = { kind: 'is' as const, isNegated, operand }
  const { start } = operand.span
  for (const test of ['null', 'true', 'false'] as const) {
    if (tokens.acceptWord(test)) {
      return { ...base, test, other: undefined, span: tokens.from(start) }
    }
  }
  if (tokens.isWord('distinct')) {
    tokens.advance()
    tokens.expectWord('from')
    return { ...base, test: 'distinct', other: parseSum(tokens), span: tokens.from(start) }
  }
  return { ...base, test: 'same', other: parseSum(tokens), span: tokens.from(start) }
}

function parseIn(operand: SqlExpression, isNegated: boolean, tokens: SqlTokens): SqlExpression {
  const { start } = operand.span
  if (!tokens.isSymbol('(')) {
    // `IN UNNEST(a)`, `IN {{ list }}`
    const values = [parseSum(tokens)]
    return { kind: 'in', isNegated, operand, values, span: tokens.from(start) }
  }
  tokens.advance()
  const values = tokens.nested((): readonly SqlExpression[] | SqlQuery => {
    if (tokens.startsQuery()) return tokens.query()
    return tokens.separated(() => parseExpression(tokens))
  })
  tokens.expectSymbol(')')
  const known = 'kind' in values && values.kind === 'missing' ? [values] : values
  return { kind: 'in', isNegated, operand, values: known, span: tokens.from(start) }
}

function parseLike(
  operand: SqlExpression,
  operator: SqlLikeOperator,
  isNegated: boolean,
  tokens: SqlTokens,
): SqlLike {
  const quantifier = quantifierOf(tokens)
  const patterns = quantifier === undefined ? [parseSum(tokens)] : bracketed(tokens)
  const escapeMark = tokens.acceptWord('escape') ? parseSum(tokens) : undefined
  return {
    kind: 'like',
    operator,
    isNegated,
    operand,
    quantifier,
    patterns,
    escapeMark,
    span: tokens.from(operand.span.start),
  }
}

/** `(a, b)`. */
function bracketed(tokens: SqlTokens): readonly SqlExpression[] {
  if (!tokens.expectSymbol('(')) return []
  const values = tokens.nested(() => {
    return tokens.startsQuery()
      ? [scalarQuery(tokens)]
      : tokens.separated(() => parseExpression(tokens))
  })
  tokens.expectSymbol(')')
  return Array.isArray(values) ? values : []
}

function scalarQuery(tokens: SqlTokens): SqlExpression {
  const { start } = tokens
  const query = tokens.query()
  return { kind: 'scalar_query', query, span: tokens.from(start) }
}
