import { optional } from '../../base/index.ts'
import {
  and,
  type Computation,
  compileJavaRegex,
  type FunctionName,
  type ListFunction,
  toNumberValue,
} from '../../ir/index.ts'
import { findConstant } from './constant.ts'
import { isCondition, lowerCondition } from './lower-condition.ts'
import { findOperand } from './lower-operand.ts'
import type { EsqlLowering } from './lowering.ts'
import type {
  EsqlArithmetic,
  EsqlCall,
  EsqlCast,
  EsqlComparison,
  EsqlExpression,
} from './syntax.ts'
import { secondsOf, unitSeconds } from './time-unit.ts'

/**
 * How the value of an expression is computed from a row; `undefined` where the logic has no function for
 * it. A condition is true, false or null, and may derive values of its own.
 */
export function toComputation(
  expression: EsqlExpression,
  lowering: EsqlLowering,
): Computation | undefined {
  if (isCondition(expression)) return byCondition(expression, lowering)
  return toValue(expression, lowering)
}

/**
 * How a value is computed that conditions test by the name of its text: the conditions in it are those
 * of choices alone.
 */
export function toValue(
  expression: EsqlExpression,
  lowering: EsqlLowering,
): Computation | undefined {
  switch (expression.kind) {
    case 'string':
    case 'boolean':
      return constant(expression.value)
    case 'null':
      return constant(null)
    case 'number':
      return constant(toNumberValue(expression.text))
    case 'name': {
      const operand = findOperand(expression, lowering)
      if (operand === undefined) return undefined
      const field: Computation = { kind: 'field', field: operand.field }
      return operand.fold === 'lower' ? call('to_lower', [field]) : field
    }
    case 'arithmetic':
      return toArithmetic(expression, lowering)
    case 'sign': {
      const operand = toValue(expression.operand, lowering)
      return expression.operator === '-' ? operand && call('negate', [operand]) : operand
    }
    case 'cast':
      return toCast(expression, lowering)
    case 'comparison':
      return findRecent(expression, lowering) ?? toComparison(expression, lowering)
    case 'call':
      return toCall(expression, lowering)
    default:
      return undefined
  }
}

function constant(value: Extract<Computation, { kind: 'constant' }>['value']): Computation {
  return { kind: 'constant', value }
}

function call(name: FunctionName, list: readonly Computation[]): Computation {
  return { kind: 'call', function: name, ignoresCase: false, arguments: list }
}

/** The call of a function whose arguments can all be computed. */
function callOf(
  name: FunctionName,
  list: readonly EsqlExpression[],
  lowering: EsqlLowering,
): Computation | undefined {
  const values = list.map(argument => toComputation(argument, lowering))
  return values.every(value => value !== undefined) ? call(name, values) : undefined
}

/** True, false or null, as a condition has it. */
function byCondition(expression: EsqlExpression, lowering: EsqlLowering): Computation | undefined {
  if (expression.kind === 'comparison') {
    const recent = findRecent(expression, lowering)
    if (recent !== undefined) return recent
  }
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

const operators = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
} as const

function toArithmetic(
  { first, rest }: EsqlArithmetic,
  lowering: EsqlLowering,
): Computation | undefined {
  let result = toValue(first, lowering)
  for (const { operator, operand } of rest) {
    const value = toValue(operand, lowering)
    if (result === undefined || value === undefined) return undefined
    result = call(operators[operator], [result, value])
  }
  return result
}

const comparisons = {
  '==': 'eq',
  '!=': 'neq',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
} as const

function toComparison(
  { operator, left, right }: EsqlComparison,
  lowering: EsqlLowering,
): Computation | undefined {
  return callOf(comparisons[operator], [left, right], lowering)
}

/** `@timestamp > NOW() - 7 days`: every event was new when it came. */
function findRecent(
  { operator, left, right }: EsqlComparison,
  lowering: EsqlLowering,
): Computation | undefined {
  const isAfter = operator === '>' || operator === '>='
  const isBefore = operator === '<' || operator === '<='
  const [time, now] = isAfter ? [left, right] : isBefore ? [right, left] : []
  if (time?.kind !== 'name' || now?.kind !== 'arithmetic') return undefined
  const operand = findOperand(time, lowering)
  if (operand?.field !== '@timestamp' || operand.isDerived) return undefined
  const [step, ...others] = now.rest
  if (!isNow(now.first) || step?.operator !== '-' || others.length > 0) return undefined
  const seconds = step.operand.kind === 'time_span' ? secondsOf(step.operand) : undefined
  if (seconds === undefined) return undefined
  return call('is_recent', [
    { kind: 'field', field: '@timestamp' },
    constant({ number: seconds, isFloat: false }),
  ])
}

function isNow(expression: EsqlExpression): boolean {
  return expression.kind === 'call' && expression.name.toLowerCase() === 'now'
}

/** Types that a value has already, as far as computing with it goes. */
const sameTypes: ReadonlySet<string> = new Set(['datetime', 'date'])
const textTypes: ReadonlySet<string> = new Set(['keyword', 'string', 'text'])

function toCast({ operand, types }: EsqlCast, lowering: EsqlLowering): Computation | undefined {
  let result = toValue(operand, lowering)
  for (const type of types) {
    if (result === undefined) return undefined
    if (textTypes.has(type)) result = call('to_text', [result])
    else if (type === 'double') result = toDouble(result)
    else if (!sameTypes.has(type)) return undefined
  }
  return result
}

/** Divisions of doubles do not round. */
function toDouble(value: Computation): Computation {
  return call('multiply', [call('to_number', [value]), constant({ number: 1, isFloat: true })])
}

/** Functions whose arguments are all values, and mean the same here. */
const plainFunctions: Readonly<Record<string, FunctionName>> = {
  abs: 'abs',
  // “Concatenates two or more strings.”
  concat: 'concat',
  // “Returns the first of its arguments that is not null. If all arguments are null, it returns `null`.”
  coalesce: 'coalesce',
  // “Returns the character length of a string.”
  length: 'characters',
  to_lower: 'to_lower',
  to_upper: 'to_upper',
  trim: 'trim',
  to_string: 'to_text',
  to_str: 'to_text',
  // “Returns a substring of a string, specified by a start position and an optional length.”
  substring: 'part',
}

/** “Converts a multivalued expression into a single valued column containing …” */
const listFunctions: Readonly<Record<string, ListFunction>> = {
  mv_concat: 'join',
  mv_count: 'count',
  mv_first: 'first',
  mv_last: 'last',
  mv_max: 'max',
  mv_min: 'min',
  mv_sum: 'sum',
}

function toCall(expression: EsqlCall, lowering: EsqlLowering): Computation | undefined {
  const name = expression.name.toLowerCase()
  const args = expression.arguments
  const [first, second] = args
  if (Object.hasOwn(plainFunctions, name)) {
    const known = plainFunctions[name]
    return known && args.length > 0 ? callOf(known, args, lowering) : undefined
  }
  if (Object.hasOwn(listFunctions, name)) return toList(name, args, lowering)
  switch (name) {
    case 'case':
      return toCase(args, lowering)
    case 'replace':
      return toReplace(args, lowering)
    case 'left':
    case 'right':
      return toEnd(name, args, lowering)
    case 'to_double':
    case 'to_dbl': {
      const value = first && toComputation(first, lowering)
      return value && toDouble(value)
    }
    case 'date_trunc':
      return toTimeFloor(second, first, lowering)
    case 'bucket':
    case 'tbucket':
      return args.length === 2 ? toTimeFloor(first, second, lowering) : undefined
    case 'date_diff':
      return toTimeDifference(args, lowering)
    default:
      return undefined
  }
}

/**
 * “The function returns the value that belongs to the first condition that evaluates to `true`. If the
 * number of arguments is odd, the last argument is the default value.”
 */
function toCase(args: readonly EsqlExpression[], lowering: EsqlLowering): Computation | undefined {
  const cases: Extract<Computation, { kind: 'choice' }>['cases'][number][] = []
  for (let i = 0; i + 1 < args.length; i += 2) {
    const [condition, result] = args.slice(i, i + 2)
    const value = result && toComputation(result, lowering)
    if (condition === undefined || value === undefined) return undefined
    cases.push({ when: lowerCondition(condition, lowering).isTrue, value })
  }
  const last = args.length % 2 === 1 ? args.at(-1) : undefined
  const otherwise = last === undefined ? constant(null) : toComputation(last, lowering)
  return otherwise && { kind: 'choice', cases, otherwise }
}

/** “The function substitutes in the string `str` any match of the regular expression `regex`.” */
function toReplace(
  [text, pattern, replacement]: readonly EsqlExpression[],
  lowering: EsqlLowering,
): Computation | undefined {
  if (text === undefined || pattern?.kind !== 'string' || replacement?.kind !== 'string') {
    return undefined
  }
  const isDoable = compileJavaRegex(pattern.value, false).kind === 'compiled'
  return isDoable ? callOf('replace_regex', [text, pattern, replacement], lowering) : undefined
}

/** “Returns the substring that extracts *length* chars from *string* starting from the left.” */
function toEnd(
  name: 'left' | 'right',
  [text, count]: readonly EsqlExpression[],
  lowering: EsqlLowering,
): Computation | undefined {
  const length = count === undefined ? undefined : findConstant(count)
  const value = text && toComputation(text, lowering)
  if (typeof length !== 'number' || !(length > 0) || value === undefined) return undefined
  const size = constant({ number: length, isFloat: false })
  const start = constant({ number: name === 'left' ? 1 : -length, isFloat: false })
  return call('part', [value, start, size])
}

function toList(
  name: string,
  [of, separator]: readonly EsqlExpression[],
  lowering: EsqlLowering,
): Computation | undefined {
  const known = listFunctions[name]
  const inner = of && toComputation(of, lowering)
  if (of === undefined || known === undefined || inner === undefined) return undefined
  if (known === 'join' && separator?.kind !== 'string') return undefined
  const text = separator?.kind === 'string' ? separator.value : undefined
  const list: Computation = {
    kind: 'list',
    function: known,
    of: inner,
    ...optional('separator', text),
  }
  if (known !== 'count') return list
  // “… containing a count of the number of values”; of null it is null.
  const operand = of.kind === 'name' ? findOperand(of, lowering) : undefined
  if (operand === undefined) return undefined
  const when = lowering.presence(operand)
  return { kind: 'choice', cases: [{ when, value: list }], otherwise: constant(null) }
}

/** “Rounds down a date to the closest interval since epoch.” Months and years are no fixed spans. */
function toTimeFloor(
  time: EsqlExpression | undefined,
  interval: EsqlExpression | undefined,
  lowering: EsqlLowering,
): Computation | undefined {
  if (time === undefined || interval?.kind !== 'time_span') return undefined
  const seconds = secondsOf(interval)
  const value = toComputation(time, lowering)
  // A week begins on a Monday, which 1970 did not.
  if (seconds === undefined || seconds % 604_800 === 0 || value === undefined) return undefined
  return call('time_floor', [value, constant({ number: seconds, isFloat: false })])
}

/**
 * “Subtracts the `startTimestamp` from the `endTimestamp` and returns the difference in multiples of
 * `unit`.”
 */
function toTimeDifference(
  [unit, from, to]: readonly EsqlExpression[],
  lowering: EsqlLowering,
): Computation | undefined {
  if (unit?.kind !== 'string' || from === undefined || to === undefined) return undefined
  const seconds = unitSeconds(unit.value)
  const times = [from, to].map(time => toComputation(time, lowering))
  if (seconds === undefined || !times.every(time => time !== undefined)) return undefined
  return call('time_difference', [...times, constant({ number: seconds, isFloat: seconds < 1 })])
}

/** What a function of an aggregation is computed of where it has a condition: null for other rows. */
export function toFiltered(
  value: EsqlExpression | undefined,
  filter: EsqlExpression,
  lowering: EsqlLowering,
): Computation | undefined {
  const inner = value === undefined ? constant(true) : toComputation(value, lowering)
  if (inner === undefined) return undefined
  const when = and([lowerCondition(filter, lowering).isTrue])
  return { kind: 'choice', cases: [{ when, value: inner }], otherwise: constant(null) }
}
