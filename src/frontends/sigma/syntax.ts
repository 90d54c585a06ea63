import type { Span } from '../../base/index.ts'

/**
 * The syntax of a Sigma condition, before the names in it are looked up.
 *
 *     1 of selection_* and not filter
 *     → (and (quantified any "selection_*") (not (name "filter")))
 */
export type Condition = ConditionOperation | ConditionNot | ConditionName | ConditionQuantifier

export interface ConditionOperation {
  readonly kind: 'and' | 'or'
  readonly operands: readonly Condition[]
  readonly span: Span
}

export interface ConditionNot {
  readonly kind: 'not'
  readonly operand: Condition
  readonly span: Span
}

export interface ConditionName {
  readonly kind: 'name'
  readonly name: string
  readonly span: Span
}

/** `1 of pattern*`, `any of them`, `all of selection_*`. */
export interface ConditionQuantifier {
  readonly kind: 'quantifier'
  readonly quantifier: 'any' | 'all'
  /** A pattern of selection names, or `them`. */
  readonly pattern: string
  readonly span: Span
}

export type AggregationFunction = 'count' | 'min' | 'max' | 'avg' | 'sum'

/** What stood behind the pipe in rules of the old form: `count(User) by Computer > 5`. */
export interface Aggregation {
  readonly function: AggregationFunction
  readonly field: string | undefined
  readonly groupBy: readonly string[]
  readonly operator: 'lt' | 'lte' | 'gt' | 'gte' | 'equals'
  readonly value: number
  readonly span: Span
}
