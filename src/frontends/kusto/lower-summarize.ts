import type {
  AggregateFunction,
  AggregateStage,
  Computation,
  DeriveStage,
  Stage,
} from '../../ir/index.ts'
import { derivedMeaning, type Meaning } from './columns.ts'
import { findComputation, valueIf } from './computation.ts'
import { columnName, meaningOf } from './lower-columns.ts'
import { findOperand } from './lower-operand.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoCall, KustoColumn, KustoExpression, KustoSummarize } from './syntax.ts'
import { findSeconds } from './time.ts'

/** Aggregate functions by the names that the logic has for them; others keep their own. */
const logicNames: Readonly<Record<string, string>> = {
  count: 'count',
  countif: 'count_values',
  count_distinct: 'count_distinct',
  count_distinctif: 'count_distinct',
  dcount: 'count_distinct',
  dcountif: 'count_distinct',
  sum: 'sum',
  sumif: 'sum',
  avg: 'avg',
  avgif: 'avg',
  min: 'min',
  minif: 'min',
  max: 'max',
  maxif: 'max',
  stdev: 'stdev',
  stdevif: 'stdev',
  make_set: 'values',
  make_set_if: 'values',
  makeset: 'values',
  make_list: 'list',
  make_list_if: 'list',
  makelist: 'list',
}

/** Aggregate functions that the logic has no name for. */
const otherFunctions =
  /^(?:arg_?(?:max|min)|any|take_any(?:if)?|anyif|make_(?:bag|dictionary)(?:_if)?|binary_all_(?:and|or|xor)|buildschema|hll(?:_if|_merge)?|merge_tdigest|percentilew?|percentilesw?(?:_array)?|tdigest(?:_merge)?|variance\w*|covariance\w*|stdevp|make_(?:list|set)_with_nulls|count_distinct\w*)$/

/** Functions that choose a row, whose values are those of one event. */
const chooseRow = /^(?:arg_?(?:max|min)|any|take_any)$/

/**
 * `summarize n = count(), d = max(a) - min(a) by host, bin(TimeGenerated, 1h)`: what keys and functions are
 * computed from is derived before the aggregation, what is computed from its results behind it.
 */
export function lowerSummarize(
  operator: KustoSummarize,
  scope: Scope,
  lowering: KustoLowering,
): readonly Stage[] {
  const before: Stage[] = []
  const functions: AggregateFunction[] = []
  const after: Stage[] = []
  const results = new Map<string, Meaning>()
  const groupBy: string[] = []
  let keepsColumns = false

  for (const column of operator.by) {
    const key = lowerKey(column, operator, scope, lowering, before)
    if (key === undefined) continue
    groupBy.push(key.meaning.field)
    results.set(key.name, key.meaning)
  }
  for (const column of operator.aggregates) {
    const { value, names } = column
    if (value === undefined) continue
    if (value.kind === 'call' && chooseRow.test(value.name)) {
      keepsColumns ||= chooses(value, names, functions, results, scope, lowering)
      continue
    }
    const name = names[0] ?? resultName(column, lowering)
    results.set(name, derivedMeaning(name))
    if (value.kind === 'call' && isAggregate(value)) {
      functions.push(toFunction(value, name, scope, lowering, before))
      continue
    }
    for (const call of aggregatesIn(value)) {
      functions.push(toFunction(call, lowering.textOf(call.span), scope, lowering, before))
    }
    const text = lowering.textOf(column.span)
    after.push({ kind: 'derive', names: [name], text, span: column.span })
  }
  const stage: AggregateStage = {
    kind: 'aggregate',
    functions,
    groupBy,
    // “The output contains a row for each distinct combination of *by* values”, case counts, and null is one.
    cased: true,
    keepsNull: true,
    span: operator.span,
  }
  // A result that is called like the field of a key hides it.
  for (const [name, { field }] of results) {
    const other = field === name ? undefined : results.get(field)
    if (other?.isDerived === true) results.set(name, derivedMeaning(name))
  }
  if (keepsColumns) for (const [name, meaning] of results) lowering.columns.alias(name, meaning)
  else lowering.columns.close(results)
  return [...before, stage, ...after]
}

/** A key: a field, or a value that is derived before. */
function lowerKey(
  column: KustoColumn,
  { step }: KustoSummarize,
  scope: Scope,
  lowering: KustoLowering,
  before: Stage[],
): { readonly name: string; readonly meaning: Meaning } | undefined {
  const { value, span } = column
  if (value === undefined) return undefined
  const name = column.names[0] ?? columnName(column, lowering)
  const operand = findOperand(value, scope, lowering)
  const isPlain = operand !== undefined && operand.fold === undefined && !operand.isFileName
  // The axis of a series is cut into its steps.
  const isAxis = step !== undefined && operand !== undefined && column.names.length === 0
  const seconds = isAxis && isTimeLike(name) ? findSeconds(step, scope, lowering) : undefined
  if (isPlain && seconds === undefined) return { name, meaning: meaningOf(operand) }
  const text = lowering.textOf(value.span)
  const field = seconds === undefined ? text : `bin(${text}, ${step && lowering.textOf(step.span)})`
  const computed =
    seconds === undefined || operand === undefined
      ? findComputation(value, scope, lowering)
      : { computation: floor(operand.field, seconds), before: [] }
  before.push(...(computed?.before ?? []), derive(field, span, computed?.computation))
  return { name, meaning: derivedMeaning(field) }
}

function isTimeLike(name: string): boolean {
  return /time|date|created|modified/i.test(name)
}

function floor(field: string, seconds: number): Computation {
  const span: Computation = {
    kind: 'constant',
    value: { number: seconds, isFloat: !Number.isInteger(seconds) },
  }
  return {
    kind: 'call',
    function: 'time_floor',
    ignoresCase: false,
    arguments: [{ kind: 'field', field }, span],
  }
}

function derive(
  name: string,
  span: DeriveStage['span'],
  computation: Computation | undefined,
): DeriveStage {
  return {
    kind: 'derive',
    names: [name],
    text: name,
    span,
    ...(computation === undefined ? {} : { computations: [computation] }),
  }
}

/**
 * `arg_max(a, b, c)` and `take_any(b)`: the values of one row, which stay what they are; whether all columns stay.
 */
function chooses(
  call: KustoCall,
  names: readonly string[],
  functions: AggregateFunction[],
  results: Map<string, Meaning>,
  scope: Scope,
  lowering: KustoLowering,
): boolean {
  const [first] = call.arguments
  const as =
    names[0] ??
    (first === undefined
      ? call.name
      : columnName({ names: [], value: first, span: first.span }, lowering))
  const operand = first && findOperand(first, scope, lowering)
  const isStar = call.arguments.some(({ kind }) => kind === 'star')
  functions.push({
    name: withParameters(call, lowering),
    ...(operand === undefined || first?.kind === 'star' ? {} : { field: operand.field }),
    as,
  })
  for (const [i, value] of call.arguments.entries()) {
    if (value.kind === 'star') continue
    const name = names[i] ?? columnName({ names: [], value, span: value.span }, lowering)
    const meaning = findOperand(value, scope, lowering)
    results.set(name, meaning === undefined ? derivedMeaning(name) : meaningOf(meaning))
  }
  return isStar
}

function isAggregate({ name }: KustoCall): boolean {
  return Object.hasOwn(logicNames, name) || otherFunctions.test(name)
}

/** The aggregate functions inside an expression, from left to right. */
function aggregatesIn(value: KustoExpression): readonly KustoCall[] {
  switch (value.kind) {
    case 'call':
      return isAggregate(value) ? [value] : value.arguments.flatMap(aggregatesIn)
    case 'arithmetic':
    case 'comparison':
      return [value.left, value.right].flatMap(aggregatesIn)
    case 'sign':
    case 'path':
    case 'element':
      return aggregatesIn(value.operand)
    default:
      return []
  }
}

/** `count_` of `count()`, `dcount_a` of `dcount(a)`, `set_a` of `make_set(a)`. */
function resultName({ value, span }: KustoColumn, lowering: KustoLowering): string {
  if (value?.kind !== 'call' || !isAggregate(value)) {
    return columnName({ names: [], value, span }, lowering)
  }
  const prefix = /^make_?(set|list|bag)/.exec(value.name)?.[1] ?? value.name
  const [first] = value.arguments
  if (first === undefined || value.name === 'countif') return `${prefix}_`
  return `${prefix}_${columnName({ names: [], value: first, span: first.span }, lowering)}`
}

function toFunction(
  call: KustoCall,
  as: string,
  scope: Scope,
  lowering: KustoLowering,
  before: Stage[],
): AggregateFunction {
  const own = Object.hasOwn(logicNames, call.name) ? logicNames[call.name] : undefined
  const isConditional = /_?if$/.test(call.name)
  const [first, second] = call.arguments
  if (isConditional) {
    const [value, condition] = call.name === 'countif' ? [undefined, first] : [first, second]
    if (condition !== undefined) {
      const field = lowering.textOf(call.span)
      before.push(...conditional(field, value, condition, call, scope, lowering))
      return { name: own ?? call.name, field, as }
    }
  }
  const name = own ?? withParameters(call, lowering)
  if (first === undefined || first.kind === 'star') return { name, as }
  const operand = findOperand(first, scope, lowering)
  if (operand !== undefined && operand.fold === undefined && !operand.isFileName) {
    return { name, field: operand.field, as }
  }
  const field = lowering.textOf(first.span)
  const computed = findComputation(first, scope, lowering)
  before.push(...(computed?.before ?? []), derive(field, first.span, computed?.computation))
  return { name, field, as }
}

/** `percentile(95)` of `percentile(a, 95)`. */
function withParameters(call: KustoCall, lowering: KustoLowering): string {
  const rest = call.arguments.slice(1)
  if (rest.length === 0) return call.name
  return `${call.name}(${rest.map(({ span }) => lowering.textOf(span)).join(', ')})`
}

/** `dcountif(a, b > 1)` counts what is null where the condition does not hold. */
function conditional(
  field: string,
  value: KustoExpression | undefined,
  condition: KustoExpression,
  { span }: KustoCall,
  scope: Scope,
  lowering: KustoLowering,
): readonly Stage[] {
  const one: Computation = { kind: 'constant', value: { number: 1, isFloat: false } }
  const computed =
    value === undefined ? { computation: one, before: [] } : findComputation(value, scope, lowering)
  if (computed === undefined) return [derive(field, span, undefined)]
  const kept = lowering.takeBefore()
  const computation = valueIf(condition, computed.computation, scope, lowering)
  const needed = lowering.takeBefore()
  for (const stage of kept) lowering.addBefore(`kept ${stage.span.start}`, stage)
  return [...computed.before, ...needed, derive(field, span, computation)]
}
