import { type Diagnostic, diagnostic, type Span } from '../base/index.ts'
import type { CatalogRule } from '../catalog/index.ts'
import { planCorrelations } from '../engine/index.ts'
import { and, branchesOf, defaultBranchLimit, type Rule } from '../ir/index.ts'
import { toRunnable } from './runnable.ts'

/**
 * What is to be said of a rule although nothing is wrong with its text: that scan does not run it, or
 * not all of it, or that it has too many branches to be told apart.
 */
export function ruleDiagnostics(entry: CatalogRule): readonly Diagnostic[] {
  return [...runDiagnostics(entry), ...branchDiagnostics(entry.rule)]
}

/**
 * What is to be said of correlations only once all rules are there: which of them scan does not run,
 * and why, by the rule. Those with errors, as when a rule that they name is not there, have said so.
 */
export function correlationDiagnostics(
  entries: readonly CatalogRule[],
): ReadonlyMap<CatalogRule, Diagnostic> {
  const { refused } = planCorrelations(
    entries.map(({ rule, path }) => {
      const runnable = toRunnable(rule, new Map())
      const hindrance = runnable.kind === 'not_run' ? { hindrance: runnable.reason } : {}
      return { rule, scope: path, isWanted: true, hasParts: true, ...hindrance }
    }),
  )
  const found = new Map<CatalogRule, Diagnostic>()
  for (const [index, { reason }] of refused) {
    const entry = entries[index]
    if (entry === undefined || hasError(entry)) continue
    if (toRunnable(entry.rule, new Map()).kind === 'not_run') continue
    const message = `scan does not run the rule: it ${reason}`
    found.set(entry, diagnostic('run/correlation', ownSpan(entry.rule), message))
  }
  return found
}

function hasError({ diagnostics }: CatalogRule): boolean {
  return diagnostics.some(d => d.severity === 'error')
}

/** Rules with errors have said already why they do not run. */
function runDiagnostics(entry: CatalogRule): readonly Diagnostic[] {
  if (hasError(entry)) return []
  const { rule } = entry
  const runnable = toRunnable(rule, new Map())
  const span = ownSpan(rule)
  if (runnable.kind === 'not_run') {
    // What hinders it may have been said where it was read.
    if (entry.diagnostics.some(({ code }) => code === runnable.code)) return []
    return [diagnostic(runnable.code, span, `scan does not run the rule: it ${runnable.reason}`)]
  }
  if (runnable.kind === 'correlate' || runnable.partial === undefined) return []
  const message = `scan does not run all of the rule: it ${runnable.partial}`
  return [diagnostic('run/missing-list', span, message)]
}

function branchDiagnostics(rule: Rule): readonly Diagnostic[] {
  const filters = rule.logic.stages.flatMap(s => (s.kind === 'filter' ? [s.expression] : []))
  const { count } = branchesOf(and(filters), 0)
  if (count <= defaultBranchLimit) return []
  const message = `${count} branches are more than ${defaultBranchLimit}, so the rule is taken as a whole`
  return [diagnostic('logic/branch-limit', ownSpan(rule), message)]
}

/** The last stage that stands in the rule’s own text; a filter rule’s stands in another file. */
function ownSpan({ logic, span }: Rule): Span {
  return logic.stages.findLast(stage => stage.origin === undefined)?.span ?? span
}
