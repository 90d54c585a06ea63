import { parseName } from './name-parser.ts'
import { parsePrimary } from './primary-parser.ts'
import type { SqlArithmetic, SqlArithmeticOperator, SqlExpression, SqlPathStep } from './syntax.ts'
import { maxSqlDepth, type SqlTokens } from './tokens.ts'
import { parseType } from './type-parser.ts'

/** Operators of values by level, the loosest first. */
const levels: readonly (readonly SqlArithmeticOperator[])[] = [
  ['&', '|', '<<', '>>'],
  ['+', '-', '||'],
  ['*', '/', '%'],
]

/** A value without comparisons. */
export function parseSum(tokens: SqlTokens, level = 0): SqlExpression {
  const operators = levels[level]
  if (operators === undefined) return signed(tokens)
  const first = parseSum(tokens, level + 1)
  if (!tokens.isSymbol(...operators)) return first
  const rest: SqlArithmetic['rest'][number][] = []
  while (tokens.isSymbol(...operators)) {
    // The symbol is one of the level’s operators.
    const operator = tokens.advance().value as SqlArithmeticOperator
    rest.push({ operator, operand: parseSum(tokens, level + 1) })
  }
  return { kind: 'arithmetic', first, rest, span: tokens.from(first.span.start) }
}

function signed(tokens: SqlTokens): SqlExpression {
  if (!tokens.isSymbol('+', '-', '~')) return postfix(tokens, parsePrimary(tokens))
  const sign = tokens.advance()
  const operand = tokens.nested(() => signed(tokens))
  return {
    kind: 'sign',
    operator: sign.value === '-' ? '-' : sign.value === '~' ? '~' : '+',
    operand,
    span: tokens.from(sign.span.start),
  }
}

/** Casts and paths behind a value: `a:b.c[0]::string`. */
function postfix(tokens: SqlTokens, operand: SqlExpression): SqlExpression {
  let value = operand
  const { start } = operand.span
  for (let count = 0; count < maxSqlDepth; count++) {
    if (tokens.acceptSymbol('::')) {
      const type = parseType(tokens)
      value = { kind: 'cast', isTry: false, operand: value, type, span: tokens.from(start) }
    } else if (tokens.isSymbol('[') || (tokens.dialect.isSnowflake && tokens.isSymbol(':'))) {
      const steps = pathSteps(tokens)
      value = { kind: 'path', operand: value, steps, span: tokens.from(start) }
    } else if (tokens.isWord('collate')) {
      tokens.advance()
      parseName(tokens)
    } else if (tokens.isWord('at') && isTimeZone(tokens)) {
      tokens.advance()
      tokens.advance()
      tokens.advance()
      const zone = parsePrimary(tokens)
      const nameSpan = { start: zone.span.start, end: zone.span.start }
      value = {
        kind: 'call',
        name: [{ text: 'at_timezone', isQuoted: false }],
        isDistinct: false,
        arguments: [
          { name: undefined, value },
          { name: undefined, value: zone },
        ],
        joint: undefined,
        orderBy: [],
        nulls: undefined,
        filter: undefined,
        over: undefined,
        nameSpan,
        span: tokens.from(start),
      }
    } else return value
  }
  return tokens.fail('sql/nesting-limit', tokens.peek().span, 'too many casts and paths in a row')
}

function isTimeZone(tokens: SqlTokens): boolean {
  const next = tokens.peekSecond()
  return next.kind === 'word' && next.value === 'time'
}

/** `:field.sub[0]:other."a b"`. */
function pathSteps(tokens: SqlTokens): readonly SqlPathStep[] {
  const steps: SqlPathStep[] = []
  for (;;) {
    if (tokens.acceptSymbol('[')) {
      const value = tokens.nested(() => tokens.expression())
      tokens.expectSymbol(']')
      if (value.kind === 'string') steps.push({ kind: 'key', name: value.value, isQuoted: true })
      else steps.push({ kind: 'index', value })
    } else if (isPathKey(tokens)) {
      tokens.advance()
      const { kind, span, value } = tokens.advance()
      const isQuoted = kind === 'quoted'
      steps.push({ kind: 'key', name: isQuoted ? value : tokens.textOf(span), isQuoted })
    } else if (steps.length === 0) {
      tokens.expected('a key')
      return steps
    } else return steps
  }
}

function isPathKey(tokens: SqlTokens): boolean {
  if (!tokens.isSymbol('.') && !(tokens.dialect.isSnowflake && tokens.isSymbol(':'))) return false
  const { kind } = tokens.peekSecond()
  return kind === 'word' || kind === 'quoted' || kind === 'number' || kind === 'duration'
}
