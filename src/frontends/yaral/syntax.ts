import type { Span } from '../../base/index.ts'

/**
 * YARA-L 2 as it is written: what was read, with the place of everything. Nothing is resolved here, and
 * nothing that could not be read is left out: it stands in an `error` node with its text.
 */

/** A file: any number of rules. */
export interface YaralFile {
  readonly rules: readonly YaralRule[]
}

/** `rule name { … }` */
export interface YaralRule {
  readonly name: YaralName
  readonly sections: readonly YaralSection[]
  /** From `rule` to the brace that closes it. */
  readonly span: Span
}

export interface YaralName {
  readonly text: string
  readonly span: Span
}

export type YaralSection =
  | YaralPairs
  | YaralEvents
  | YaralMatch
  | YaralOutcome
  | YaralCondition
  | YaralOtherSection

/** `meta:` and `options:`, lines of a key and its value. */
export interface YaralPairs {
  readonly kind: 'meta' | 'options'
  readonly pairs: readonly YaralPair[]
  readonly span: Span
}

/** `author = "…"` */
export interface YaralPair {
  readonly key: YaralName
  readonly value: YaralExpression
  readonly span: Span
}

/** `events:`, conditions that all have to hold. */
export interface YaralEvents {
  readonly kind: 'events'
  readonly conditions: readonly YaralExpression[]
  readonly span: Span
}

/** `match: $user, $host over 5m after $e` */
export interface YaralMatch {
  readonly kind: 'match'
  readonly keys: readonly YaralExpression[]
  readonly window: YaralWindow | undefined
  /** What of the section could not be read. */
  readonly rest: YaralError | undefined
  readonly span: Span
}

/** `over 5m`, `by 1h`, `over every day`, `over 10m before $e` */
export interface YaralWindow {
  readonly kind: 'over' | 'by'
  readonly isEvery: boolean
  /** `5m`, `day`, as written. */
  readonly size: YaralName
  readonly pivot: YaralPivot | undefined
  readonly span: Span
}

export interface YaralPivot {
  readonly side: 'after' | 'before'
  /** The name of an event variable, without its dollar. */
  readonly variable: YaralName
}

/** `outcome:`, variables and what they are computed from. */
export interface YaralOutcome {
  readonly kind: 'outcome'
  readonly assignments: readonly YaralAssignment[]
  readonly span: Span
}

/** `$risk_score = max(35)` */
export interface YaralAssignment {
  /** Without its dollar; empty where it could not be read. */
  readonly name: YaralName
  readonly value: YaralExpression
  readonly span: Span
}

export interface YaralCondition {
  readonly kind: 'condition'
  readonly condition: YaralExpression
  readonly span: Span
}

/** A section that rules do not have, such as `order` of searches. */
export interface YaralOtherSection {
  readonly kind: 'other'
  readonly name: YaralName
  readonly text: string
  readonly span: Span
}

export type YaralExpression =
  | YaralText
  | YaralRegex
  | YaralNumber
  | YaralBoolean
  | YaralField
  | YaralCount
  | YaralList
  | YaralArray
  | YaralCall
  | YaralQuantified
  | YaralSign
  | YaralArithmetic
  | YaralComparison
  | YaralMembership
  | YaralPresence
  | YaralNoCase
  | YaralNumberOf
  | YaralNot
  | YaralLogical
  | YaralError

/** `"text"`, or raw, in back quotes. */
export interface YaralText {
  readonly kind: 'text'
  readonly value: string
  readonly isRaw: boolean
  readonly span: Span
}

/** `/expression/`; a slash in it is written `\/`. */
export interface YaralRegex {
  readonly kind: 'regex'
  /** Without the slashes around it, as written. */
  readonly source: string
  readonly span: Span
}

export interface YaralNumber {
  readonly kind: 'number'
  readonly text: string
  readonly span: Span
}

export interface YaralBoolean {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly span: Span
}

/** `$e.principal.ip`, `$e.labels["key"]`, `$e.principal.ip[0]`; `$e` alone has no path. */
export interface YaralField {
  readonly kind: 'field'
  /** Without its dollar; absent in `principal.ip`, the form of searches. */
  readonly variable: string | undefined
  readonly path: readonly YaralStep[]
  readonly span: Span
}

export type YaralStep =
  | { readonly kind: 'name'; readonly name: string }
  /** The entry of a map. */
  | { readonly kind: 'key'; readonly key: string }
  /** One element of a repeated field. */
  | { readonly kind: 'index'; readonly index: string }

/** `#e`: how many events, or values of a placeholder. */
export interface YaralCount {
  readonly kind: 'count'
  readonly variable: string
  readonly span: Span
}

/** `%list`, `%table.column` */
export interface YaralList {
  readonly kind: 'list'
  readonly name: string
  readonly span: Span
}

/** `["a", "b"]` */
export interface YaralArray {
  readonly kind: 'array'
  readonly items: readonly YaralExpression[]
  readonly span: Span
}

/** `strings.to_lower($e.f)`, `if(a, b, c)` */
export interface YaralCall {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly YaralExpression[]
  readonly nameSpan: Span
  readonly span: Span
}

/** `any $e.principal.ip`, `all $e.principal.ip` */
export interface YaralQuantified {
  readonly kind: 'quantified'
  readonly quantifier: 'any' | 'all'
  readonly operand: YaralExpression
  readonly span: Span
}

/** `-x` */
export interface YaralSign {
  readonly kind: 'sign'
  readonly operand: YaralExpression
  readonly span: Span
}

export interface YaralArithmetic {
  readonly kind: 'arithmetic'
  readonly operator: '+' | '-' | '*' | '/' | '%'
  readonly left: YaralExpression
  readonly right: YaralExpression
  readonly span: Span
}

export type YaralComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface YaralComparison {
  readonly kind: 'comparison'
  readonly operator: YaralComparisonOperator
  readonly left: YaralExpression
  readonly right: YaralExpression
  readonly span: Span
}

/** `x in %list`, `x in regex %list`, `x not in cidr %list` */
export interface YaralMembership {
  readonly kind: 'membership'
  readonly isNegated: boolean
  readonly as: 'text' | 'regex' | 'cidr'
  readonly operand: YaralExpression
  readonly list: YaralExpression
  readonly span: Span
}

/** `x is null`, `x is not null` */
export interface YaralPresence {
  readonly kind: 'presence'
  readonly isNull: boolean
  readonly operand: YaralExpression
  readonly span: Span
}

/** `… nocase` behind a comparison, a membership or a function that is true or false. */
export interface YaralNoCase {
  readonly kind: 'nocase'
  readonly operand: YaralExpression
  readonly span: Span
}

/** `any of [$a, $b]`, `2 of [$a, $b, $c]` */
export interface YaralNumberOf {
  readonly kind: 'number_of'
  /** `any`, `all` or a number. */
  readonly number: string
  readonly items: readonly YaralExpression[]
  readonly span: Span
}

/** `not x`, or `!x`. */
export interface YaralNot {
  readonly kind: 'not'
  readonly operand: YaralExpression
  readonly span: Span
}

export interface YaralLogical {
  readonly kind: 'and' | 'or'
  readonly operands: readonly YaralExpression[]
  readonly span: Span
}

/** What is no expression. */
export interface YaralError {
  readonly kind: 'error'
  readonly text: string
  readonly span: Span
}
