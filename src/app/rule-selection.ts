import type { CatalogRule } from '../catalog/index.ts'
import { type Expression, type Level, levels } from '../ir/index.ts'
import { toRunnable } from './runnable.ts'

/** Which of the rules that were read are to run. */
export interface RuleSelection {
  /** Rules below this level stay out; rules without a level count as informational. */
  readonly minLevel?: Level
  /** Only rules of these statuses; else all but deprecated and unsupported ones. */
  readonly statuses?: readonly string[]
  /** Rules with these ids, slugs or titles stay out. */
  readonly exclude?: readonly string[]
  /** Members of the lists that placeholders name. */
  readonly lists?: ReadonlyMap<string, readonly string[]>
}

/** A rule that runs, with what it asks of an event. */
export interface RunnableRule {
  readonly entry: CatalogRule
  readonly expression: Expression
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
  readonly run: readonly RunnableRule[]
  readonly notRun: readonly RuleRemark[]
  /** Rules among `run` of which a part can never hold. */
  readonly partial: readonly RuleRemark[]
}

/** Statuses that run only when they are asked for. */
const unaskedStatuses: ReadonlySet<string> = new Set(['deprecated', 'unsupported'])

/** Splits the rules into those that run and those that do not; every rule is in one of the two. */
export function selectRules(
  rules: readonly CatalogRule[],
  selection: RuleSelection,
): SelectedRules {
  const run: RunnableRule[] = []
  const notRun: RuleRemark[] = []
  const partial: RuleRemark[] = []
  const lists = selection.lists ?? new Map<string, readonly string[]>()
  for (const entry of rules) {
    const unasked = reasonToLeaveOut(entry, selection)
    if (unasked !== undefined) {
      notRun.push({ entry, kind: 'left_out', reason: unasked })
      continue
    }
    const runnable = toRunnable(entry.rule, lists)
    const error = entry.diagnostics.find(d => d.severity === 'error')
    const kind = error === undefined ? 'not_run' : 'unreadable'
    if (runnable.kind === 'not_run') {
      notRun.push({ entry, kind, reason: error?.message ?? runnable.reason })
      continue
    }
    run.push({ entry, expression: runnable.expression })
    if (runnable.partial !== undefined) {
      partial.push({ entry, kind, reason: error?.message ?? runnable.partial })
    }
  }
  return { run, notRun, partial }
}

function reasonToLeaveOut(entry: CatalogRule, selection: RuleSelection): string | undefined {
  const { rule } = entry
  const names = [entry.id, entry.slug, rule.title]
  if (selection.exclude?.some(name => names.includes(name))) return 'excluded'
  const status = rule.status ?? ''
  if (selection.statuses === undefined) {
    if (unaskedStatuses.has(status)) return `its status is ${status}`
  } else if (!selection.statuses.includes(status)) {
    return status === '' ? 'it has no status' : `its status is ${status}`
  }
  if (selection.minLevel !== undefined) {
    const level = rule.level ?? 'informational'
    if (levels.indexOf(level) < levels.indexOf(selection.minLevel)) return `its level is ${level}`
  }
  return undefined
}
