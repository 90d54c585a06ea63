import { optional } from '../base/index.ts'
import type { CatalogRule } from '../catalog/index.ts'
import {
  type CorrelationPlan,
  type EventQuery,
  planCorrelations,
  type SequenceNode,
} from '../engine/index.ts'
import { type Level, levels, setAsideStatuses } from '../ir/index.ts'
import { type Runnable, type RunnableSequence, toFilterAlone, toRunnable } from './runnable.ts'

/** Which of the rules that were read are to run. */
export interface RuleSelection {
  /** Rules below this level stay out; rules without a level count as informational. */
  readonly minLevel?: Level
  /** Only rules of these statuses; else all that are not set aside. */
  readonly statuses?: readonly string[]
  /** Rules with these ids, slugs or titles stay out. */
  readonly exclude?: readonly string[]
  /** Members of the lists that placeholders name. */
  readonly lists?: ReadonlyMap<string, readonly string[]>
  /**
   * Rules whose events cannot be put together as they ask run by the filter before that alone; their
   * matches are marked.
   */
  readonly filtersAlone?: boolean
}

/** A rule that is run on single events, with what it asks of one. */
export interface RunnableRule extends EventQuery {
  readonly entry: CatalogRule
  /** What correlations need of the events that it matches. */
  readonly feeds?: CorrelationFeed
  /** Why the rest of the rule does not run, where only its filter does. */
  readonly filterAlone?: string
}

export interface CorrelationFeed {
  /** The index of the rule in the plan of the correlations. */
  readonly rule: number
  /** The fields to read of its events, by their names in the rule. */
  readonly fields: readonly string[]
  /** The log of which it must be known since when it tells of events. */
  readonly log?: string
}

/** A rule that looks at several events together: a correlation, a sequence, or an aggregation. */
export interface RunnableCorrelation {
  readonly entry: CatalogRule
  /** Else its matches only serve other correlations. */
  readonly fires: boolean
}

/** A rule that does not run, or not all of it, and why. */
export interface RuleRemark {
  readonly entry: CatalogRule
  /**
   * `left_out`: nobody asked for it. `unreadable`: its text has errors. `not_run`: it is right, and
   * scan cannot do what it needs.
   */
  readonly kind: 'left_out' | 'unreadable' | 'not_run'
  readonly reason: string
}

export interface SelectedRules {
  /** The rules whose matches of single events are results. */
  readonly run: readonly RunnableRule[]
  /** Rules whose matches only feed correlations; an aggregation's own events are among them. */
  readonly feeding: readonly RunnableRule[]
  readonly correlations: readonly RunnableCorrelation[]
  readonly plan: CorrelationPlan
  /** The rule of each index that the plan speaks of. */
  readonly planned: readonly CatalogRule[]
  readonly notRun: readonly RuleRemark[]
  /** Rules that run, and of which a part can never hold. */
  readonly partial: readonly RuleRemark[]
}

/**
 * Splits the rules into those that run and those that do not; every rule is in `run`, `feeding` or
 * `correlations`, or else in `notRun`.
 *
 * A rule that a correlation refers to need not be asked for by level or status: correlations are
 * made of parts of lower level. What is excluded by name is out of all of them.
 */
export function selectRules(
  rules: readonly CatalogRule[],
  selection: RuleSelection,
): SelectedRules {
  const run: RunnableRule[] = []
  const feeding: RunnableRule[] = []
  const correlations: RunnableCorrelation[] = []
  const notRun: RuleRemark[] = []
  const partial: RuleRemark[] = []
  const lists = selection.lists ?? new Map<string, readonly string[]>()
  const looked = rules.map(entry => lookAt(entry, selection, lists))
  const { plan, refused, silent } = planCorrelations(
    looked.map(({ entry, unasked, runnable, error }) => ({
      rule: entry.rule,
      scope: entry.path,
      isWanted: unasked === undefined,
      hasParts: unasked?.by !== 'status',
      ...optional('lookBack', 'lookBack' in runnable ? runnable.lookBack : undefined),
      ...toHindrance(unasked, runnable, error),
    })),
  )
  const planned = looked.map(({ entry }) => entry)
  const sequences: SequenceNode[] = []
  const reads = new Map(plan.reads.map(({ rule, fields }) => [rule, fields]))
  const fires = new Map(plan.nodes.map(node => [node.rule, node.fires]))
  const logs = new Map(
    plan.nodes.flatMap(({ rule, measure }) =>
      measure.kind === 'new' ? [[rule, measure.log] as const] : [],
    ),
  )
  const addPartial = (
    entry: CatalogRule,
    error: string | undefined,
    reason: string | undefined,
  ): void => {
    if (reason === undefined) return
    const kind = error === undefined ? 'not_run' : 'unreadable'
    partial.push({ entry, kind, reason: error ?? reason })
  }
  const addSequence = (rule: number, entry: CatalogRule, runnable: RunnableSequence): void => {
    const { conditions, ...shape } = runnable.plan
    const parts = conditions.map(({ keys, role }) => ({ keys, role }))
    const rules = conditions.map(({ keys }, i) => {
      // Each condition is a rule of its own, which only this sequence knows.
      const own = planned.push(entry) - 1
      const feeds = { rule: own, fields: keys.map(({ field }) => field) }
      const query = runnable.queries[i]
      if (query !== undefined) feeding.push({ entry, ...query, feeds })
      return own
    })
    sequences.push({ rule, shape: { ...shape, conditions: parts }, conditions: rules })
    correlations.push({ entry, fires: true })
  }
  looked.forEach(({ entry, unasked, runnable, error }, index) => {
    const fields = reads.get(index)
    const log = logs.get(index)
    const feeds =
      fields === undefined ? {} : { feeds: { rule: index, fields, ...optional('log', log) } }
    const own = fires.get(index)
    const isRunAlone = runnable.kind === 'run' && unasked === undefined && !silent.has(index)
    if (runnable.kind === 'sequence' && unasked === undefined) {
      addSequence(index, entry, runnable)
      addPartial(entry, error, runnable.partial)
      return
    }
    if ('query' in runnable && (isRunAlone || fields !== undefined)) {
      const list = isRunAlone ? run : feeding
      list.push({ entry, ...runnable.query, ...feeds })
      addPartial(entry, error, runnable.partial)
    }
    if (own !== undefined) correlations.push({ entry, fires: own })
    if (isRunAlone || fields !== undefined || own !== undefined) return
    if (unasked !== undefined) {
      notRun.push({ entry, kind: 'left_out', reason: unasked.reason })
      return
    }
    const reason =
      runnable.kind === 'not_run' ? runnable.reason : (refused.get(index)?.reason ?? undefined)
    const alone =
      selection.filtersAlone && reason !== undefined ? toFilterAlone(entry.rule, lists) : undefined
    if (reason !== undefined && alone !== undefined) {
      run.push({ entry, ...alone.query, filterAlone: reason })
      const filterReason = `is run by its filter alone: it ${reason}`
      partial.push({ entry, kind: 'not_run', reason: filterReason })
      return
    }
    if (reason === undefined) {
      notRun.push({ entry, kind: 'left_out', reason: 'only correlations that do not run need it' })
      return
    }
    // What is wrong with the text is why, unless the rule could not run if it were right.
    const isRight = runnable.kind === 'not_run' && runnable.code === 'run/elsewhere'
    const kind = error === undefined || isRight ? 'not_run' : 'unreadable'
    notRun.push({ entry, kind, reason: isRight ? reason : (error ?? reason) })
  })
  return {
    run,
    feeding,
    correlations,
    plan: sequences.length === 0 ? plan : { ...plan, sequences },
    planned,
    notRun,
    partial,
  }
}

interface Looked {
  readonly entry: CatalogRule
  readonly unasked: Unasked | undefined
  readonly runnable: Runnable
  /** The first error of its text. */
  readonly error: string | undefined
}

function lookAt(
  entry: CatalogRule,
  selection: RuleSelection,
  lists: ReadonlyMap<string, readonly string[]>,
): Looked {
  const unasked = reasonToLeaveOut(entry, selection)
  const error = entry.diagnostics.find(d => d.severity === 'error')?.message
  return { entry, unasked, runnable: toRunnable(entry.rule, lists), error }
}

/** Why correlations cannot use a rule. */
function toHindrance(
  unasked: Unasked | undefined,
  runnable: Runnable,
  error: string | undefined,
): { readonly hindrance?: string } {
  if (unasked?.by === 'name') return { hindrance: 'is excluded' }
  if (runnable.kind === 'not_run') {
    return { hindrance: error === undefined ? runnable.reason : `cannot be read: ${error}` }
  }
  return {}
}

interface Unasked {
  readonly by: 'name' | 'status' | 'level'
  readonly reason: string
}

function reasonToLeaveOut(entry: CatalogRule, selection: RuleSelection): Unasked | undefined {
  const { rule } = entry
  const names = [entry.id, entry.slug, rule.title]
  if (selection.exclude?.some(name => names.includes(name))) {
    return { by: 'name', reason: 'excluded' }
  }
  const status = rule.status ?? ''
  if (selection.statuses === undefined) {
    if (setAsideStatuses.has(status)) return { by: 'status', reason: `its status is ${status}` }
  } else if (!selection.statuses.includes(status)) {
    const reason = status === '' ? 'it has no status' : `its status is ${status}`
    return { by: 'status', reason }
  }
  if (selection.minLevel !== undefined) {
    const level = rule.level ?? 'informational'
    if (levels.indexOf(level) < levels.indexOf(selection.minLevel)) {
      return { by: 'level', reason: `its level is ${level}` }
    }
  }
  return undefined
}
