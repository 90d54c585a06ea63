import type { MapReader } from '../../base/yaml/index.ts'
import type { Stage, Test } from '../../ir/index.ts'
import { parseDuration } from './duration.ts'

/** Operators of a trigger, in the templates’ words and in those of the interface. */
const operators: Readonly<Record<string, 'gt' | 'lt' | 'equals' | 'not'>> = {
  eq: 'equals',
  equal: 'equals',
  equals: 'equals',
  greaterthan: 'gt',
  gt: 'gt',
  lessthan: 'lt',
  lt: 'lt',
  ne: 'not',
  notequal: 'not',
}

/** The name of what a trigger compares. */
const results = 'results'

/**
 * The stages of a rule’s trigger: how many results its query must have.
 *
 *     triggerOperator: gt
 *     triggerThreshold: 5
 *     → (aggregate (results count) :window 3600) (threshold (gt results 5 :derived))
 *
 * “More than none” asks for nothing: each result counts, as it does where no trigger is given.
 */
export function triggerStages(rule: MapReader, window: number | undefined): readonly Stage[] {
  const written = rule.text('triggerOperator')?.toLowerCase()
  const value = rule.number('triggerThreshold')
  if (written === undefined || value === undefined) return []
  const operator = Object.hasOwn(operators, written) ? operators[written] : undefined
  const span = rule.spanOf('triggerOperator')
  if (operator === undefined) {
    rule.report('sentinel/invalid-attribute', span, `unknown operator “${written}”`)
    return []
  }
  if (operator === 'gt' && value <= 0) return []
  const test: Test = {
    kind: 'test',
    field: results,
    operator: operator === 'not' ? 'equals' : operator,
    value,
    cased: false,
    transforms: [],
    list: 0,
    derived: true,
    span,
  }
  return [
    {
      kind: 'aggregate',
      functions: [{ name: 'count', as: results }],
      groupBy: [],
      ...(window === undefined ? {} : { window }),
      span,
    },
    {
      kind: 'threshold',
      expression: operator === 'not' ? { kind: 'not', operand: test } : test,
      span: rule.spanOf('triggerThreshold'),
    },
  ]
}

/** How far back each run of the query looks, in seconds. */
export function lookBack(rule: MapReader): number | undefined {
  const text = rule.text('queryPeriod')
  const seconds = parseDuration(text)
  if (text !== undefined && seconds === undefined) {
    const message = `“${text}” is no span of time`
    rule.report('sentinel/invalid-attribute', rule.spanOf('queryPeriod'), message)
  }
  return seconds
}
