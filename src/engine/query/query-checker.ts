import { and } from '../../ir/index.ts'
import { createDeriver } from '../computed-view.ts'
import { createEvaluator, type EvaluateOptions, type Evaluator } from '../evaluate.ts'
import type { EventView } from '../event-view.ts'
import type { Explanation } from '../explanation.ts'
import type { Condition, EventCheck } from './event-query.ts'

/** Asks events what is left to ask of them once a query’s own expression holds. */
export interface QueryChecker {
  holds(check: EventCheck, view: EventView): boolean
  /** Why the conditions hold of an event of which they do. */
  explain(check: EventCheck, view: EventView): Explanation
  /** The view with everything that is derived. */
  view(check: EventCheck, view: EventView): EventView
}

export function createQueryChecker(
  options: EvaluateOptions = {},
  evaluator: Evaluator = createEvaluator(options),
): QueryChecker {
  const deriver = createDeriver(evaluator)
  const whole = new WeakMap<EventCheck, Condition>()
  const wholeOf = (check: EventCheck): Condition => {
    const known = whole.get(check)
    if (known !== undefined) return known
    const conditions = check.stages.flatMap(s => (s.kind === 'filter' ? [s.expression] : []))
    const made: Condition = { kind: 'filter', expression: and(conditions) }
    whole.set(check, made)
    return made
  }
  return {
    holds({ stages, acceptsUnknown }, view) {
      let seen = view
      for (const stage of stages) {
        if (stage.kind === 'derive') {
          seen = deriver.view(seen, [stage])
          continue
        }
        const truth = evaluator.evaluate(stage.expression, seen)
        if (truth === 'no_match' || (truth === 'unknown' && acceptsUnknown !== true)) return false
      }
      return true
    },
    explain: (check, view) => {
      const { expression } = wholeOf(check)
      const { branch, tests } = evaluator.explainMatch(
        expression,
        deriver.view(view, derivesOf(check)),
      )
      // The compiled tests of other rules do not know where they stand either.
      return { branch, tests: tests.map(one => ({ ...one, test: { ...one.test, list: 0 } })) }
    },
    view: (check, view) => deriver.view(view, derivesOf(check)),
  }
}

function derivesOf({
  stages,
}: EventCheck): Parameters<ReturnType<typeof createDeriver>['view']>[1] {
  return stages.flatMap(stage => (stage.kind === 'derive' ? [stage] : []))
}
