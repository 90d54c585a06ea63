import type { CorrelateStage, CorrelationOperator, RuleExpression } from '../../src/ir/index.ts'

/** An event as the reference sees it: which of the correlated rules it matches, and its values. */
export interface ReferenceEvent {
  /** Unique, and the order of events of one time. */
  readonly number: number
  /** Seconds. */
  readonly time: number
  readonly rules: readonly string[]
  /** Values of the one field that is grouped by. */
  readonly groups: readonly string[]
  /** Values of the one field that is counted or computed with. */
  readonly values: readonly string[]
}

export interface ReferenceMatch {
  readonly group: string
  readonly events: readonly number[]
}

/**
 * What a correlation by one field over rules (no correlations) matches: the slow and obvious way, with
 * every window built and judged from scratch.
 */
export function referenceMatches(
  stage: CorrelateStage,
  events: readonly ReferenceEvent[],
): readonly ReferenceMatch[] {
  const names = stage.rules.map(({ reference }) => reference)
  const needsValue = stage.type.startsWith('value_')
  const isPart = (event: ReferenceEvent): boolean =>
    event.rules.some(rule => names.includes(rule)) &&
    (!needsValue || usableValues(stage, event).length > 0)
  const sorted = events.filter(isPart).sort((a, b) => a.time - b.time || a.number - b.number)
  const groups = new Set(sorted.flatMap(event => event.groups.map(g => g.toLowerCase())))
  return [...groups].flatMap(group => {
    const own = sorted.filter(event => event.groups.some(g => g.toLowerCase() === group))
    return matchesOfGroup(stage, own).map(match => ({
      group,
      events: match.map(({ number }) => number),
    }))
  })
}

function matchesOfGroup(
  stage: CorrelateStage,
  events: readonly ReferenceEvent[],
): readonly (readonly ReferenceEvent[])[] {
  const matches: (readonly ReferenceEvent[])[] = []
  let rest = events
  for (;;) {
    const match = isForMore(stage) ? firstAtOnce(stage, rest) : firstAtEnd(stage, rest)
    if (match === undefined) return matches
    matches.push(match)
    rest = rest.slice(rest.indexOf(match.at(-1) as ReferenceEvent) + 1)
  }
}

/** The events within the time span up to some event that meet the condition first. */
function firstAtOnce(
  stage: CorrelateStage,
  events: readonly ReferenceEvent[],
): readonly ReferenceEvent[] | undefined {
  return events
    .map((last, i) => events.slice(0, i + 1).filter(e => last.time - e.time <= stage.timespan))
    .find(window => holds(stage, window))
}

/** The first window that meets the condition among those that no other window contains. */
function firstAtEnd(
  stage: CorrelateStage,
  events: readonly ReferenceEvent[],
): readonly ReferenceEvent[] | undefined {
  const windows = events.map((first, i) =>
    events.slice(i).filter(e => e.time - first.time <= stage.timespan),
  )
  const isContained = (i: number): boolean =>
    windows.slice(0, i).some(other => other.at(-1) === windows[i]?.at(-1))
  return windows.find((window, i) => !isContained(i) && holds(stage, window))
}

function isForMore({ condition }: CorrelateStage): boolean {
  if (condition === undefined) return true
  if (condition.kind !== 'bounds') return !asksForAbsence(condition, false)
  return condition.bounds.every(({ operator }) => operator === 'gt' || operator === 'gte')
}

/** Whether some rule must not occur: it stands under an odd number of negations. */
function asksForAbsence(condition: RuleExpression, isNegated: boolean): boolean {
  if (condition.kind === 'rule') return isNegated
  if (condition.kind === 'not') return asksForAbsence(condition.operand, !isNegated)
  return condition.operands.some(operand => asksForAbsence(operand, isNegated))
}

function holds(stage: CorrelateStage, window: readonly ReferenceEvent[]): boolean {
  const { condition, type } = stage
  const names = stage.rules.map(({ reference }) => reference)
  if (condition !== undefined && condition.kind !== 'bounds') {
    const unique = [...new Set(names)]
    const fired = unique.filter(name => window.some(event => event.rules.includes(name)))
    if (type === 'temporal') return isTrue(condition, fired, fired, false)
    return subsets(unique).some(
      subset =>
        longestRun(subset, window) === subset.length && isTrue(condition, subset, fired, false),
    )
  }
  const steps = type === 'temporal_ordered' ? names : [...new Set(names)]
  const bounds = condition?.bounds ?? [{ operator: 'gte' as const, value: steps.length }]
  const value = windowValue(stage, steps, window)
  return bounds.every(bound => compares(value, bound.operator, bound.value * scale))
}

/** Values are tenths, and twelve events have no more than 27,720 as a common divisor. */
const scale = 277_200

/** What the window comes to, times `scale`, so that it is whole. */
function windowValue(
  stage: CorrelateStage,
  steps: readonly string[],
  window: readonly ReferenceEvent[],
): number {
  const values = window.flatMap(event => usableValues(stage, event))
  const numbers = values.map(v => Math.round(Number(v) * 10) * (scale / 10)).sort((a, b) => a - b)
  const total = numbers.reduce((sum, n) => sum + n, 0)
  switch (stage.type) {
    case 'event_count':
      return window.length * scale
    case 'value_count':
      return new Set(values.map(v => v.toLowerCase())).size * scale
    case 'value_sum':
      return total
    case 'value_avg':
      return total / numbers.length
    case 'value_median': {
      const middle = numbers.slice(
        Math.ceil(numbers.length / 2) - 1,
        Math.floor(numbers.length / 2) + 1,
      )
      return middle.reduce((sum, n) => sum + n, 0) / middle.length
    }
    case 'value_percentile': {
      const percentile = stage.condition?.kind === 'bounds' ? (stage.condition.percentile ?? 0) : 0
      const found = numbers.find(
        n => numbers.filter(other => other <= n).length * 100 >= percentile * numbers.length,
      )
      return found ?? Number.NaN
    }
    case 'temporal':
      return steps.filter(step => window.some(e => e.rules.includes(step))).length * scale
    case 'temporal_ordered':
      return longestRun(steps, window) * scale
  }
}

/** How many of the steps, at most, some of the events match one after the other. */
function longestRun(steps: readonly string[], window: readonly ReferenceEvent[]): number {
  const [event, ...later] = window
  if (event === undefined || steps.length === 0) return 0
  const starts = steps.flatMap((step, i) =>
    event.rules.includes(step) ? [1 + longestRun(steps.slice(i + 1), later)] : [],
  )
  return Math.max(longestRun(steps, later), ...starts)
}

/** A rule that is asked for must be among `present`, one that must not occur not among `fired`. */
function isTrue(
  condition: RuleExpression,
  present: readonly string[],
  fired: readonly string[],
  isNegated: boolean,
): boolean {
  switch (condition.kind) {
    case 'rule':
      return isNegated ? !fired.includes(condition.rule) : present.includes(condition.rule)
    case 'not':
      return isTrue(condition.operand, present, fired, !isNegated)
    case 'and':
    case 'or': {
      const results = condition.operands.map(o => isTrue(o, present, fired, isNegated))
      return (condition.kind === 'and') !== isNegated
        ? results.every(Boolean)
        : results.some(Boolean)
    }
  }
}

function subsets(names: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = names
  if (first === undefined) return [[]]
  return subsets(rest).flatMap(subset => [subset, [first, ...subset]])
}

function usableValues(stage: CorrelateStage, event: ReferenceEvent): readonly string[] {
  if (stage.type === 'value_count') return event.values
  return event.values.filter(value => /^-?\d+(\.\d+)?$/.test(value))
}

function compares(value: number, operator: CorrelationOperator, bound: number): boolean {
  // Quotients of whole numbers: what differs, differs by more than this.
  const difference = Math.abs(value - bound) < 1e-6 ? 0 : value - bound
  switch (operator) {
    case 'eq':
      return difference === 0
    case 'neq':
      return difference !== 0
    case 'gt':
      return difference > 0
    case 'gte':
      return difference >= 0
    case 'lt':
      return difference < 0
    case 'lte':
      return difference <= 0
  }
}
