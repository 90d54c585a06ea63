import type { Expression } from '../../ir/index.ts'
import type { Derived } from '../computed-view.ts'

/** What a rule asks of one event. Plain data. */
export interface EventQuery {
  /** Holds whenever the whole does, and is about the event’s own fields alone. */
  readonly expression: Expression
  /** What else there is to ask of the events of which it holds; absent where that is all. */
  readonly check?: EventCheck
}

/** Conditions that look at derived values, and what fields derived values are read from. */
export interface EventCheck {
  /** In their order: a condition sees what the stages before it derive. */
  readonly stages: readonly CheckStage[]
  /** An event counts unless it is certain that a condition does not hold. */
  readonly acceptsUnknown?: true
}

export type CheckStage = Derived | Condition

export interface Condition {
  readonly kind: 'filter'
  readonly expression: Expression
}
