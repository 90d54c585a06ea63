import type { DiagnosticCode } from '../base/index.ts'
import {
  type EventQuery,
  findAggregation,
  isDoable,
  type PlannedQuery,
  planQuery,
  planSequence,
  type SequencePlan,
  type Uncomputed,
} from '../engine/index.ts'
import {
  and,
  type Expression,
  type JoinStage,
  type LogSource,
  opaquesOf,
  type Rule,
  type Stage,
  type Test,
  testsOf,
} from '../ir/index.ts'
import { eventTypesOf } from '../knowledge/index.ts'

/** Whether a rule can be run, and why not. */
export type Runnable =
  | RunnableEvents
  | RunnableSequence
  /** It correlates events of other rules; whether those are there, the plan of all rules says. */
  | { readonly kind: 'correlate' }
  | NotRun

export interface RunnableEvents {
  /** `run`: on single events. `aggregate`: the events that it counts or computes with are those. */
  readonly kind: 'run' | 'aggregate'
  readonly query: EventQuery
  /** How many seconds the rule looks back, where it says so. */
  readonly lookBack?: number
  /** Why a part of the rule can never hold here, although the rest can. */
  readonly partial?: string
}

export interface RunnableSequence {
  readonly kind: 'sequence'
  readonly plan: SequencePlan
  /** What each condition of the plan asks of an event. */
  readonly queries: readonly EventQuery[]
  readonly partial?: string
}

export interface NotRun {
  readonly kind: 'not_run'
  readonly code: DiagnosticCode
  /** Goes on after “it”. */
  readonly reason: string
}

/** The members of the lists that placeholders name. */
type Lists = ReadonlyMap<string, readonly string[]>

/**
 * The condition that a rule puts to events. Rules that look at several events in other ways than
 * correlations, sequences and aggregations, rules with parts that cannot be read and rules that no
 * known log can feed say so instead.
 */
export function toRunnable(rule: Rule, lists: Lists): Runnable {
  const { stages } = rule.logic
  const unread = stages.find(stage => stage.kind === 'opaque')
  if (unread?.kind === 'opaque') {
    return unread.reason === 'pipeline/failure'
      ? notRun(unread.reason, unread.text)
      : notRun(unread.reason, `cannot be read: ${unread.reason}`)
  }
  if (stages.some(({ kind }) => kind === 'correlate')) return { kind: 'correlate' }
  for (const stage of stages) {
    if (stage.kind === 'join') return notRun('run/elsewhere', joinReason(stage))
  }
  const runnable = stages.some(({ kind }) => kind === 'sequence')
    ? toRunnableSequence(rule, lists)
    : toRunnableEvents(rule, lists)
  if (runnable.kind === 'not_run' || eventTypesOf(rule.logSource).isKnown) return runnable
  const text = logSourceText(rule.logSource)
  return notRun('run/unknown-logsource', `has a log source that no known log has (${text})`)
}

function toRunnableEvents(rule: Rule, lists: Lists): RunnableEvents | NotRun {
  const { stages } = rule.logic
  const aggregation = findAggregation(rule)
  if (aggregation?.kind === 'refused') return notRun('run/several-events', aggregation.reason)
  if (aggregation === undefined && stages.some(({ kind }) => kind === 'threshold')) {
    return notRun('run/several-events', 'puts conditions to groups that it does not make')
  }
  const before = aggregation === undefined ? stages : aggregation.before
  if (!before.some(({ kind }) => kind === 'filter') && aggregation === undefined) {
    return notRun('sigma/missing-condition', 'has no condition')
  }
  const planned = plan(before, lists, aggregation === undefined ? [] : aggregation.reads)
  if (planned.unreadable !== undefined) {
    return notRun('run/not-computed', uncomputedReason(planned.unreadable))
  }
  const judged = judge(planned, lists)
  if ('code' in judged) return judged
  const lookBack = leastOf(planned.lookBack, lookBackOf(before))
  return {
    kind: aggregation === undefined ? 'run' : 'aggregate',
    query: planned.query,
    ...(lookBack === undefined ? {} : { lookBack }),
    ...judged,
  }
}

/**
 * What a rule asks of single events before it puts them together, where it does; `undefined` if there is
 * nothing that it asks, or it cannot be done.
 */
export function toFilterAlone(rule: Rule, lists: Lists): RunnableEvents | undefined {
  const { stages } = rule.logic
  const isOfEvents = ({ kind }: Stage): boolean =>
    kind === 'source' || kind === 'filter' || kind === 'derive' || kind === 'shape'
  const end = stages.findIndex(stage => !isOfEvents(stage))
  const before = stages.slice(0, Math.max(0, end))
  const isSeen = eventTypesOf(rule.logSource).isKnown
  if (!isSeen || !before.some(({ kind }) => kind === 'filter')) return undefined
  const planned = plan(before, lists, [])
  const judged = judge(planned, lists)
  return 'code' in judged ? undefined : { kind: 'run', query: planned.query, ...judged }
}

function toRunnableSequence(rule: Rule, lists: Lists): RunnableSequence | NotRun {
  const sequence = planSequence(rule.logic)
  if (sequence === undefined) return notRun('run/several-events', 'has no sequence')
  if ('reason' in sequence) return notRun('run/several-events', sequence.reason)
  const queries: EventQuery[] = []
  let partial: string | undefined
  for (const { derived, expression, role, keys } of sequence.conditions) {
    const filter: Stage = {
      kind: 'filter',
      condition: '',
      parts: [],
      expression,
      span: rule.logic.stages[0]?.span ?? rule.span,
    }
    const reads = keys.map(({ field }) => field)
    const acceptsUnknown = role.kind !== 'event'
    const planned = plan([...derived, filter], lists, reads, acceptsUnknown)
    if (planned.unreadable !== undefined) {
      return notRun('run/not-computed', uncomputedReason(planned.unreadable))
    }
    const judged = acceptsUnknown ? {} : judge(planned, lists)
    if ('code' in judged) return judged
    partial ??= judged.partial
    queries.push(planned.query)
  }
  return {
    kind: 'sequence',
    plan: sequence,
    queries,
    ...(partial === undefined ? {} : { partial }),
  }
}

function plan(
  stages: readonly Stage[],
  lists: Lists,
  reads: readonly string[],
  acceptsUnknown: boolean = false,
): PlannedQuery {
  return planQuery(stages, { reads, acceptsUnknown, isDoable: test => isDoable(test, { lists }) })
}

/** How far back the sources say that is looked. */
function lookBackOf(stages: readonly Stage[]): number | undefined {
  return stages.reduce<number | undefined>(
    (least, stage) => (stage.kind === 'source' ? leastOf(least, stage.lookBack) : least),
    undefined,
  )
}

function leastOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)
}

/** Whether events can be found, and what of a condition can never hold although the rest can. */
function judge(
  { query, uncomputed }: PlannedQuery,
  lists: Lists,
): NotRun | { readonly partial?: string } {
  const conditions = query.check?.stages.flatMap(s => (s.kind === 'filter' ? [s.expression] : []))
  const expression = conditions?.length ? and(conditions) : query.expression
  const isKnownList = (name: string): boolean => lists.has(name)
  const missing = missingParts(expression, uncomputed, isKnownList)
  if (!canHold(expression, false, isKnownList)) {
    const [opaque] = opaquesOf(expression)
    return notRun(opaque?.reason ?? 'run/missing-list', missing ?? 'can never hold')
  }
  return missing === undefined ? {} : { partial: missing }
}

function notRun(code: DiagnosticCode, reason: string): NotRun {
  return { kind: 'not_run', code, reason }
}

/** What a rule’s join needs, which is in no log. */
function joinReason({ how, sides }: JoinStage): string {
  const names = sides.flatMap(({ stages }) =>
    stages.flatMap(s => (s.kind === 'source' ? s.names : [])),
  )
  const named = names.length === 0 ? '' : ` (${names.join(', ')})`
  switch (how) {
    case 'indicator_match':
      return `compares events with a feed of threat indicators, which scan does not have${named}`
    case 'lookup':
      return `looks values up in a table that scan does not have${named}`
    case 'sample':
      return 'joins events in any order (a sample), which scan does not do'
    default:
      return /^(?:any|all|those|at least \d+) of /.test(how)
        ? `asks each item of a list by itself (${how}), which scan does not do`
        : `has a join (${how}), which scan does not do`
  }
}

/** The name that nobody knows how to compute, and where it comes from. */
function uncomputedReason({ name, text }: Uncomputed): string {
  const origin = text === name ? '' : ` (${text})`
  return `needs “${name}”, which scan does not compute${origin}`
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
  uncomputed: Uncomputed | undefined,
  isKnownList: (name: string) => boolean,
): string | undefined {
  const opaques = opaquesOf(expression)
  const unread = opaques.find(({ reason }) => reason !== 'run/not-computed')
  if (unread !== undefined) return `cannot be read in part: ${unread.reason}`
  if (opaques.length > 0 && uncomputed !== undefined) return uncomputedReason(uncomputed)
  const names = new Set(testsOf(expression).flatMap(unknownLists(isKnownList)))
  if (names.size === 0) return undefined
  return `needs the list ${[...names].map(name => `%${name}%`).join(', ')}`
}

function unknownLists(isKnownList: (name: string) => boolean) {
  return (test: Test): readonly string[] =>
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
