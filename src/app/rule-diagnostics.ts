import { type Diagnostic, diagnostic, type Span } from '../base/index.ts'
import type { CatalogRule } from '../catalog/index.ts'
import { and, branchesOf, defaultBranchLimit, type Rule } from '../ir/index.ts'
import { toRunnable } from './runnable.ts'

/**
 * What is to be said of a rule although nothing is wrong with its text: that scan does not run it, or
 * not all of it, or that it has too many branches to be told apart.
 */
export function ruleDiagnostics(entry: CatalogRule): readonly Diagnostic[] {
  return [...runDiagnostics(entry), ...branchDiagnostics(entry.rule)]
}

/** Rules with errors have said already why they do not run. */
function runDiagnostics({ rule, diagnostics }: CatalogRule): readonly Diagnostic[] {
  if (diagnostics.some(d => d.severity === 'error')) return []
  const runnable = toRunnable(rule, new Map())
  const span = ownSpan(rule)
  if (runnable.kind === 'not_run') {
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
