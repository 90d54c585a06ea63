import {
  type Computation,
  compileJavaRegex,
  type FunctionName,
  toNumberValue,
} from '../../ir/index.ts'
import { findChoice } from './choice.ts'
import { isCondition } from './condition-kind.ts'
import { type Constant, findConstant, isTextType, isTimeType } from './constant.ts'
import { timeUnits } from './keywords.ts'
import { lowerCondition } from './lower-condition.ts'
import { findOperand, toOperand } from './lower-operand.ts'
import type { SqlLowering } from './lowering.ts'
import type { SqlArithmetic, SqlCall, SqlExpression } from './syntax.ts'
import { findTimeBound } from './time-bound.ts'

/**
 * How the value of an expression is computed from a row; `undefined` where the logic has no function for
 * it. A condition is true, false or null, and may derive values of its own.
 */
export function toComputation(
  expression: SqlExpression,
  lowering: SqlLowering,
): Computation | undefined {
  const value = toValue(expression, lowering)
  if (value !== undefined || !isCondition(expression)) return value
  const { isTrue, isFalse } = lowerCondition(expression, lowering)
  return {
    kind: 'choice',
    cases: [
      { when: isTrue, value: constant(true) },
      { when: isFalse, value: constant(false) },
    ],
    otherwise: constant(null),
  }
}

/**
 * How a value is computed that conditions test by the name of its text: the conditions in it are those
 * of choices alone.
 */
export function toValue(expression: SqlExpression, lowering: SqlLowering): Computation | undefined {
  const known = findConstant(expression, lowering)
  if (typeof known === 'number') return constant(toNumberValue(String(known)))
  if (known !== undefined) return constant(known)
  const recent = findRecent(expression, lowering)
  if (recent !== undefined) return recent
  if (findChoice(expression, lowering) !== undefined) return toChoice(expression, lowering)
  switch (expression.kind) {
    case 'name':
    case 'path': {
      const operand = findOperand(expression, lowering)
      // An element by its number is no field that an event has.
      if (operand === undefined || /\[/.test(operand.field)) return undefined
      return { kind: 'field', field: operand.field }
    }
    case 'arithmetic':
      return toArithmetic(expression, lowering)
    case 'sign': {
      const operand = toValue(expression.operand, lowering)
      if (expression.operator === '~') return undefined
      return expression.operator === '-' ? operand && call('negate', [operand]) : operand
    }
    case 'cast': {
      const operand = toValue(expression.operand, lowering)
      if (isTextType(expression.type)) return operand && call('to_text', [operand])
      return isTimeType(expression.type) && expression.type !== 'date' ? operand : undefined
    }
    case 'call':
      return toCall(expression, lowering)
    default:
      return undefined
  }
}

function constant(value: Extract<Computation, { kind: 'constant' }>['value']): Computation {
  return { kind: 'constant', value }
}

function whole(number: number): Computation {
  return constant({ number, isFloat: false })
}

function call(name: FunctionName, list: readonly Computation[]): Computation {
  return { kind: 'call', function: name, ignoresCase: false, arguments: list }
}

/** `event_time > DATEADD(hour, -2, SYSDATE())`: every event was new when it came. */
function findRecent(expression: SqlExpression, lowering: SqlLowering): Computation | undefined {
  const bound = findTimeBound(expression, lowering)
  if (bound?.seconds === undefined) return undefined
  const field =
    bound.column === undefined ? 'p_event_time' : toOperand(bound.column, lowering).field
  return call('is_recent', [{ kind: 'field', field }, whole(bound.seconds)])
}

/** `COALESCE(a, b)`, `CASE WHEN a THEN b ELSE c END`. */
function toChoice(expression: SqlExpression, lowering: SqlLowering): Computation | undefined {
  const options = findChoice(expression, lowering)?.options ?? []
  if (options.some(({ when }) => when === 'not_null')) {
    const values = options.map(({ value }) => toComputation(value, lowering))
    return values.every(value => value !== undefined) ? call('coalesce', values) : undefined
  }
  const cases: Extract<Computation, { kind: 'choice' }>['cases'][number][] = []
  let otherwise: Computation | undefined = constant(null)
  for (const { when, value: chosen } of options) {
    const value = toComputation(chosen, lowering)
    if (value === undefined || when === 'not_null') return undefined
    if (when === undefined) otherwise = value
    else cases.push({ when: lowerCondition(when, lowering).isTrue, value })
  }
  return cases.length === 0 ? otherwise : { kind: 'choice', cases, otherwise }
}

/** Whole numbers divide in another way here, so there is no division. */
const operators: Readonly<Record<string, FunctionName>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '||': 'concat',
}

function toArithmetic(
  { first, rest }: SqlArithmetic,
  lowering: SqlLowering,
): Computation | undefined {
  let result = toValue(first, lowering)
  for (const { operator, operand } of rest) {
    const value = toValue(operand, lowering)
    const name = operators[operator]
    if (result === undefined || value === undefined || name === undefined) return undefined
    result = call(name, [result, value])
  }
  return result
}

/** Functions whose arguments are all values, and mean the same here: by name, how many at the least and most. */
const plainFunctions: Readonly<Record<string, readonly [FunctionName, number, number]>> = {
  abs: ['abs', 1, 1],
  ceil: ['ceil', 1, 1],
  concat: ['concat', 1, 16],
  floor: ['floor', 1, 1],
  len: ['characters', 1, 1],
  // “For strings, the length is the number of characters.”
  length: ['characters', 1, 1],
  lower: ['to_lower', 1, 1],
  replace: ['replace', 3, 3],
  round: ['round', 1, 2],
  to_char: ['to_text', 1, 1],
  to_varchar: ['to_text', 1, 1],
  upper: ['to_upper', 1, 1],
}

function toCall(expression: SqlCall, lowering: SqlLowering): Computation | undefined {
  const { name: parts, over, filter, isDistinct } = expression
  const name = parts.length === 1 ? (parts[0]?.text.toLowerCase() ?? '') : ''
  if (over !== undefined || filter !== undefined || isDistinct) return undefined
  const args = expression.arguments.map(({ value }) => value)
  const [first, second, third] = args
  const values = (): readonly Computation[] | undefined => {
    const all = args.map(value => value && toComputation(value, lowering))
    return all.every(value => value !== undefined) ? all : undefined
  }
  if (Object.hasOwn(plainFunctions, name)) {
    const [known, least, most] = plainFunctions[name] ?? ['concat', 1, 0]
    const list = args.length >= least && args.length <= most ? values() : undefined
    return list && call(known, list)
  }
  switch (name) {
    case 'substr':
    case 'substring': {
      // What a start of 0 means differs.
      const start = second === undefined ? undefined : findConstant(second, lowering)
      const list = start === 0 || args.length < 2 || args.length > 3 ? undefined : values()
      return list && call('part', list)
    }
    case 'array_size':
    case 'array_length':
    case 'cardinality': {
      const operand = first === undefined ? undefined : findOperand(first, lowering)
      if (operand === undefined || args.length !== 1) return undefined
      const field: Computation = { kind: 'field', field: operand.field }
      const list: Computation = { kind: 'list', function: 'count', of: field }
      const when = lowering.presence(operand)
      return { kind: 'choice', cases: [{ when, value: list }], otherwise: constant(null) }
    }
    case 'array_to_string':
    case 'array_join': {
      const separator = second === undefined ? undefined : findConstant(second, lowering)
      const of = first && toComputation(first, lowering)
      if (typeof separator !== 'string' || of === undefined || args.length !== 2) return undefined
      return { kind: 'list', function: 'join', of, separator }
    }
    case 'date_trunc':
      return toTimeFloor(first, 1, second, lowering)
    case 'time_slice': {
      const length = second === undefined ? undefined : findConstant(second, lowering)
      if (typeof length !== 'number' || args.length !== 3) return undefined
      return toTimeFloor(third, length, first, lowering)
    }
    case 'regexp_substr':
      return toExtract(args, lowering)
    case 'regexp_extract': {
      // Trino’s: the pattern, and the group, 0 for all of it.
      if (lowering.facts.isSnowflake || args.length > 3) return undefined
      const group = third === undefined ? 0 : findConstant(third, lowering)
      const pattern = second === undefined ? undefined : findConstant(second, lowering)
      return extract(first, pattern, group, false, lowering)
    }
    case 'split_part':
      return args.length === 3 ? toPart(args, lowering) : undefined
    default:
      return undefined
  }
}

/** `DATE_TRUNC('hour', a)`, `TIME_SLICE(a, 5, 'minute')`; weeks begin on days of their own. */
function toTimeFloor(
  unit: SqlExpression | undefined,
  count: number,
  time: SqlExpression | undefined,
  lowering: SqlLowering,
): Computation | undefined {
  const written =
    unit?.kind === 'string'
      ? unit.value.toLowerCase()
      : unit?.kind === 'name'
        ? (unit.parts[0]?.text.toLowerCase() ?? '')
        : ''
  const seconds = Object.hasOwn(timeUnits, written) ? (timeUnits[written] ?? 0) * count : 0
  const value = time && toComputation(time, lowering)
  if (!(seconds > 0) || seconds % 604_800 === 0 || value === undefined) return undefined
  return call('time_floor', [value, whole(seconds)])
}

/**
 * Snowflake’s `REGEXP_SUBSTR(a, 'x(y)', 1, 1, 'ie', 1)`: what the expression, or a group of it, finds
 * first. Snowflake extracts a group that is named even without the parameter `e`.
 */
function toExtract(
  args: readonly (SqlExpression | undefined)[],
  lowering: SqlLowering,
): Computation | undefined {
  const [subject, ...rest] = args
  const [pattern, position = 1, occurrence = 1, parameters = 'c', number] = rest.map(
    value => value && findConstant(value, lowering),
  )
  if (typeof parameters !== 'string' || !lowering.facts.isSnowflake) return undefined
  const isPlain = position === 1 && occurrence === 1 && /^[cie]*$/.test(parameters)
  const group = number ?? (parameters.includes('e') ? 1 : 0)
  const ignoresCase = parameters.lastIndexOf('i') > parameters.lastIndexOf('c')
  return isPlain ? extract(subject, pattern, group, ignoresCase, lowering) : undefined
}

/** What a group of an expression finds first in a text. */
function extract(
  subject: SqlExpression | undefined,
  pattern: Constant | undefined,
  group: Constant | undefined,
  ignoresCase: boolean,
  lowering: SqlLowering,
): Computation | undefined {
  const text = subject && toComputation(subject, lowering)
  if (text === undefined || typeof pattern !== 'string' || typeof group !== 'number') {
    return undefined
  }
  if (compileJavaRegex(pattern, ignoresCase).kind !== 'compiled') return undefined
  const list = [text, constant(pattern), whole(group)]
  return { kind: 'call', function: 'extract_regex', ignoresCase, arguments: list }
}

/**
 * `SPLIT_PART(a, '/', 2)`, from the end where the number is negative. Of a part that is not there Snowflake
 * gives the empty text, and Trino null.
 */
function toPart(
  [subject, delimiter, number]: readonly (SqlExpression | undefined)[],
  lowering: SqlLowering,
): Computation | undefined {
  const mark = delimiter === undefined ? undefined : findConstant(delimiter, lowering)
  const at = number === undefined ? undefined : findConstant(number, lowering)
  const operand = subject === undefined ? undefined : findOperand(subject, lowering)
  if (typeof mark !== 'string' || [...mark].length !== 1 || operand === undefined) return undefined
  if (typeof at !== 'number' || !Number.isInteger(at) || Math.abs(at) > 100) return undefined
  if (at === 0 || (at < 0 && !lowering.facts.isSnowflake)) return undefined
  const sign = `\\x{${(mark.codePointAt(0) ?? 0).toString(16)}}`
  const other = `[^${sign}]*`
  const pattern =
    at > 0
      ? `^(?:${other}${sign}){${at - 1}}(${other})`
      : `(${other})(?:${sign}${other}){${-at - 1}}$`
  const part = extract(subject, `(?s)${pattern}`, 1, false, lowering)
  if (part === undefined || !lowering.facts.isSnowflake) return part
  const value = call('coalesce', [part, constant('')])
  const when = lowering.presence(operand)
  return { kind: 'choice', cases: [{ when, value }], otherwise: constant(null) }
}
