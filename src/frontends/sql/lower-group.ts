import { optional } from '../../base/index.ts'
import type { AggregateFunction, AggregateStage, Computation, DeriveStage } from '../../ir/index.ts'
import { findConstant } from './constant.ts'
import { aggregateName, isAggregate } from './functions/aggregates.ts'
import { toComputation } from './lower-computation.ts'
import { lowerCondition } from './lower-condition.ts'
import { findOperand, withoutAlias } from './lower-operand.ts'
import type { SqlLowering } from './lowering.ts'
import { partsOf } from './parts.ts'
import type { SqlColumn } from './scope.ts'
import type { SqlCall, SqlExpression, SqlSelect } from './syntax.ts'

/** What `GROUP BY` and the aggregate functions of a `SELECT` make of the rows. */
export interface SqlGrouping {
  /** What keys and functions are computed from. */
  readonly before: readonly DeriveStage[]
  readonly stage: AggregateStage
  /** The keys, by name in lower case. */
  readonly keys: ReadonlyMap<string, SqlColumn>
}

/** Whether a `SELECT` gives a row for each group. */
export function isGrouped({ groupBy, items, having }: SqlSelect): boolean {
  if (groupBy === 'all' || groupBy.length > 0) return true
  const values = [...items.map(({ value }) => value), ...(having === undefined ? [] : [having])]
  return values.some(value => aggregatesIn(value).length > 0)
}

/** The aggregate functions inside an expression, from left to right; none inside another. */
export function aggregatesIn(expression: SqlExpression): readonly SqlCall[] {
  if (expression.kind === 'call' && isAggregate(expression)) return [expression]
  return partsOf(expression).flatMap(aggregatesIn)
}

/** `SELECT a, COUNT(*) AS n … GROUP BY a HAVING MAX(b) > 1`. */
export function lowerGrouping(
  select: SqlSelect,
  window: number | undefined,
  lowering: SqlLowering,
): SqlGrouping {
  const before: DeriveStage[] = []
  const keys = new Map<string, SqlColumn>()
  const groupBy: string[] = []
  for (const key of keysOf(select)) {
    const { name, field, isDerived, derived } = lowerKey(key, select, lowering)
    if (derived !== undefined) addDerived(derived, before, lowering)
    keys.set(name.toLowerCase(), { field, isDerived })
    groupBy.push(field)
  }
  const functions = new Map<string, AggregateFunction>()
  for (const call of callsOf(select)) {
    const text = lowering.print(call)
    if (functions.has(text)) continue
    const input = inputOf(call, lowering)
    if (input?.derived !== undefined) addDerived(input.derived, before, lowering)
    const name = aggregateName(call, input !== undefined)
    const as = lowering.names.get(text) ?? text
    functions.set(text, input === undefined ? { name, as } : { name, field: input.field, as })
  }
  for (const { as } of functions.values()) lowering.defined.add(as)
  const stage: AggregateStage = {
    kind: 'aggregate',
    functions: [...functions.values()],
    groupBy,
    ...optional('window', window),
    cased: true,
    // Rows without a value of a key are one group.
    keepsNull: true,
    span: spanOf(select),
  }
  return { before, stage, keys }
}

/** A name is derived once. */
function addDerived(stage: DeriveStage, stages: DeriveStage[], lowering: SqlLowering): void {
  const [name = ''] = stage.names
  stages.push(...lowering.takeDerived())
  if (lowering.defined.has(name)) return
  lowering.defined.add(name)
  stages.push(stage)
}

function spanOf({ groupBy, span }: SqlSelect): AggregateStage['span'] {
  if (groupBy === 'all' || groupBy.length === 0) return span
  return { start: groupBy[0]?.span.start ?? span.start, end: groupBy.at(-1)?.span.end ?? span.end }
}

/** Keys are names, expressions, and places in the list of items: `GROUP BY 1`. */
function keysOf({ groupBy, items }: SqlSelect): readonly SqlExpression[] {
  if (groupBy === 'all') {
    return items.flatMap(({ value }) => (aggregatesIn(value).length > 0 ? [] : [value]))
  }
  return groupBy.flatMap(key => {
    if (key.kind === 'tuple') return key.values
    const at = key.kind === 'number' ? Number(key.text) : Number.NaN
    return [items[at - 1]?.value ?? key]
  })
}

interface Key {
  readonly name: string
  readonly field: string
  readonly isDerived: boolean
  readonly derived: DeriveStage | undefined
}

function lowerKey(key: SqlExpression, select: SqlSelect, lowering: SqlLowering): Key {
  const value = withoutAlias(key, lowering)
  const text = lowering.print(value)
  const alias = select.items.find(
    item => item.alias !== undefined && lowering.print(item.value) === text,
  )?.alias?.text
  const operand = findOperand(value, lowering)
  const name = alias ?? (key.kind === 'name' ? (key.parts.at(-1)?.text ?? text) : text)
  if (operand !== undefined && operand.fold === undefined && !operand.isNumber && !operand.isTime) {
    return { name, field: operand.field, isDerived: operand.isDerived, derived: undefined }
  }
  const derived = lowering.deriveStage(name, value, toComputation(value, lowering))
  return { name, field: name, isDerived: true, derived }
}

function callsOf({ items, having, qualify }: SqlSelect): readonly SqlCall[] {
  const values = [
    ...items.map(({ value }) => value),
    ...(having === undefined ? [] : [having]),
    ...(qualify === undefined ? [] : [qualify]),
  ]
  return values.flatMap(aggregatesIn)
}

interface Input {
  readonly field: string
  readonly derived?: DeriveStage
}

/** What a function is computed of: a field, or a value that is derived first; all rows if absent. */
function inputOf(call: SqlCall, lowering: SqlLowering): Input | undefined {
  const value = call.arguments[0]?.value
  const isRows =
    value === undefined || value.kind === 'star' || (findConstant(value, lowering) ?? null) !== null
  const { filter } = call
  if (filter !== undefined) {
    const subject = isRows ? '*' : lowering.print(value)
    const inner = isRows ? true : toComputation(value, lowering)
    return filtered(`${subject} WHERE ${lowering.print(filter)}`, inner, filter, call, lowering)
  }
  if (isRows) return undefined
  if (isNamed(call, 'count_if')) return filtered(lowering.print(value), true, value, call, lowering)
  const operand = findOperand(value, lowering)
  if (operand !== undefined && operand.fold === undefined && !operand.isTime) {
    return { field: operand.field }
  }
  const field = lowering.print(value)
  return { field, derived: lowering.deriveStage(field, value, toComputation(value, lowering)) }
}

/** A value that is null where a condition does not hold: functions leave nulls out. */
function filtered(
  field: string,
  inner: Computation | true | undefined,
  condition: SqlExpression,
  { span }: SqlCall,
  lowering: SqlLowering,
): Input {
  const value: Computation | undefined = inner === true ? { kind: 'constant', value: true } : inner
  const when = lowerCondition(condition, lowering).isTrue
  const computation: Computation | undefined = value && {
    kind: 'choice',
    cases: [{ when, value }],
    otherwise: { kind: 'constant', value: null },
  }
  const computations = optional('computations', computation && [computation])
  return { field, derived: { kind: 'derive', names: [field], text: field, ...computations, span } }
}

function isNamed({ name }: SqlCall, text: string): boolean {
  return name.length === 1 && name[0]?.text.toLowerCase() === text
}
