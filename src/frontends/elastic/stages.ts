import type { Span } from '../../base/index.ts'
import type { AggregateFunction, JoinStage, Stage, Test } from '../../ir/index.ts'
import { readFilters } from './filters.ts'
import { type QueryContext, readQuery } from './query.ts'
import type { TableReader } from './table-reader.ts'

/** What each type of rule does with the events that its query finds. */

/** How far back a rule looks where it does not say. */
const defaultLookBack = 360

/**
 * Alerts when a group has enough events, and enough distinct values of a field.
 *
 *     [rule.threshold]
 *     field = ["host.id"]
 *     value = 2
 *     [[rule.threshold.cardinality]]
 *     field = "process.args"
 *     value = 3
 */
export function thresholdStages(rule: TableReader): readonly Stage[] {
  const threshold = rule.inner('threshold')
  if (threshold === undefined) return []
  const span = threshold.spanOf()
  const bounds: { readonly function: AggregateFunction; readonly least: number; span: Span }[] = [
    {
      function: { name: 'count', as: 'count' },
      least: threshold.number('value') ?? 1,
      span: threshold.spanOf('value'),
    },
  ]
  for (const cardinality of threshold.tables('cardinality')) {
    const field = cardinality.text('field')
    if (field === undefined) continue
    bounds.push({
      function: { name: 'count_distinct', field, as: `count_distinct(${field})` },
      least: cardinality.number('value') ?? 1,
      span: cardinality.spanOf('value'),
    })
  }
  return [
    {
      kind: 'aggregate',
      functions: bounds.map(bound => bound.function),
      groupBy: threshold.texts('field'),
      window: findLookBack(rule.text('from')) ?? defaultLookBack,
      cased: true,
      span,
    },
    ...bounds.map((bound, list): Stage => {
      const test = derivedTest(bound.function.as, 'gte', bound.least, list, bound.span)
      return { kind: 'threshold', expression: test, span: bound.span }
    }),
  ]
}

/** A rule in ES|QL is run on what came since it looks back, so that its groups are of no longer time. */
export function withLookBack(stages: readonly Stage[], rule: TableReader): readonly Stage[] {
  const window = findLookBack(rule.text('from')) ?? defaultLookBack
  return stages.map(stage => (stage.kind === 'aggregate' ? { ...stage, window } : stage))
}

/**
 * Alerts on values, or combinations of values, that the time before has not seen.
 *
 *     [rule.new_terms]
 *     field = "new_terms_fields"
 *     value = ["host.id", "process.executable"]
 *     [[rule.new_terms.history_window_start]]
 *     value = "now-7d"
 */
export function newTermsStages(rule: TableReader): readonly Stage[] {
  const terms = rule.inner('new_terms')
  if (terms === undefined) return []
  const span = terms.spanOf()
  const [history] = terms.tables('history_window_start')
  const window = findLookBack(history?.text('value') ?? rule.text('history_window_start'))
  const name = 'earlier_events'
  return [
    {
      kind: 'aggregate',
      functions: [{ name: 'count_earlier', as: name }],
      groupBy: terms.texts('value'),
      ...(window === undefined ? {} : { window }),
      cased: true,
      span,
    },
    { kind: 'threshold', expression: derivedTest(name, 'equals', 0, 0, span), span },
  ]
}

/** Alerts on events that have a value of a feed of indicators, which its own query chooses. */
export function threatMatchStages(rule: TableReader, context: QueryContext): readonly Stage[] {
  const text = rule.table.threat_query
  const names = rule.texts('threat_index')
  const language = rule.text('threat_language') === 'lucene' ? 'lucene' : 'kuery'
  const path = [...rule.path, 'threat_query']
  const query = typeof text === 'string' ? readQuery(text, language, path, context) : []
  const source: Stage = { kind: 'source', logSource: {}, names, span: rule.spanOf('threat_index') }
  const keys = rule.tables('threat_mapping').flatMap(mapping =>
    mapping.tables('entries').flatMap(entry => {
      const field = entry.text('field')
      const value = entry.text('value')
      return field === undefined || value === undefined ? [] : [`${field} = ${value}`]
    }),
  )
  const join: JoinStage = {
    kind: 'join',
    how: 'indicator_match',
    sides: [{ stages: [source, ...query] }],
    keys,
    span: rule.spanOf('threat_mapping'),
  }
  return [join]
}

/** Alerts when a trained model finds an event unusual enough. */
export function machineLearningStages(rule: TableReader): readonly Stage[] {
  const key = 'machine_learning_job_id'
  const jobs = rule.texts(key)
  const name = 'anomaly_score'
  const least = rule.number('anomaly_threshold') ?? 0
  const span = rule.spanOf('anomaly_threshold')
  return [
    {
      kind: 'derive',
      names: [name],
      text: `the anomaly score of ${jobs.join(', ')}`,
      span: rule.spanOf(key),
    },
    {
      kind: 'filter',
      condition: `${name} >= ${least}`,
      parts: [],
      expression: derivedTest(name, 'gte', least, 0, span),
      span,
    },
    ...readFilters(rule),
  ]
}

function derivedTest(
  field: string,
  operator: 'gte' | 'equals',
  value: number,
  list: number,
  span: Span,
): Test {
  return {
    kind: 'test',
    field,
    operator,
    value,
    cased: false,
    transforms: [],
    list,
    derived: true,
    span,
  }
}

const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
}

/** The seconds from a time such as `now-9m` to now. */
export function findLookBack(text: string | undefined): number | undefined {
  const [, count, unit] = /^now-(\d{1,9})([smhdw])$/.exec(text ?? '') ?? []
  const seconds = Number(count) * (unitSeconds[unit ?? ''] ?? Number.NaN)
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined
}
