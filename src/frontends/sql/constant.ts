import type { SqlLowering } from './lowering.ts'
import type { SqlArithmetic, SqlCall, SqlExpression } from './syntax.ts'

/** A value that is written in the query. */
export type Constant = string | number | boolean | null

/** The constant that an expression is; `undefined` if it is none. */
export function findConstant(
  expression: SqlExpression,
  lowering: SqlLowering,
): Constant | undefined {
  switch (expression.kind) {
    case 'string':
      return expression.value
    case 'boolean':
      // “SQLite does not have a separate Boolean storage class”: they are 0 and 1.
      return lowering.facts.quotesTexts ? Number(expression.value) : expression.value
    case 'null':
      return null
    case 'number':
      return Number(expression.text)
    case 'typed':
      return expression.type === 'interval' ? undefined : expression.value
    case 'sign': {
      const value = findConstant(expression.operand, lowering)
      if (typeof value !== 'number' || expression.operator === '~') return undefined
      return expression.operator === '-' ? -value : value
    }
    case 'cast': {
      const value = findConstant(expression.operand, lowering)
      return isTextType(expression.type) || value === null
        ? value
        : castConstant(value, expression.type)
    }
    case 'arithmetic':
      return findResult(expression, lowering)
    case 'call':
      return findCalled(expression, lowering)
    case 'name':
      return findQuotedText(expression, lowering)
    default:
      return undefined
  }
}

/**
 * A text in double quotation marks, where the dialect takes one for a text. Which columns a table has
 * is not known here; osquery’s are words in lower case, and no rule puts one in quotation marks.
 */
export function findQuotedText(
  expression: SqlExpression,
  lowering: SqlLowering,
): string | undefined {
  if (!lowering.facts.quotesTexts || expression.kind !== 'name') return undefined
  const [only] = expression.parts
  if (only === undefined || !only.isQuoted || expression.parts.length > 1) return undefined
  const isKnown = lowering.scope.tables.some(({ columns }) => columns.has(only.text.toLowerCase()))
  return isKnown || lowering.scope.findAlias(expression) !== undefined ? undefined : only.text
}

/** Types whose texts are those of the value itself; with a length they may be shorter. */
export function isTextType(type: string): boolean {
  return /^(?:string|text|n?varchar|variant|json|object)$/.test(type)
}

export function isIntegerType(type: string): boolean {
  return /^(?:int|integer|bigint|smallint|tinyint|byteint|signed)$/.test(type)
}

/** Types of numbers whose digits behind the point stay. */
export function isNumberType(type: string): boolean {
  return /^(?:number|numeric|decimal|float\d?|double|double precision|real)\b/.test(type)
}

export function isTimeType(type: string): boolean {
  return /^(?:timestamp|date|datetime)/.test(type)
}

function castConstant(value: Constant | undefined, type: string): Constant | undefined {
  if (value === undefined) return undefined
  if (isTimeType(type)) return typeof value === 'string' ? value : undefined
  if (!isIntegerType(type) && !isNumberType(type)) return undefined
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Arithmetic of numbers, and texts joined. */
function findResult({ first, rest }: SqlArithmetic, lowering: SqlLowering): Constant | undefined {
  let result = findConstant(first, lowering)
  for (const { operator, operand } of rest) {
    const value = findConstant(operand, lowering)
    if (operator === '||') {
      if (typeof result !== 'string' || typeof value !== 'string') return undefined
      result += value
      continue
    }
    if (typeof result !== 'number' || typeof value !== 'number') return undefined
    if (operator === '+') result += value
    else if (operator === '-') result -= value
    else if (operator === '*') result *= value
    else return undefined
  }
  return typeof result === 'number' && !Number.isFinite(result) ? undefined : result
}

/** `LOWER('A')`, `TO_VARIANT('a')`, `TO_TIMESTAMP('2025-01-01')`. */
function findCalled(call: SqlCall, lowering: SqlLowering): Constant | undefined {
  const [argument] = call.arguments
  if (argument?.value === undefined || call.name.length > 1) return undefined
  const name = call.name[0]?.text.toLowerCase() ?? ''
  if (name === 'concat') {
    const parts = call.arguments.map(({ value }) => value && findConstant(value, lowering))
    return parts.every(part => typeof part === 'string') ? parts.join('') : undefined
  }
  if (call.arguments.length > 1) return undefined
  const value = findConstant(argument.value, lowering)
  if (typeof value !== 'string') return undefined
  if (name === 'lower') return value.toLowerCase()
  if (name === 'upper') return value.toUpperCase()
  return transparent.has(name) || timeFunctions.has(name) ? value : undefined
}

/** Functions of one argument whose text is the argument’s. */
export const transparent: ReadonlySet<string> = new Set([
  'to_variant',
  'to_varchar',
  'to_char',
  'to_text',
  'as_varchar',
  'as_char',
])

/** Functions that make a time of a text. */
export const timeFunctions: ReadonlySet<string> = new Set([
  'to_timestamp',
  'to_timestamp_ntz',
  'to_timestamp_ltz',
  'to_timestamp_tz',
  'to_date',
  'from_iso8601_timestamp',
  'timestamp',
  'date',
])
