import {
  type Expression,
  type LogSource,
  type Stage,
  type Test,
  testsOf,
  toNegationNormalForm,
} from '../../ir/index.ts'
import { isDoable } from '../compile-test.ts'
import { type CheckStage, planQuery } from '../query/index.ts'
import { type Aggregation, findBounds } from './aggregation.ts'
import {
  type CorrelationNode,
  logName,
  type Measure,
  type TableFunction,
  type TableFunctionName,
} from './plan.ts'

/** An aggregation as a measure of the events of a group; or why there is none, behind “it”. */
export type DraftedMeasure =
  | {
      readonly measure: Measure
      readonly judged: CorrelationNode['judged']
      /** The fields of the events that it computes with; a function of a table knows its place here. */
      readonly values: readonly string[]
    }
  | { readonly reason: string }

/** What an aggregation computes and asks for. */
export function draftMeasure(aggregation: Aggregation, logSource: LogSource): DraftedMeasure {
  return findEarlier(aggregation, logSource) ?? findBounded(aggregation) ?? draftTable(aggregation)
}

/** `count_earlier` of the time before each event must be 0: values that were not seen before. */
function findEarlier(
  { aggregate, after }: Aggregation,
  logSource: LogSource,
): DraftedMeasure | undefined {
  const earlier = aggregate.functions.find(({ name }) => name === 'count_earlier')
  if (earlier === undefined) return undefined
  const [threshold, ...others] = after
  const bounds =
    threshold?.kind === 'threshold' ? findBounds(threshold.expression, earlier.as) : undefined
  const [bound] = bounds ?? []
  const isNew = bounds?.length === 1 && bound?.operator === 'eq' && bound.value === 0
  if (!isNew || others.length > 0 || aggregate.functions.length > 1) {
    return { reason: 'counts earlier events in a way that scan does not do' }
  }
  if (aggregate.window === undefined) {
    return { reason: 'does not say how far back values count as seen' }
  }
  return { measure: { kind: 'new', log: logName(logSource) }, judged: 'at_once', values: [] }
}

/** One function with numbers as bounds, as Sigma has them. */
function findBounded({ aggregate, after }: Aggregation): DraftedMeasure | undefined {
  const [only, ...others] = aggregate.functions
  if (only === undefined || others.length > 0 || after.length === 0) return undefined
  if (aggregate.keepsNull) return undefined
  const kind = measureOf(only.name, only.field)
  if (kind === undefined) return undefined
  const all = after.map(stage =>
    stage.kind === 'threshold' ? findBounds(stage.expression, only.as) : undefined,
  )
  if (!all.every(bounds => bounds !== undefined)) return undefined
  const bounds = all.flat()
  const isSooner = bounds.every(({ operator }) => operator === 'gt' || operator === 'gte')
  return {
    measure: { kind, bounds },
    judged: aggregate.window !== undefined && isSooner ? 'at_once' : 'at_end',
    values: only.field === undefined || kind === 'event_count' ? [] : [only.field],
  }
}

function measureOf(
  name: string,
  field: string | undefined,
): 'event_count' | 'value_count' | 'sum' | 'avg' | 'min' | 'max' | undefined {
  switch (name) {
    case 'count':
      return 'event_count'
    case 'count_distinct':
      return field === undefined ? undefined : 'value_count'
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
      return field === undefined ? undefined : name
    default:
      return undefined
  }
}

/** Several functions, or conditions that are more than bounds: a table with a row for each group. */
function draftTable({ aggregate, after }: Aggregation): DraftedMeasure {
  const values = [...new Set(aggregate.functions.flatMap(({ field }) => field ?? []))]
  const stages = after.map(
    (stage): Stage =>
      stage.kind === 'threshold' ? { ...stage, kind: 'filter', condition: '', parts: [] } : stage,
  )
  const { query, uncomputed, lookBack } = planQuery(stages, {
    isDoable: test => isDoable(test, {}),
  })
  if (lookBack !== undefined)
    return { reason: 'compares a result with the time at which it is run' }
  if (uncomputed !== undefined) {
    const origin = uncomputed.text === uncomputed.name ? '' : ` (${uncomputed.text})`
    return { reason: `needs “${uncomputed.name}”, which scan does not compute${origin}` }
  }
  const checks: readonly CheckStage[] = query.check?.stages ?? [
    { kind: 'filter', expression: query.expression },
  ]
  const needed = namesIn(checks)
  const given = new Set([
    ...aggregate.functions.map(({ as }) => as),
    ...aggregate.groupBy,
    ...checks.flatMap(stage => (stage.kind === 'derive' ? stage.names : [])),
  ])
  const missing = [...needed].find(name => !given.has(name))
  if (missing !== undefined) {
    return { reason: `needs “${missing}”, which its aggregation does not give` }
  }
  const functions: TableFunction[] = []
  for (const { name, field, as } of aggregate.functions) {
    const known = findFunction(name)
    if (known === undefined || (field === undefined) !== (known.name === 'count')) {
      // What nothing asks for need not be computed.
      if (needed.has(as))
        return { reason: `aggregates with “${name}”, which scan does not compute` }
      continue
    }
    const column = field === undefined ? -1 : values.indexOf(field)
    functions.push({ ...known, column, as })
  }
  const canOnlyCome =
    after.length > 0 &&
    checks.every(
      stage => stage.kind === 'filter' && onlyGrows(stage.expression, functions, aggregate.groupBy),
    )
  return {
    measure: { kind: 'table', functions, checks },
    judged: aggregate.window !== undefined && canOnlyCome ? 'at_once' : 'at_end',
    values,
  }
}

function namesIn(stages: readonly CheckStage[]): ReadonlySet<string> {
  const names = new Set<string>()
  // Every name that a computation or a test says stands in their JSON as the text of a field.
  JSON.stringify(stages, (key, value: unknown) => {
    if (key === 'field' && typeof value === 'string') names.add(value)
    return value
  })
  return names
}

const plainFunctions: ReadonlySet<string> = new Set<TableFunctionName>([
  'count',
  'count_values',
  'count_distinct',
  'sum',
  'avg',
  'min',
  'max',
  'range',
  'median',
  'values',
  'list',
  'first',
  'last',
])

function findFunction(
  text: string,
): { readonly name: TableFunctionName; readonly percent?: number } | undefined {
  // The cast: the set holds nothing else.
  if (plainFunctions.has(text)) return { name: text as TableFunctionName }
  const percent = Number(/^percentile\((\d+(?:\.\d+)?)\)$/.exec(text)?.[1] ?? Number.NaN)
  return percent >= 0 && percent <= 100 ? { name: 'percentile', percent } : undefined
}

/**
 * Whether a condition on a row that holds goes on to hold as events are added: then a window is judged
 * as each comes in, and else when nothing more can.
 */
function onlyGrows(
  expression: Expression,
  functions: readonly TableFunction[],
  groupBy: readonly string[],
): boolean {
  const grows = (test: Test, isNegated: boolean): boolean => {
    if (groupBy.includes(test.field) && test.operator !== 'field_equals') return true
    const name = functions.find(({ as }) => as === test.field)?.name
    if (name === undefined || isNegated) return false
    if (name === 'values' || name === 'list') {
      return !['field_equals', 'null', 'exists'].includes(test.operator)
    }
    const isBound = test.operator === 'gt' || test.operator === 'gte'
    return isBound && ['count', 'count_values', 'count_distinct', 'max', 'range'].includes(name)
  }
  const walk = (e: Expression): boolean => {
    switch (e.kind) {
      case 'test':
        return grows(e, false)
      case 'not':
        // “Not null” of a result goes on to hold, too.
        return (
          e.operand.kind === 'test' &&
          (grows(e.operand, true) ||
            (e.operand.operator === 'null' &&
              grows({ ...e.operand, operator: 'gt', value: 0 }, false)))
        )
      case 'and':
      case 'or':
        return e.operands.every(walk)
      case 'opaque':
        return false
    }
  }
  return testsOf(expression).length > 0 && walk(toNegationNormalForm(expression))
}
