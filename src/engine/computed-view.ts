import { computeValues, type DeriveStage, type Scalar, type Stage } from '../ir/index.ts'
import type { EventView } from './event-view.ts'

/**
 * The view with the derived fields that the stages compute; the same view if they compute none. A
 * derived field of which nobody says how it is computed stays absent, and a test of it unknown.
 */
export function computedView(view: EventView, stages: readonly Stage[]): EventView {
  return stages.reduce(
    (seen, stage) => (stage.kind === 'derive' ? withDerived(seen, stage) : seen),
    view,
  )
}

/** Whether it is known how every name is computed. */
export function isComputable({ names, computations }: DeriveStage): boolean {
  return computations?.length === names.length
}

function withDerived(view: EventView, { names, computations }: DeriveStage): EventView {
  if (computations === undefined) return view
  const known = new Map<string, readonly Scalar[] | undefined>()
  return {
    values(field) {
      if (known.has(field)) return known.get(field)
      const computation = computations[names.indexOf(field)]
      if (computation === undefined) return view.values(field)
      const values = computeValues(computation, name => view.values(name))
      known.set(field, values)
      return values
    },
    allValues: () => view.allValues(),
  }
}
