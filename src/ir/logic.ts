import type { DiagnosticCode, Span } from '../base/index.ts'
import type { Computation } from './computation/index.ts'
import type { Expression } from './expression.ts'

/** What a rule looks for, in no language: an ordered list of stages. */
export interface Logic {
  readonly stages: readonly Stage[]
}

export type Stage =
  | SourceStage
  | FilterStage
  | DeriveStage
  | AggregateStage
  | ThresholdStage
  | SequenceStage
  | JoinStage
  | CorrelateStage
  | ShapeStage
  | OpaqueStage

interface StageBase {
  /** Where the stage stands in the text of its rule, or of its origin where it has one. */
  readonly span: Span
  /** The other rule that the stage was taken from: a filter that applies to this one. */
  readonly origin?: Origin
}

/** A rule that contributed a stage to another. */
export interface Origin {
  readonly id: string
  readonly title: string
}

/** Sigma's three words for a log, as written. */
export interface LogSource {
  readonly product?: string
  readonly category?: string
  readonly service?: string
  /** What must be switched on, in the author's words. */
  readonly definition?: string
}

/** Which events: a log source, an index, a table, a data model. */
export interface SourceStage extends StageBase {
  readonly kind: 'source'
  readonly logSource: LogSource
  /** Indexes, tables or data models by name, in languages that name them. */
  readonly names: readonly string[]
  /**
   * Seconds: how far back the search looks from the time at which it is run. It says which slice of a
   * log is searched, not what an event must be.
   */
  readonly lookBack?: number
}

/** A named piece of a filter, such as one selection of a Sigma rule. */
export interface Part {
  readonly name: string
  readonly expression: Expression
  readonly span: Span
}

/** A condition on one event. */
export interface FilterStage extends StageBase {
  readonly kind: 'filter'
  /** The condition as written. */
  readonly condition: string
  readonly parts: readonly Part[]
  readonly expression: Expression
}

/** Names for values that are computed from the event. */
export interface DeriveStage extends StageBase {
  readonly kind: 'derive'
  readonly names: readonly string[]
  readonly text: string
  /** How the value of each name is computed, where that can be said; else they are not known. */
  readonly computations?: readonly Computation[]
}

export interface AggregateFunction {
  /**
   * `count` of events; `count_values` (those that are not null), `count_distinct`, `sum`, `min`, `max`,
   * `avg`, `median`, `percentile(95)`, `stdev`, `range`, `values` (each once), `list` (all), `first` and `last` (in
   * time) of a field; or a language's own name.
   */
  readonly name: string
  readonly field?: string
  /** The name under which later stages test the result. */
  readonly as: string
}

/** Groups events by keys, within a window, and computes functions of each group. */
export interface AggregateStage extends StageBase {
  readonly kind: 'aggregate'
  readonly functions: readonly AggregateFunction[]
  readonly groupBy: readonly string[]
  /** Seconds; without it all events are one table. */
  readonly window?: number
  /** Keys and values that differ in case alone are different ones. */
  readonly cased?: true
  /** Having no value of a key is a value of it; else such an event is in no group. */
  readonly keepsNull?: true
  /** The results are added to the rows, which stay rows: `INLINE STATS`, `eventstats`. */
  readonly keepsRows?: true
}

/** A condition on each group; its tests are of derived fields. */
export interface ThresholdStage extends StageBase {
  readonly kind: 'threshold'
  readonly expression: Expression
}

export interface SequenceStep {
  readonly logic: Logic
  readonly by: readonly string[]
  /** The step must not occur between its neighbours. */
  readonly isMissing: boolean
  readonly runs: number
}

/** Steps that occur in this order. */
export interface SequenceStage extends StageBase {
  readonly kind: 'sequence'
  readonly steps: readonly SequenceStep[]
  /** Keys that every step shares; the other keys stand in the steps' own `by`, in one order. */
  readonly by: readonly string[]
  /** Keys, of all or of a step, for which having no value is a value; else such an event is none. */
  readonly optionalBy?: readonly string[]
  /** Seconds. */
  readonly maxSpan?: number
  /** What ends a sequence that is not complete. */
  readonly until?: Logic
  /** The fields of that event that hold the steps' own keys. */
  readonly untilBy?: readonly string[]
}

/** Sub-logics whose results are combined. */
export interface JoinStage extends StageBase {
  readonly kind: 'join'
  readonly how: string
  readonly sides: readonly Logic[]
  readonly keys: readonly string[]
}

export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile'
  | 'value_median'
  | 'temporal'
  | 'temporal_ordered'

export type CorrelationOperator = 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte'

/** What the count, or the value, of a group must be. All bounds must hold. */
export interface CorrelationBounds {
  readonly kind: 'bounds'
  readonly bounds: readonly { readonly operator: CorrelationOperator; readonly value: number }[]
  /** The fields whose values are counted or computed with. */
  readonly fields: readonly string[]
  /** From 0 to 100, of `value_percentile`. */
  readonly percentile?: number
}

/** Which of the rules must have fired: and / or / not over their names. */
export type RuleExpression =
  | { readonly kind: 'and'; readonly operands: readonly RuleExpression[] }
  | { readonly kind: 'or'; readonly operands: readonly RuleExpression[] }
  | { readonly kind: 'not'; readonly operand: RuleExpression }
  | { readonly kind: 'rule'; readonly rule: string; readonly span: Span }

/** A name that stands for another field in each of the correlated rules. */
export interface CorrelationAlias {
  readonly alias: string
  readonly fields: readonly { readonly rule: string; readonly field: string }[]
}

/** Sigma's correlation: events of other rules, taken together. */
export interface CorrelateStage extends StageBase {
  readonly kind: 'correlate'
  readonly type: CorrelationType
  readonly rules: readonly { readonly reference: string; readonly span: Span }[]
  readonly groupBy: readonly string[]
  /** Seconds. */
  readonly timespan: number
  readonly aliases: readonly CorrelationAlias[]
  readonly condition: CorrelationBounds | RuleExpression | undefined
  /** The correlated rules also fire by themselves. */
  readonly generate: boolean
}

/** Changes the presentation only: project, sort, limit, table. */
export interface ShapeStage extends StageBase {
  readonly kind: 'shape'
  readonly text: string
}

/** What could not be read. */
export interface OpaqueStage extends StageBase {
  readonly kind: 'opaque'
  readonly text: string
  readonly reason: DiagnosticCode
}
