import type { AggregateFunction, AggregateStage, DeriveStage, Stage } from '../../ir/index.ts'
import type { EsqlColumnMeaning } from './columns.ts'
import { findConstant } from './constant.ts'
import { isAggregateFunction } from './functions/known.ts'
import { checkNames, findOperand, partsOf } from './lower-operand.ts'
import type { EsqlLowering } from './lowering.ts'
import { printEsqlExpression } from './print-expression.ts'
import type { EsqlCall, EsqlColumn, EsqlExpression, EsqlStats } from './syntax.ts'

/**
 * `STATS n = COUNT(*), d = MAX(a) - MIN(a) BY host.name, day = DATE_TRUNC(1 day, @timestamp)`: what keys
 * and functions are computed from is derived before the aggregation, what is computed from its results
 * behind it. `INLINE STATS` adds the results to the rows.
 */
export function lowerStats(stats: EsqlStats, lowering: EsqlLowering): readonly Stage[] {
  const before: DeriveStage[] = []
  const functions: AggregateFunction[] = []
  const after: DeriveStage[] = []
  const keys = new Map<string, EsqlColumnMeaning>()
  const groupBy: string[] = []

  for (const column of stats.by) {
    checkNames(column.value, lowering)
    const name = columnName(column, lowering)
    const operand = column.value.kind === 'name' ? findOperand(column.value, lowering) : undefined
    const meaning = operand?.fold === undefined ? operand : undefined
    if (meaning === undefined) before.push(derive(name, column))
    const { field, isDerived } = meaning ?? { field: name, isDerived: true }
    keys.set(name, { field, isDerived })
    groupBy.push(field)
  }

  const aggregate = (call: EsqlCall, as: string, column: EsqlColumn): void => {
    const input = inputOf(call, column, lowering)
    if (input?.derived !== undefined) before.push(input.derived)
    const field = input?.field
    const name = functionName(call)
    if (field === undefined) functions.push({ name, as })
    // “`COUNT(field)` counts non-null values”, while `count` of the logic counts rows.
    else functions.push({ name: name === 'count' ? 'count_values' : name, field, as })
  }

  for (const column of stats.aggregates) {
    checkNames(column.value, lowering)
    if (column.filter !== undefined) checkNames(column.filter, lowering)
    const name = columnName(column, lowering)
    const { value } = column
    if (value.kind === 'call' && isAggregateFunction(value.name)) {
      aggregate(value, name, column)
      continue
    }
    for (const call of aggregatesIn(value)) aggregate(call, printEsqlExpression(call), column)
    after.push(derive(name, column))
  }

  const stage: AggregateStage = {
    kind: 'aggregate',
    functions,
    groupBy,
    cased: true,
    keepsNull: true,
    ...(stats.kind === 'stats' ? {} : { keepsRows: true }),
    span: stats.span,
  }
  const results = stats.aggregates.map(column => columnName(column, lowering))
  if (stats.kind === 'stats') lowering.columns.group(keys, results)
  else {
    for (const [name, { isDerived }] of keys) if (isDerived) lowering.columns.define(name)
    for (const name of results) lowering.columns.define(name)
  }
  return [...before, stage, ...after]
}

/** “If omitted, the name is equal to the corresponding expression.” */
export function columnName({ name, value }: EsqlColumn, { text }: EsqlLowering): string {
  if (name !== undefined) return name.parts.join('.')
  if (value.kind === 'name') return value.parts.join('.')
  return text.slice(value.span.start, value.span.end)
}

/** `name = value`, in one line. */
export function columnText({ name, value, filter }: EsqlColumn): string {
  const prefix = name === undefined ? '' : `${name.parts.join('.')} = `
  const suffix = filter === undefined ? '' : ` WHERE ${printEsqlExpression(filter)}`
  return `${prefix}${printEsqlExpression(value)}${suffix}`
}

function derive(name: string, column: EsqlColumn): DeriveStage {
  return { kind: 'derive', names: [name], text: columnText(column), span: column.span }
}

/** The name that the logic knows, with arguments beside the field in brackets: `percentile(95)`. */
function functionName({ name, arguments: [, ...rest] }: EsqlCall): string {
  const own = name.toLowerCase()
  // The precision of a distinct count says how roughly it may be counted.
  if (rest.length === 0 || own === 'count_distinct') return own
  return `${own}(${rest.map(printEsqlExpression).join(', ')})`
}

/** What a function is computed of: a field, or a value that is derived first; all rows if absent. */
function inputOf(
  call: EsqlCall,
  { filter, span }: EsqlColumn,
  lowering: EsqlLowering,
): { readonly field: string; readonly derived?: DeriveStage } | undefined {
  const [argument] = call.arguments
  const isRows = argument === undefined || argument.kind === 'star' || isConstant(argument)
  if (filter !== undefined) {
    // “The condition that must be met for a row to be included in the evaluation”: the value of all
    // other rows is null, and “individual `null` values are skipped when computing aggregations”.
    const value = isRows ? '*' : printEsqlExpression(argument)
    const field = `${value} WHERE ${printEsqlExpression(filter)}`
    return { field, derived: { kind: 'derive', names: [field], text: field, span } }
  }
  if (isRows) return undefined
  const operand = argument.kind === 'name' ? findOperand(argument, lowering) : undefined
  if (operand !== undefined && operand.fold === undefined) return { field: operand.field }
  const field = printEsqlExpression(argument)
  return { field, derived: { kind: 'derive', names: [field], text: field, span: argument.span } }
}

/** `COUNT(1)` counts rows. */
function isConstant(expression: EsqlExpression): boolean {
  const value = findConstant(expression)
  return value !== undefined && value !== null
}

/** The aggregate functions inside an expression, from left to right. */
function aggregatesIn(expression: EsqlExpression): readonly EsqlCall[] {
  if (expression.kind === 'call' && isAggregateFunction(expression.name)) return [expression]
  return partsOf(expression).flatMap(aggregatesIn)
}
