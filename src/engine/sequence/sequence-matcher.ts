import { createDeriver } from '../computed-view.ts'
import type { Instant } from '../correlation/instant.ts'
import { createEvaluator, type Evaluator } from '../evaluate.ts'
import type { EventView } from '../event-view.ts'
import type { SequencePlan } from './plan-sequence.ts'
import { keysOf } from './sequence-keys.ts'
import {
  createSequenceMachine,
  type SequenceHit,
  type SequenceMatch,
  type SequenceOptions,
} from './sequence-machine.ts'

/** Finds sequences among events that come in the order of their time. */
export interface SequenceMatcher<Event> {
  /** The next event, and the sequences that it completes. */
  push(event: Event, view: EventView, time: Instant): readonly SequenceMatch<Event>[]
  /** To be called once, after the last event: the sequences that waited for what did not come. */
  finish(): readonly SequenceMatch<Event>[]
  /** Pending sequences that were given up since there were too many: matches may be missing. */
  readonly dropped: number
  /** Events that took part in not all of their keys, since fields with many values gave too many. */
  readonly crowded: number
}

export interface SequenceMatcherOptions extends SequenceOptions {
  /** Evaluates the conditions; one of its own if not given. */
  readonly evaluator?: Evaluator
}

/** The matcher of a plan. `Event` is what matches name: the event itself, or its place in a log. */
export function createSequenceMatcher<Event>(
  plan: SequencePlan,
  options: SequenceMatcherOptions = {},
): SequenceMatcher<Event> {
  const evaluator = options.evaluator ?? createEvaluator()
  const deriver = createDeriver(evaluator)
  const machine = createSequenceMachine<Event>(plan, options)
  let crowded = 0
  const hitsOf = (view: EventView): readonly SequenceHit[] => {
    const hits: SequenceHit[] = []
    let isCrowded = false
    plan.conditions.forEach(({ expression, derived, keys, role }, condition) => {
      const truth = evaluator.evaluate(expression, deriver.view(view, derived))
      // What may be there that must not be is taken to be there.
      if (truth === 'no_match' || (truth === 'unknown' && role.kind === 'event')) return
      const found = keysOf(keys, field => view.values(field))
      isCrowded ||= found.isCrowded
      if (found.keys.length > 0) hits.push({ condition, keys: found.keys })
    })
    if (isCrowded) crowded++
    return hits
  }
  return {
    push: (event, view, time) => machine.advance(event, time, hitsOf(view)),
    finish: () => machine.finish(),
    get dropped() {
      return machine.dropped
    },
    get crowded() {
      return crowded
    },
  }
}
