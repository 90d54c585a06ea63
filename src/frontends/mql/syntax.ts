import type { Span } from '../../base/index.ts'

/**
 * Sublime’s Message Query Language as it is written: what was read, with the place of everything.
 * Nothing that could not be read is left out: it stands in an `error` node with its text.
 */
export type MqlExpression =
  | MqlText
  | MqlNumber
  | MqlBoolean
  | MqlNull
  | MqlName
  | MqlItem
  | MqlList
  | MqlMember
  | MqlIndex
  | MqlCall
  | MqlArray
  | MqlSign
  | MqlArithmetic
  | MqlComparison
  | MqlMembership
  | MqlPresence
  | MqlNumberOf
  | MqlNot
  | MqlLogical
  | MqlError

/** `"text"`, with escapes, or `'text'`, raw. */
export interface MqlText {
  readonly kind: 'text'
  readonly value: string
  readonly isRaw: boolean
  readonly span: Span
}

export interface MqlNumber {
  readonly kind: 'number'
  readonly text: string
  readonly span: Span
}

export interface MqlBoolean {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly span: Span
}

export interface MqlNull {
  readonly kind: 'null'
  readonly span: Span
}

/** The first part of a field or of a function: `sender`, `strings`. */
export interface MqlName {
  readonly kind: 'name'
  readonly name: string
  readonly span: Span
}

/** `.`, the item that is looked at; `..` is that of the scope around it. */
export interface MqlItem {
  readonly kind: 'item'
  /** How many dots. */
  readonly depth: number
  readonly span: Span
}

/** `$org_domains` */
export interface MqlList {
  readonly kind: 'list'
  readonly name: string
  readonly span: Span
}

/** `sender.email`, `.href_url` */
export interface MqlMember {
  readonly kind: 'member'
  readonly object: MqlExpression
  readonly name: string
  readonly span: Span
}

/** `recipients.to[0]`, `.named_groups["x"]` */
export interface MqlIndex {
  readonly kind: 'index'
  readonly object: MqlExpression
  readonly index: MqlExpression
  readonly span: Span
}

/** `strings.icontains(a, "b")` */
export interface MqlCall {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly MqlArgument[]
  readonly nameSpan: Span
  readonly span: Span
}

/** `mode="aggressive"` has a name. */
export interface MqlArgument {
  readonly name: string | undefined
  readonly value: MqlExpression
}

/** `[a, b]` */
export interface MqlArray {
  readonly kind: 'array'
  readonly items: readonly MqlExpression[]
  readonly span: Span
}

export interface MqlSign {
  readonly kind: 'sign'
  readonly operand: MqlExpression
  readonly span: Span
}

export interface MqlArithmetic {
  readonly kind: 'arithmetic'
  readonly operator: '+' | '-' | '*' | '/' | '%'
  readonly left: MqlExpression
  readonly right: MqlExpression
  readonly span: Span
}

export type MqlComparisonOperator = '==' | '!=' | '=~' | '!~' | '<' | '<=' | '>' | '>='

/** `a == b`, or a chain: `0 < a < 10`. */
export interface MqlComparison {
  readonly kind: 'comparison'
  readonly operands: readonly MqlExpression[]
  /** One fewer than there are operands. */
  readonly operators: readonly MqlComparisonOperator[]
  readonly span: Span
}

/** `a in ("b", "c")`, `a not in $list`, `a in~ (…)` */
export interface MqlMembership {
  readonly kind: 'membership'
  readonly isNegated: boolean
  readonly ignoresCase: boolean
  readonly operand: MqlExpression
  readonly values: readonly MqlExpression[]
  /** The values stand in parentheses. */
  readonly isList: boolean
  readonly span: Span
}

/** `a is null`, `a is not null` */
export interface MqlPresence {
  readonly kind: 'presence'
  readonly isNull: boolean
  readonly operand: MqlExpression
  readonly span: Span
}

/** `2 of (a, b, c)` */
export interface MqlNumberOf {
  readonly kind: 'number_of'
  /** A number, or `any`, `all`. */
  readonly number: string
  readonly items: readonly MqlExpression[]
  readonly span: Span
}

export interface MqlNot {
  readonly kind: 'not'
  readonly operand: MqlExpression
  readonly span: Span
}

export interface MqlLogical {
  readonly kind: 'and' | 'or'
  readonly operands: readonly MqlExpression[]
  readonly span: Span
}

/** What is no expression. */
export interface MqlError {
  readonly kind: 'error'
  readonly text: string
  readonly span: Span
}
