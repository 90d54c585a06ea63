import type { DiagnosticCode } from '../base/index.ts'
import { findAggregation } from '../engine/index.ts'
import { and, type Expression, type LogSource, opaquesOf, type Rule, testsOf } from '../ir/index.ts'
import { eventTypesOf } from '../knowledge/index.ts'

/** Whether a rule can be run, and why not. */
export type Runnable =
  | {
      /** `run`: on single events. `aggregate`: the events that it counts or computes with are those. */
      readonly kind: 'run' | 'aggregate'
      readonly expression: Expression
      /** Why a part of the rule can never hold here, although the rest can. */
      readonly partial?: string
    }
  /** It correlates events of other rules; whether those are there, the plan of all rules says. */
  | { readonly kind: 'correlate' }
  | { readonly kind: 'not_run'; readonly code: DiagnosticCode; readonly reason: string }

/**
 * The condition that a rule puts to one event. Rules that look at several events in other ways than
 * correlations and aggregations, rules with parts that cannot be read and rules that no known log can
 * feed say so instead. `lists` holds the members of the lists that placeholders name.
 */
export function toRunnable(rule: Rule, lists: ReadonlyMap<string, readonly string[]>): Runnable {
  const filters: Expression[] = []
  const aggregation = findAggregation(rule)
  let correlates = false
  for (const stage of rule.logic.stages) {
    switch (stage.kind) {
      case 'source':
      case 'shape':
        break
      case 'filter':
        filters.push(stage.expression)
        break
      case 'correlate':
        correlates = true
        break
      case 'aggregate':
      case 'threshold':
        if (aggregation !== undefined) break
        return notRun('run/several-events', 'aggregates events in a way that scan does not do yet')
      case 'sequence':
      case 'join':
      case 'derive':
        return notRun('run/several-events', `has a ${stage.kind}, which scan does not do yet`)
      case 'opaque':
        return stage.reason === 'pipeline/failure'
          ? notRun(stage.reason, stage.text)
          : notRun(stage.reason, `cannot be read: ${stage.reason}`)
    }
  }
  if (correlates) return { kind: 'correlate' }
  if (filters.length === 0) return notRun('sigma/missing-condition', 'has no condition')
  if (!eventTypesOf(rule.logSource).isKnown) {
    const text = logSourceText(rule.logSource)
    return notRun('run/unknown-logsource', `has a log source that no known log has (${text})`)
  }
  const expression = and(filters)
  const isKnownList = (name: string): boolean => lists.has(name)
  const missing = missingParts(expression, isKnownList)
  if (!canHold(expression, false, isKnownList)) {
    const [opaque] = opaquesOf(expression)
    return notRun(opaque?.reason ?? 'run/missing-list', missing ?? 'can never hold')
  }
  const kind = aggregation === undefined ? 'run' : 'aggregate'
  return { kind, expression, ...(missing === undefined ? {} : { partial: missing }) }
}

function notRun(code: DiagnosticCode, reason: string): Runnable {
  return { kind: 'not_run', code, reason }
}

/** `product: windows, category: process_creation`. */
export function logSourceText({ product, category, service }: LogSource): string {
  const words = [
    product === undefined ? [] : [`product: ${product}`],
    category === undefined ? [] : [`category: ${category}`],
    service === undefined ? [] : [`service: ${service}`],
  ].flat()
  return words.length === 0 ? '(none)' : words.join(', ')
}

function missingParts(
  expression: Expression,
  isKnownList: (name: string) => boolean,
): string | undefined {
  const opaque = opaquesOf(expression)[0]
  if (opaque !== undefined) return `cannot be read in part: ${opaque.reason}`
  const names = new Set(testsOf(expression).flatMap(unknownLists(isKnownList)))
  if (names.size === 0) return undefined
  return `needs the list ${[...names].map(name => `%${name}%`).join(', ')}`
}

function unknownLists(isKnownList: (name: string) => boolean) {
  return (test: ReturnType<typeof testsOf>[number]): readonly string[] =>
    test.operator === 'in_list'
      ? test.value.flatMap(t => (t.kind === 'list' && !isKnownList(t.name) ? [t.name] : []))
      : []
}

/**
 * Whether the expression can be true when whatever is unknown stays unknown. Tests count as free,
 * so this may say yes to what can never hold, but never no to what can.
 */
function canHold(
  expression: Expression,
  isNegated: boolean,
  isKnownList: (name: string) => boolean,
): boolean {
  switch (expression.kind) {
    case 'opaque':
      return false
    case 'test':
      return unknownLists(isKnownList)(expression).length === 0
    case 'not':
      return canHold(expression.operand, !isNegated, isKnownList)
    case 'and':
    case 'or': {
      const needsAll = (expression.kind === 'and') !== isNegated
      const results = expression.operands.map(e => canHold(e, isNegated, isKnownList))
      return needsAll ? results.every(Boolean) : results.some(Boolean)
    }
  }
}
