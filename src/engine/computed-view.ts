import {
  type Computing,
  compileJavaRegex,
  computeValues,
  type DeriveStage,
  type RegexOf,
  type Scalar,
  type Stage,
} from '../ir/index.ts'
import { createEvaluator, type Evaluator } from './evaluate.ts'
import type { EventView } from './event-view.ts'

/** What stages derive: a name, and how its value is computed where that is known. */
export type Derived = Pick<DeriveStage, 'kind' | 'names' | 'computations'>

/** Makes views with derived fields, and keeps what it has compiled for that. */
export interface Deriver {
  /**
   * The view with the derived fields that the stages compute; the same view if they compute none. A
   * derived field of which nobody says how it is computed stays absent, and a test of it unknown.
   */
  view(view: EventView, stages: readonly (Derived | Stage)[]): EventView
}

export function createDeriver(evaluator: Evaluator = createEvaluator()): Deriver {
  const regexOf = keptRegexes()
  const withDerived = (view: EventView, { names, computations }: Derived): EventView => {
    if (computations === undefined) return view
    const known = new Map<string, readonly Scalar[] | undefined>()
    const computing: Computing = {
      regexOf,
      holds(condition) {
        const truth = evaluator.evaluate(condition, view)
        return truth === 'unknown' ? undefined : truth === 'match'
      },
    }
    return {
      values(field) {
        if (known.has(field)) return known.get(field)
        const computation = computations[names.indexOf(field)]
        if (computation === undefined) return view.values(field)
        const values = computeValues(computation, name => view.values(name), computing)
        known.set(field, values)
        return values
      },
      allValues: () => view.allValues(),
    }
  }
  return {
    view: (view, stages) =>
      stages.reduce(
        (seen, stage) => (stage.kind === 'derive' ? withDerived(seen, stage) : seen),
        view,
      ),
  }
}

/** How many compiled regular expressions are kept. */
const mostRegexes = 256

function keptRegexes(): RegexOf {
  const known = new Map<string, ReturnType<RegexOf>>()
  return (source, ignoreCase) => {
    const key = `${ignoreCase} ${source}`
    const old = known.get(key)
    if (old !== undefined) return old
    if (known.size >= mostRegexes) known.clear()
    const compiled = compileJavaRegex(source, ignoreCase)
    known.set(key, compiled)
    return compiled
  }
}

/** The view with what stages derive; for many views, {@link createDeriver} is faster. */
export function computedView(view: EventView, stages: readonly (Derived | Stage)[]): EventView {
  return createDeriver().view(view, stages)
}

/** Whether it is known how every name is computed. */
export function isComputable({ names, computations }: DeriveStage): boolean {
  return computations?.length === names.length
}
