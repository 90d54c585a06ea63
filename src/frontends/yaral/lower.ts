import type { Diagnostic } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'
import { lowerEvents } from './lower-events.ts'
import { lowerGroup } from './lower-group.ts'
import { ruleContext } from './rule-context.ts'
import { problemStages, shapeStages } from './rule-rest.ts'
import type { YaralRule } from './syntax.ts'

/**
 * A rule as logic; `text` is that of its file. About one event it is a filter; several events are a
 * `sequence` where their times order them all, else a `join`; what the condition counts or computes is
 * an `aggregate` and a `threshold`.
 */
export function lowerYaral(rule: YaralRule, text: string, diagnostics: Diagnostic[]): Logic {
  const context = ruleContext(rule, text, diagnostics)
  const { stages, kind } = lowerEvents(context)
  const group = lowerGroup(kind, context)
  return { stages: [...stages, ...problemStages(context), ...group, ...shapeStages(context)] }
}
