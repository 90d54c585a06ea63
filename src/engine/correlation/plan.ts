import type { CorrelationOperator, LogSource } from '../../ir/index.ts'
import type { CheckStage } from '../query/index.ts'
import type { SequenceShape } from '../sequence/index.ts'

/**
 * What the correlations of a set of rules come to. Plain data, so that it can be kept as JSON; whoever
 * makes contributions needs no more than `reads`.
 */
export interface CorrelationPlan {
  /** In an order in which every node stands after those that it refers to. */
  readonly nodes: readonly CorrelationNode[]
  /** What finds events one after another; their conditions are rules of their own. */
  readonly sequences?: readonly SequenceNode[]
  /** The fields that are read of the events of each rule that takes part. */
  readonly reads: readonly { readonly rule: number; readonly fields: readonly string[] }[]
}

/** One correlation, or one aggregation of the old form, as the machine runs it. */
export interface CorrelationNode {
  /** The index of its rule. */
  readonly rule: number
  /** The names by which it groups, as the rule has them. */
  readonly groupBy: readonly string[]
  /** Microseconds; without it, the whole log is one window. */
  readonly timespan?: number
  readonly inputs: readonly NodeInput[]
  readonly measure: Measure
  /** When its windows are judged: as soon as an event comes in, or once nothing more can. */
  readonly judged: 'at_once' | 'at_end'
  /** Its matches are results, and not only events of other correlations. */
  readonly fires: boolean
  /** Keys and values that differ in case alone are different ones. */
  readonly cased?: true
  /** An event without a value of a key is in a group; else in none. */
  readonly keepsNull?: true
}

/** A sequence, as the machine runs it. */
export interface SequenceNode {
  /** The index of its rule. */
  readonly rule: number
  readonly shape: SequenceShape
  /** The index of the rule that stands for each condition. */
  readonly conditions: readonly number[]
}

/** Where events of a node come from. */
export type NodeInput = RuleInput | MatchInput

/** The events of a rule. `keys` and `values` are indexes in what is read of the rule's events. */
export interface RuleInput {
  readonly kind: 'rule'
  readonly rule: number
  /** Which of the correlated rules it stands for, from 0 in the order of the list. */
  readonly steps: readonly number[]
  readonly keys: readonly number[]
  readonly values: readonly number[]
}

/** The matches of another node, each as one event. */
export interface MatchInput {
  readonly kind: 'node'
  /** The index in the plan's nodes. */
  readonly node: number
  readonly steps: readonly number[]
  readonly keys: readonly MatchField[]
  readonly values: readonly MatchField[]
}

/**
 * A field of a match: what the match was grouped by has one value, that of the group; of anything
 * else the match has the values of all its events, read as the index says for each rule.
 */
export type MatchField =
  | { readonly kind: 'group'; readonly index: number }
  | {
      readonly kind: 'events'
      readonly byRule: readonly (readonly [rule: number, field: number])[]
    }

export type Bounds = readonly { readonly operator: CorrelationOperator; readonly value: number }[]

/** What is computed of a window, and what it must come to. */
export type Measure =
  | { readonly kind: 'event_count'; readonly bounds: Bounds }
  | { readonly kind: 'value_count'; readonly bounds: Bounds }
  | {
      readonly kind: 'sum' | 'avg' | 'min' | 'max' | 'median'
      readonly bounds: Bounds
    }
  | { readonly kind: 'percentile'; readonly percentile: number; readonly bounds: Bounds }
  /** How many of the correlated rules occur. */
  | { readonly kind: 'rule_count'; readonly steps: number; readonly bounds: Bounds }
  /** How many of the correlated rules occur one after the other, in the order of the list. */
  | { readonly kind: 'ordered_count'; readonly steps: number; readonly bounds: Bounds }
  /** Which of the correlated rules occur: one of the terms must hold. */
  | { readonly kind: 'rules'; readonly steps: number; readonly terms: readonly Term[] }
  | { readonly kind: 'ordered_rules'; readonly steps: number; readonly terms: readonly Term[] }
  /** Nothing like the event, as the groups have it, came in the time span before it in its `log`. */
  | { readonly kind: 'new'; readonly log: string }
  | TableMeasure

/** Functions of a group’s events, and what their results must meet. */
export interface TableMeasure {
  readonly kind: 'table'
  readonly functions: readonly TableFunction[]
  /** Conditions on the results and keys, and what is derived of them. */
  readonly checks: readonly CheckStage[]
}

export type TableFunctionName =
  | 'count'
  | 'count_values'
  | 'count_distinct'
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'range'
  | 'median'
  | 'percentile'
  | 'values'
  | 'list'
  | 'first'
  | 'last'

export interface TableFunction {
  readonly name: TableFunctionName
  /** Of `percentile`, from 0 to 100. */
  readonly percent?: number
  /** The index in what the node reads as values; -1 of `count`, which counts events. */
  readonly column: number
  /** The name of the result. */
  readonly as: string
}

/** The rules that occur, in the order of the list, and those that do not. */
export interface Term {
  readonly present: readonly number[]
  readonly absent: readonly number[]
}

/** Why a rule that looks at several events is not run. */
export interface Refusal {
  readonly kind: 'reference' | 'meaning'
  /** Goes on after “it”, as in “needs the rule “a”, which is not there”. */
  readonly reason: string
  /** Of a reference: the rule at the end of the chain, and what is wrong with it. */
  readonly cause?: string
}

/** The name by which rules of one log source share what is known of their log. */
export function logName({ product, category, service }: LogSource): string {
  return JSON.stringify([product, category, service])
}
