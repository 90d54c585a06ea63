import { createDeriver, createEvaluator, type EventView } from '../../src/engine/index.ts'
import {
  createSequenceMachine,
  keysOf,
  type SequenceHit,
  type SequenceMatch,
  type SequenceOptions,
  type SequencePlan,
} from '../../src/engine/sequence/index.ts'

type Instant = Parameters<ReturnType<typeof createSequenceMachine>['advance']>[1]

/** Finds sequences among events that come in the order of their time. */
export interface SequenceMatcher<Event> {
  /** The next event, and the sequences that it completes. */
  push(event: Event, view: EventView, time: Instant): readonly SequenceMatch<Event>[]
  /** To be called once, after the last event: the sequences that waited for what did not come. */
  finish(): readonly SequenceMatch<Event>[]
}

/** The matcher of a plan, with the slow evaluator for its conditions. `Event` is what matches name. */
export function createSequenceMatcher<Event>(
  plan: SequencePlan,
  options: SequenceOptions = {},
): SequenceMatcher<Event> {
  const evaluator = createEvaluator()
  const deriver = createDeriver(evaluator)
  const machine = createSequenceMachine<Event>(plan, options)
  const hitsOf = (view: EventView): readonly SequenceHit[] => {
    const hits: SequenceHit[] = []
    plan.conditions.forEach(({ expression, derived, keys, role }, condition) => {
      const truth = evaluator.evaluate(expression, deriver.view(view, derived))
      // What may be there that must not be is taken to be there.
      if (truth === 'no_match' || (truth === 'unknown' && role.kind === 'event')) return
      const found = keysOf(keys, field => view.values(field))
      if (found.keys.length > 0) hits.push({ condition, keys: found.keys })
    })
    return hits
  }
  return {
    push: (event, view, time) => machine.advance(event, time, hitsOf(view)),
    finish: () => machine.finish(),
  }
}
