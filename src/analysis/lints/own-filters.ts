import type { FilterStage, Rule } from '../../ir/index.ts'

/** The filters that stand in the rule’s own text; a filter rule’s stage has spans in another file. */
export function ownFilters(rule: Rule): readonly FilterStage[] {
  return rule.logic.stages.flatMap(stage =>
    stage.kind === 'filter' && stage.origin === undefined ? [stage] : [],
  )
}
