import type { Span } from '../base/index.ts'
import type { FieldName } from './query-fields.ts'

/** A query of the search line as a tree. `and` without operands is everything. */
export type Query = QueryAnd | QueryOr | QueryNot | QueryText | QueryField

/**
 * Terms that stand side by side. A single one is kept where brackets keep a term of a test or an event apart from
 * those beside them.
 */
export interface QueryAnd {
  readonly kind: 'and'
  readonly operands: readonly Query[]
}

export interface QueryOr {
  readonly kind: 'or'
  readonly operands: readonly Query[]
}

export interface QueryNot {
  readonly kind: 'not'
  readonly operand: Query
}

/** A word, or a phrase in quotes, that may stand anywhere in a rule. */
export interface QueryText {
  readonly kind: 'text'
  readonly text: string
  readonly isQuoted: boolean
  readonly span: Span
}

/** `level:high,critical`: one of the values must do. */
export interface QueryField {
  readonly kind: 'field'
  readonly field: FieldName
  readonly values: readonly QueryValue[]
  readonly span: Span
}

export interface QueryValue {
  readonly text: string
  readonly isQuoted: boolean
  /** Only of fields that have an order. */
  readonly comparison?: Comparison
  readonly span: Span
}

export type Comparison = '<' | '<=' | '>' | '>='

/**
 * What is wrong with a query, or what its answer leaves out, with the part of the text that it is about. After
 * an error the term is left out and the rest of the query still runs.
 */
export interface QueryProblem {
  readonly severity: 'error' | 'note'
  readonly message: string
  readonly start: number
  readonly end: number
  readonly help?: string
}

export interface ParsedQuery {
  readonly query: Query
  readonly problems: readonly QueryProblem[]
}

/** Conjunction in normal form: no wrapper around a single operand. */
export function allOf(operands: readonly Query[]): Query {
  const [only] = operands
  return only !== undefined && operands.length === 1 ? only : { kind: 'and', operands }
}

/** Disjunction in normal form: flat, and no wrapper around a single operand. */
export function anyOf(operands: readonly Query[]): Query {
  const flat = operands.flatMap(o => (o.kind === 'or' ? o.operands : [o]))
  const [only] = flat
  return only !== undefined && flat.length === 1 ? only : { kind: 'or', operands: flat }
}

/** Negation in normal form: two of them are none. */
export function noneOf(operand: Query): Query {
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand }
}
