import {
  type AggregateStage,
  type CorrelationOperator,
  type DeriveStage,
  type Expression,
  fieldsOf,
  type Rule,
  type Stage,
  type ThresholdStage,
  testsOf,
} from '../../ir/index.ts'

/**
 * The stages of a rule that groups events, computes functions of each group and puts conditions to the
 * groups: `count(User) by Computer > 5`, `STATS n = COUNT(*) BY host.name | WHERE n > 5`.
 */
export interface Aggregation {
  readonly kind: 'aggregation'
  /** What chooses the events, and derives values of each. */
  readonly before: readonly Stage[]
  readonly aggregate: AggregateStage
  /** Conditions on the groups, and what is derived of their results, in their order. */
  readonly after: readonly (ThresholdStage | DeriveStage)[]
  /** The names that the aggregation reads of an event. */
  readonly reads: readonly string[]
}

/** Why a rule that aggregates is not run: it goes on after “it”. */
export interface AggregationRefusal {
  readonly kind: 'refused'
  readonly reason: string
}

/** The aggregation that a rule consists of; `undefined` if it has none. */
export function findAggregation({ logic }: Rule): Aggregation | AggregationRefusal | undefined {
  const { stages } = logic
  const at = stages.findIndex(({ kind }) => kind === 'aggregate')
  const aggregate = stages[at]
  if (aggregate?.kind !== 'aggregate') return undefined
  if (aggregate.keepsRows) {
    return refused('adds the results of an aggregation to every event, which scan does not do')
  }
  const before = stages.slice(0, at)
  const fields = aggregate.functions.flatMap(({ field }) => field ?? [])
  const reads = [...new Set([...aggregate.groupBy, ...fields])]
  for (const [place, stage] of before.entries()) {
    if (stage.kind === 'shape' && changesRows(stage.text)) {
      if (leavesOneRow(stage.text, before.slice(place + 1), reads)) continue
      return refused(`changes the rows before it aggregates them (${stage.text})`)
    }
    if (!['source', 'filter', 'derive', 'shape'].includes(stage.kind)) {
      return refused(`has a stage before its aggregation that scan does not do (${stage.kind})`)
    }
  }
  const after: (ThresholdStage | DeriveStage)[] = []
  for (const stage of stages.slice(at + 1)) {
    if (stage.kind === 'threshold' || stage.kind === 'derive') after.push(stage)
    else if (stage.kind === 'filter') {
      // What comes behind an aggregation sees its groups, whatever it is called.
      after.push({ kind: 'threshold', expression: stage.expression, span: stage.span })
    } else if (stage.kind === 'aggregate') {
      return refused('aggregates what it has aggregated, which scan does not do')
    } else if (stage.kind !== 'shape') {
      return refused(
        `goes on behind its aggregation with a stage that scan does not do (${stage.kind})`,
      )
    }
  }
  return { kind: 'aggregation', before, aggregate, after, reads }
}

function refused(reason: string): AggregationRefusal {
  return { kind: 'refused', reason }
}

/** Commands that make more rows, or fewer, and so change what is counted. */
function changesRows(text: string): boolean {
  return /^\W*(?:mv_?-?expand|mv-apply|limit|sample|dedup|head|tail|top|rare|take|distinct)\b/i.test(
    text,
  )
}

/**
 * Whether a command that makes a row of each value of a field leaves one row of an event after all: behind
 * `MV_EXPAND a | WHERE a == "x"` it does, as long as nothing reads the field then, which has one value there.
 */
function leavesOneRow(text: string, behind: readonly Stage[], reads: readonly string[]): boolean {
  const field = /^MV_EXPAND ([^\s`]+)$/i.exec(text.trim())?.[1]
  if (field === undefined || reads.includes(field)) return false
  let isOne = false
  for (const stage of behind) {
    if (stage.kind === 'derive') {
      const isRead = stage.computations?.some(one => fieldsOf(one).includes(field)) ?? true
      if (isRead || stage.names.includes(field)) return false
    }
    if (stage.kind !== 'filter') continue
    const { expression } = stage
    const all = expression.kind === 'and' ? expression.operands : [expression]
    const own = testsOf(expression).filter(test => test.field === field)
    isOne ||= all.some(
      one => one.kind === 'test' && one.operator === 'equals' && one.field === field && one.cased,
    )
    if (own.length > 1 || own.some(test => test.derived)) return false
  }
  return isOne
}

const comparisons: Readonly<Record<string, CorrelationOperator>> = {
  equals: 'eq',
  lt: 'lt',
  lte: 'lte',
  gt: 'gt',
  gte: 'gte',
}

type Bounds = readonly { readonly operator: CorrelationOperator; readonly value: number }[]

/** The bounds that a threshold sets to the result of a function, if that is all that it does. */
export function findBounds(expression: Expression, name: string): Bounds | undefined {
  if (expression.kind === 'and') {
    const all = expression.operands.map(operand => findBounds(operand, name))
    return all.every(bounds => bounds !== undefined) ? all.flat() : undefined
  }
  if (expression.kind !== 'test' || expression.field !== name) return undefined
  const operator = comparisons[expression.operator]
  const { value } = expression as { readonly value?: unknown }
  if (operator === undefined || typeof value !== 'number') return undefined
  return [{ operator, value }]
}
