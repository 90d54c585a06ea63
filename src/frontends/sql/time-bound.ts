import { findConstant } from './constant.ts'
import { timeUnits } from './keywords.ts'
import type { SqlLowering } from './lowering.ts'
import { partsOf } from './parts.ts'
import type { SqlCall, SqlComparisonOperator, SqlExpression, SqlName } from './syntax.ts'

/**
 * What bounds the time of events by that of the search: `event_time > DATEADD(hour, -2, SYSDATE())`. It
 * says which slice of the log a scheduled search looks at, and is no condition on an event.
 */
export interface TimeBound {
  /** How far back, in seconds; absent for an upper bound that is now. */
  readonly seconds: number | undefined
  /** The column that holds the time, where the query names it. */
  readonly column: SqlName | undefined
  /** The alias of the table that one of Panther’s macros names. */
  readonly table: string | undefined
}

/** Columns that hold the time of an event, as sets of rules call them. */
const timeColumns: ReadonlySet<string> = new Set([
  '_time',
  'event_time',
  'event_timestamp',
  'p_event_time',
  'p_parse_time',
  'timestamp',
])

/** The bound that a condition is; `undefined` for other conditions. */
export function findTimeBound(
  condition: SqlExpression,
  lowering: SqlLowering,
): TimeBound | undefined {
  switch (condition.kind) {
    case 'call':
      return calledBound(condition, lowering)
    case 'comparison': {
      if (condition.quantifier !== undefined) return undefined
      const { operator, left, right } = condition
      return (
        comparedBound(operator, left, right, lowering) ??
        comparedBound(flipped[operator], right, left, lowering)
      )
    }
    case 'between': {
      if (condition.isNegated) return undefined
      const { operand, low, high } = condition
      const since = comparedBound('>=', operand, low, lowering)
      const until = comparedBound('<=', operand, high, lowering)
      return since !== undefined && until !== undefined ? since : undefined
    }
    default:
      return undefined
  }
}

const flipped: Readonly<Record<SqlComparisonOperator, SqlComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function comparedBound(
  operator: SqlComparisonOperator,
  left: SqlExpression,
  right: SqlExpression,
  lowering: SqlLowering,
): TimeBound | undefined {
  const isLower = operator === '>' || operator === '>='
  const isUpper = operator === '<' || operator === '<='
  const column = findTimeColumn(left)
  if (column !== undefined) {
    const offset = secondsBeforeNow(right, lowering)
    if (isLower && offset !== undefined && offset > 0) {
      return { seconds: offset, column, table: undefined }
    }
    return isUpper && offset === 0 ? { seconds: undefined, column, table: undefined } : undefined
  }
  // `DATEDIFF(hour, event_time, CURRENT_TIMESTAMP) < 24`
  if (!isUpper || left.kind !== 'call' || !isNamed(left, 'datediff', 'timediff', 'date_diff')) {
    return undefined
  }
  const [unit, start, end] = left.arguments.map(({ value }) => value)
  const since = start === undefined ? undefined : findTimeColumn(start)
  const size = unit === undefined ? undefined : unitSeconds(unit)
  const count = findConstant(right, lowering)
  const isNow = end !== undefined && secondsBeforeNow(end, lowering) === 0
  if (since === undefined || size === undefined || !isNow || typeof count !== 'number')
    return undefined
  return count > 0 ? { seconds: count * size, column: since, table: undefined } : undefined
}

/** `event_time`, `TO_TIMESTAMP(DATE_PART(epoch_second, event_time))`, `event_time::timestamp`. */
function findTimeColumn(expression: SqlExpression): SqlName | undefined {
  switch (expression.kind) {
    case 'name': {
      const column = expression.parts.at(-1)?.text.toLowerCase() ?? ''
      return timeColumns.has(column) ? expression : undefined
    }
    case 'cast':
      return /^(?:timestamp|date)/.test(expression.type)
        ? findTimeColumn(expression.operand)
        : undefined
    case 'call': {
      if (isNamed(expression, 'date_part')) return columnOfLast(expression)
      const isConversion = /^(?:to_timestamp(?:_\w+)?|from_unixtime|to_unixtime)$/.test(
        nameOf(expression),
      )
      return isConversion && expression.arguments.length === 1
        ? columnOfLast(expression)
        : undefined
    }
    default:
      return undefined
  }
}

function columnOfLast(call: SqlCall): SqlName | undefined {
  const value = call.arguments.at(-1)?.value
  return value === undefined ? undefined : findTimeColumn(value)
}

/** How long before the search a time is; `undefined` if it is none that depends on the search. */
export function secondsBeforeNow(
  expression: SqlExpression,
  lowering: SqlLowering,
): number | undefined {
  if (isNow(expression)) return 0
  if (expression.kind === 'cast') return secondsBeforeNow(expression.operand, lowering)
  if (expression.kind === 'arithmetic') {
    const [step] = expression.rest
    const base = secondsBeforeNow(expression.first, lowering)
    if (base === undefined || step?.operator !== '-' || expression.rest.length > 1) return undefined
    const length = intervalSeconds(step.operand)
    return length === undefined ? undefined : base + length
  }
  if (expression.kind !== 'call') return undefined
  const isAdded = isNamed(expression, 'dateadd', 'timeadd', 'timestampadd', 'date_add')
  const [unit, count, base] = expression.arguments.map(({ value }) => value)
  if (!isAdded || unit === undefined || count === undefined || base === undefined) return undefined
  const size = unitSeconds(unit)
  const amount = findConstant(count, lowering)
  const before = secondsBeforeNow(base, lowering)
  if (size === undefined || typeof amount !== 'number' || before === undefined) return undefined
  return before - amount * size
}

const nowFunctions: ReadonlySet<string> = new Set(
  (
    'current_timestamp sysdate getdate now systimestamp localtimestamp p_current_timestamp ' +
    'current_date'
  ).split(' '),
)

function isNow(expression: SqlExpression): boolean {
  if (expression.kind === 'parameter') return /^\$(?:latest|now)\$$/i.test(expression.text)
  if (expression.kind === 'name') return nowFunctions.has(nameText(expression))
  return expression.kind === 'call' && nowFunctions.has(nameOf(expression))
}

function nameText({ parts }: SqlName): string {
  return parts.length === 1 ? (parts[0]?.text.toLowerCase() ?? '') : ''
}

function nameOf({ name }: SqlCall): string {
  return name.length === 1 ? (name[0]?.text.toLowerCase() ?? '') : ''
}

function isNamed(call: SqlCall, ...names: readonly string[]): boolean {
  return names.includes(nameOf(call))
}

/** The unit of `DATEADD(hour, …)`, which is a bare word or a text. */
function unitSeconds(expression: SqlExpression): number | undefined {
  const text =
    expression.kind === 'string'
      ? expression.value.toLowerCase()
      : expression.kind === 'name'
        ? nameText(expression)
        : ''
  return Object.hasOwn(timeUnits, text) ? timeUnits[text] : undefined
}

/** `INTERVAL '1 day'`, `INTERVAL '1' DAY`. */
function intervalSeconds(expression: SqlExpression): number | undefined {
  if (expression.kind !== 'typed' || expression.type !== 'interval') return undefined
  return lengthSeconds(
    expression.unit === undefined ? expression.value : `${expression.value} ${expression.unit}`,
  )
}

/** `1 day`, `1d`, `90m`, and a number alone, which is of seconds. */
function lengthSeconds(text: string): number | undefined {
  const [, amount, unit = ''] = /^\s*(\d{1,9})\s*([a-z]*)\s*$/i.exec(text) ?? []
  if (amount === undefined) return undefined
  const size = unit === '' ? 1 : timeUnits[unit.toLowerCase()]
  const seconds = Number(amount) * (size ?? Number.NaN)
  return Number.isSafeInteger(seconds) ? seconds : undefined
}

/** Panther’s `p_occurs_since(offset, table, column)`: the events since so long before now. */
function calledBound(call: SqlCall, lowering: SqlLowering): TimeBound | undefined {
  if (!isNamed(call, 'p_occurs_since')) return undefined
  const [offset, table, column] = call.arguments.map(({ value }) => value)
  if (offset === undefined || partsOf(offset).length > 0) return undefined
  const text =
    offset.kind === 'time_span'
      ? `${offset.amount} ${offset.unit}`
      : String(findConstant(offset, lowering) ?? '')
  const seconds = lengthSeconds(text)
  // Another column than the time of the event is a condition like others.
  const isOther = column !== undefined && findTimeColumn(column) === undefined
  if (seconds === undefined || isOther) return undefined
  const name = table?.kind === 'name' ? nameText(table) : undefined
  return { seconds, column: undefined, table: name }
}
