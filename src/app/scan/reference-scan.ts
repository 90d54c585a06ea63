import {
  createEvaluator,
  createQueryChecker,
  type EventView,
  type Explanation,
} from '../../engine/index.ts'
import type { LogEvent } from '../../ir/index.ts'
import { compileSeenBy, recogniseEvent } from '../../knowledge/index.ts'
import { eventView } from './event-view.ts'
import { groupByLogSource } from './rule-groups.ts'
import type { UncompiledRule } from './scan-rule.ts'
import type { Match, ScanOptions } from './scanner.ts'
import { timedView } from './timed-view.ts'

/**
 * The matches of an event, in the order of the rules, found in the plainest way: every rule is
 * evaluated. It is what a scan means; `createScanner` has to agree with it.
 */
export function createReferenceScan(
  rules: readonly UncompiledRule[],
  options: ScanOptions = {},
): (file: string, event: LogEvent) => readonly Match[] {
  const groups = groupByLogSource(rules).map(group => ({
    ...group,
    sees: compileSeenBy(group.logSource).sees,
  }))
  const evaluator = createEvaluator(options.lists === undefined ? {} : { lists: options.lists })
  const checker = createQueryChecker({}, evaluator)
  const explain = (
    { expression, check }: UncompiledRule,
    view: EventView,
    header: LogEvent['header'],
  ): Explanation | undefined => {
    if (check === undefined) return evaluator.explain(expression, view)
    const timed = timedView(view, header)
    return checker.holds(check, timed) && evaluator.evaluate(expression, view) === 'match'
      ? checker.explain(check, timed)
      : undefined
  }
  return (file, event) => {
    const recognised = recogniseEvent(event)
    if (recognised === undefined) return []
    const found: Match[] = []
    for (const { logSource, sees, rules: orders } of groups) {
      if (!sees(recognised, field => event.fields.get(field))) continue
      const view = eventView(event, recognised.type, logSource)
      for (const order of orders) {
        const rule = rules[order]
        const explanation = rule && explain(rule, view, event.header)
        if (rule === undefined || explanation === undefined) continue
        found.push({ order, rule, file, header: event.header, explanation })
      }
    }
    return found.sort((a, b) => a.order - b.order)
  }
}
