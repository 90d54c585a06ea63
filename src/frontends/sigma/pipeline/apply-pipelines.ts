import { type Diagnostic, diagnostic, type Parsed } from '../../../base/index.ts'
import type { Rule, Stage } from '../../../ir/index.ts'
import type { PipelineItem, SigmaPipeline } from './pipeline.ts'
import { PipelineFailure, RuleWork } from './rule-work.ts'

/**
 * The rules as pipelines change them, each with what kept a pipeline from it. Pipelines run in the order
 * of their priorities, those of equal priority as given; filters should have been applied before.
 */
export function applyPipelines(
  rules: readonly Rule[],
  pipelines: readonly SigmaPipeline[],
): readonly Parsed<Rule>[] {
  if (pipelines.length === 0) return rules.map(value => ({ value, diagnostics: [] }))
  const ordered = pipelines.toSorted((a, b) => a.priority - b.priority)
  const items = ordered.flatMap(pipeline => pipeline.items)
  const vars = new Map(ordered.flatMap(pipeline => [...pipeline.vars]))
  const findRules = ruleFinder(rules)
  return rules.map(rule => applyToRule(rule, items, new RuleWork(rule, vars, findRules)))
}

function applyToRule(rule: Rule, items: readonly PipelineItem[], work: RuleWork): Parsed<Rule> {
  try {
    for (const item of items) applyItem(item, work)
  } catch (error) {
    if (!(error instanceof PipelineFailure)) throw error
    return failed(rule, error.message)
  }
  const isEmptied = work.rule.logic.stages.some(
    stage =>
      stage.kind === 'filter' &&
      stage.expression.kind === 'opaque' &&
      stage.expression.reason === 'pipeline/failure',
  )
  if (isEmptied) return failed(rule, 'the pipeline leaves nothing of the condition')
  return { value: work.rule, diagnostics: [] }
}

/** Applies a step to the rule at hand, if it is for it. */
export function applyItem(item: PipelineItem, work: RuleWork): void {
  if (!item.fitsRule(work)) return
  item.transform(work, item)
  if (item.id !== undefined) work.applied.add(item.id)
}

/** A rule that a pipeline refuses is kept as it was written, and cannot be run. */
function failed(rule: Rule, message: string): Parsed<Rule> {
  const span = rule.logic.stages[0]?.span ?? rule.span
  const refusal: Stage = { kind: 'opaque', text: message, reason: 'pipeline/failure', span }
  const diagnostics: readonly Diagnostic[] = [diagnostic('pipeline/failure', span, message)]
  return { value: { ...rule, logic: { stages: [...rule.logic.stages, refusal] } }, diagnostics }
}

function ruleFinder(rules: readonly Rule[]): (reference: string) => readonly Rule[] {
  const known = new Map<string, Rule[]>()
  for (const rule of rules) {
    for (const key of new Set([rule.id, rule.name])) {
      if (key === undefined) continue
      const same = known.get(key)
      if (same === undefined) known.set(key, [rule])
      else same.push(rule)
    }
  }
  return reference => known.get(reference) ?? []
}
