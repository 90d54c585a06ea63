import type { Span } from '../../base/index.ts'

/**
 * EQL as it is written: what was read, with the place of everything. Nothing is resolved here, and
 * nothing that could not be read is left out: it stands in an `error` node with its text.
 */

export interface EqlSyntax {
  readonly query: Query
  readonly pipes: readonly Pipe[]
  readonly span: Span
}

export type Query = EventQuery | SequenceQuery | SampleQuery | JoinQuery | ErrorQuery

/** `process where …`; `any where …` has no category. */
export interface EventQuery {
  readonly kind: 'event'
  readonly category: Name | undefined
  readonly condition: Expression
  readonly span: Span
}

export interface Name {
  readonly text: string
  readonly span: Span
}

/** `sequence by host.id with maxspan=1m […] […] until […]` */
export interface SequenceQuery {
  readonly kind: 'sequence'
  readonly by: readonly Expression[]
  readonly maxSpan: MaxSpan | undefined
  readonly steps: readonly Step[]
  readonly until: Step | undefined
  readonly span: Span
}

/** `15m`, as written: a number and its unit, which may be wanting. */
export interface MaxSpan {
  readonly number: string
  readonly unit: string
  readonly span: Span
}

/** `[process where …] by process.pid with runs=3`, or `![…]`. */
export interface Step {
  readonly isMissing: boolean
  readonly event: EventQuery | ErrorQuery
  readonly by: readonly Expression[]
  readonly runs: Runs | undefined
  readonly span: Span
}

export interface Runs {
  readonly number: string
  readonly span: Span
}

/** `sample by host […] […]`: the same keys, in any order. */
export interface SampleQuery {
  readonly kind: 'sample'
  readonly by: readonly Expression[]
  readonly steps: readonly Step[]
  readonly span: Span
}

/** `join by host […] […] until […]`, of the older language. */
export interface JoinQuery {
  readonly kind: 'join'
  readonly by: readonly Expression[]
  readonly steps: readonly Step[]
  readonly until: Step | undefined
  readonly span: Span
}

/** What is no query. */
export interface ErrorQuery {
  readonly kind: 'error'
  readonly text: string
  readonly span: Span
}

/** `| head 10`, `| unique process.name` */
export interface Pipe {
  readonly name: Name
  readonly arguments: readonly Expression[]
  readonly span: Span
}

export type Expression =
  | Literal
  | FieldName
  | Call
  | Sign
  | Arithmetic
  | Comparison
  | Lookup
  | Not
  | Logical
  | Lineage
  | ErrorExpression

/** `"text"`, `"""text"""`, `42`, `4.2`, `true`, `null` */
export interface Literal {
  readonly kind: 'literal'
  readonly value: string | boolean | null | NumberText
  /** A text in three quotes. */
  readonly isRaw: boolean
  readonly span: Span
}

/** A number as written; what it is worth does not always fit a double. */
export interface NumberText {
  readonly number: string
}

/** `process.name`, or `?process.name` of a field that may not exist. */
export interface FieldName {
  readonly kind: 'field'
  readonly name: string
  readonly isOptional: boolean
  readonly span: Span
}

/** `length(process.name)`, `endsWith~(…)` */
export interface Call {
  readonly kind: 'call'
  /** As written, without its `~`. */
  readonly name: string
  readonly ignoresCase: boolean
  readonly arguments: readonly Expression[]
  readonly nameSpan: Span
  readonly span: Span
}

/** `-x`, `+x` */
export interface Sign {
  readonly kind: 'sign'
  readonly operator: '-' | '+'
  readonly operand: Expression
  readonly span: Span
}

export interface Arithmetic {
  readonly kind: 'arithmetic'
  readonly operator: '+' | '-' | '*' | '/' | '%'
  readonly left: Expression
  readonly right: Expression
  readonly span: Span
}

export interface Comparison {
  readonly kind: 'comparison'
  readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>='
  readonly left: Expression
  readonly right: Expression
  readonly span: Span
}

export type LookupOperator = ':' | 'like' | 'like~' | 'regex' | 'regex~' | 'in' | 'in~'

/** `process.name : ("a*", "b")`, `x not in (1, 2)`, `x regex~ "a+"` */
export interface Lookup {
  readonly kind: 'lookup'
  readonly operator: LookupOperator
  /** `not in`, `not in~` */
  readonly isNegated: boolean
  readonly operand: Expression
  readonly values: readonly Expression[]
  /** The values stand in parentheses. */
  readonly isList: boolean
  readonly span: Span
}

export interface Not {
  readonly kind: 'not'
  readonly operand: Expression
  readonly span: Span
}

export interface Logical {
  readonly kind: 'and' | 'or'
  readonly operands: readonly Expression[]
  readonly span: Span
}

/** `descendant of [process where …]`, of the older language and of Elastic’s endpoint. */
export interface Lineage {
  readonly kind: 'lineage'
  readonly relation: Name
  readonly event: EventQuery | ErrorQuery
  readonly span: Span
}

/** What is no expression. */
export interface ErrorExpression {
  readonly kind: 'error'
  readonly text: string
  readonly span: Span
}
