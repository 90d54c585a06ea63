import { optional, type Span } from '../../base/index.ts'
import type {
  AggregateFunction,
  AggregateStage,
  Computation,
  DeriveStage,
  Stage,
} from '../../ir/index.ts'
import type { EsqlColumnMeaning } from './columns.ts'
import { findConstant } from './constant.ts'
import { isAggregateFunction } from './functions/known.ts'
import { toComputation, toFiltered } from './lower-computation.ts'
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
  const later: { readonly name: string; readonly column: EsqlColumn }[] = []
  const keys = new Map<string, EsqlColumnMeaning>()
  const groupBy: string[] = []

  for (const column of stats.by) {
    checkNames(column.value, lowering)
    const name = columnName(column, lowering)
    const operand = column.value.kind === 'name' ? findOperand(column.value, lowering) : undefined
    const meaning = operand?.fold === undefined ? operand : undefined
    if (meaning === undefined) before.push(...deriveColumn(name, column, lowering))
    const { field, isDerived } = meaning ?? { field: name, isDerived: true }
    keys.set(name, { field, isDerived })
    groupBy.push(field)
  }

  const aggregate = (call: EsqlCall, as: string, column: EsqlColumn): void => {
    const input = inputOf(call, column, lowering)
    before.push(...(input?.derived ?? []))
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
    later.push({ name, column })
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
  // The results that columns are computed of have no names in the query.
  for (const { as } of functions) lowering.columns.define(as)
  const after = later.flatMap(({ name, column }) =>
    deriveColumn(name, column, lowering, call => printEsqlExpression(call)),
  )
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

/**
 * The stages that derive a column: before its own, those of what conditions in it are about. Behind an
 * aggregation a call of a function of rows is the result with the name of its text.
 */
export function deriveColumn(
  name: string,
  column: EsqlColumn,
  lowering: EsqlLowering,
  nameOfResult?: (call: EsqlCall) => string,
): readonly DeriveStage[] {
  const value = nameOfResult ? withResults(column.value, nameOfResult) : column.value
  const computation = toComputation(value, lowering)
  return [
    ...lowering.takeDerived(),
    {
      kind: 'derive',
      names: [name],
      text: columnText(column),
      ...optional('computations', computation && [computation]),
      span: column.span,
    },
  ]
}

/** An expression with names of results in place of aggregate functions, where it is of plain values. */
function withResults(
  expression: EsqlExpression,
  nameOf: (call: EsqlCall) => string,
): EsqlExpression {
  const inner = (e: EsqlExpression): EsqlExpression => withResults(e, nameOf)
  switch (expression.kind) {
    case 'call':
      return isAggregateFunction(expression.name)
        ? { kind: 'name', parts: [nameOf(expression)], span: expression.span }
        : { ...expression, arguments: expression.arguments.map(inner) }
    case 'arithmetic':
      return {
        ...expression,
        first: inner(expression.first),
        rest: expression.rest.map(({ operator, operand }) => ({
          operator,
          operand: inner(operand),
        })),
      }
    case 'sign':
    case 'cast':
      return { ...expression, operand: inner(expression.operand) }
    case 'comparison':
      return { ...expression, left: inner(expression.left), right: inner(expression.right) }
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(inner) }
    case 'not':
    case 'is_null':
      return { ...expression, operand: inner(expression.operand) }
    default:
      return expression
  }
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
): { readonly field: string; readonly derived?: readonly DeriveStage[] } | undefined {
  const [argument] = call.arguments
  const isRows = argument === undefined || argument.kind === 'star' || isConstant(argument)
  if (filter !== undefined) {
    // “The condition that must be met for a row to be included in the evaluation”: the value of all
    // other rows is null, and “individual `null` values are skipped when computing aggregations”.
    const value = isRows ? '*' : printEsqlExpression(argument)
    const field = `${value} WHERE ${printEsqlExpression(filter)}`
    const computation = toFiltered(isRows ? undefined : argument, filter, lowering)
    return { field, derived: derivedInput(field, computation, span, lowering) }
  }
  if (isRows) return undefined
  const operand = argument.kind === 'name' ? findOperand(argument, lowering) : undefined
  if (operand !== undefined && operand.fold === undefined) return { field: operand.field }
  const field = printEsqlExpression(argument)
  const computation = toComputation(argument, lowering)
  return { field, derived: derivedInput(field, computation, argument.span, lowering) }
}

/** The stage that derives what a function is computed of, behind those that it needs. */
function derivedInput(
  field: string,
  computation: Computation | undefined,
  span: Span,
  lowering: EsqlLowering,
): readonly DeriveStage[] {
  const computations = optional('computations', computation && [computation])
  const stage: DeriveStage = { kind: 'derive', names: [field], text: field, ...computations, span }
  return [...lowering.takeDerived(), stage]
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
