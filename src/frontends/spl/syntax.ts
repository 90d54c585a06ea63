import type { Span } from '../../base/index.ts'

/** A search as it is written, macros that are known replaced. */
export interface SplSyntax {
  readonly commands: readonly SplCommand[]
  readonly span: Span
}

interface CommandBase {
  readonly span: Span
  /** A part of the command could not be read. */
  readonly isBroken?: true
}

export type SplCommand =
  | SplSearch
  | SplWhere
  | SplEval
  | SplTstats
  | SplPlain
  | SplMacroCommand
  | SplUnknown

/** `search a=1`, or the same at the beginning without the word. */
export interface SplSearch extends CommandBase {
  readonly kind: 'search'
  readonly isImplied: boolean
  readonly expression: SplCondition | undefined
}

/** `where a="1" AND like(b, "x%")` */
export interface SplWhere extends CommandBase {
  readonly kind: 'where'
  readonly condition: SplExpression
}

/** `eval a=1, b=lower(c)` */
export interface SplEval extends CommandBase {
  readonly kind: 'eval'
  readonly assignments: readonly SplAssignment[]
}

export interface SplAssignment {
  readonly name: string
  readonly value: SplExpression
  readonly span: Span
}

/** `tstats count from datamodel=Web where Web.url=x by Web.src`, and `mstats`. */
export interface SplTstats extends CommandBase {
  readonly kind: 'tstats'
  readonly name: 'tstats' | 'mstats'
  /** Everything before `where`. */
  readonly head: readonly SplArgument[]
  readonly where: SplCondition | undefined
  /** Everything from `by` on. */
  readonly tail: readonly SplArgument[]
}

/** A command that has words for arguments. */
export interface SplPlain extends CommandBase {
  readonly kind: 'plain'
  readonly name: string
  readonly arguments: readonly SplArgument[]
}

/** A macro without a definition that stands for a command, or for several. */
export interface SplMacroCommand extends CommandBase {
  readonly kind: 'macro'
  readonly call: string
  /** No pipe stands before it: its definition surely begins with one. */
  readonly isAttached?: true
  readonly arguments: readonly SplArgument[]
}

/** A command that nobody knows. */
export interface SplUnknown extends CommandBase {
  readonly kind: 'unknown'
  readonly text: string
}

/** A piece of a command’s arguments; of a text the inside of its quotation marks, escapes as written. */
export interface SplWord {
  readonly kind: 'word' | 'text' | 'symbol' | 'macro'
  readonly value: string
  /** Nothing stands between it and the piece before it. */
  readonly isGlued: boolean
  readonly span: Span
}

export interface SplSubsearch {
  readonly kind: 'subsearch'
  readonly commands: readonly SplCommand[]
  readonly span: Span
}

export type SplArgument = SplWord | SplSubsearch

/** The search command’s own conditions. */
export type SplCondition =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly SplCondition[] }
  | { readonly kind: 'not'; readonly operand: SplCondition; readonly span: Span }
  | SplSearchComparison
  | SplSearchIn
  | SplTerm
  | SplSubsearch
  | SplMacro
  | SplMissing

export type SplSearchOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A word or a text in a search; `raw` has its escapes as written. */
export interface SplSearchValue {
  readonly raw: string
  readonly isQuoted: boolean
  /** `TERM(…)`, `CASE(…)` */
  readonly directive?: 'TERM' | 'CASE' | 'PREFIX'
  readonly span: Span
}

export interface SplSearchComparison {
  readonly kind: 'comparison'
  readonly field: SplSearchValue
  readonly operator: SplSearchOperator
  readonly value: SplSearchValue
  readonly span: Span
}

export interface SplSearchIn {
  readonly kind: 'in'
  readonly field: SplSearchValue
  readonly values: readonly SplSearchValue[]
  readonly span: Span
}

/** A word or a phrase that an event has to hold. */
export interface SplTerm {
  readonly kind: 'term'
  readonly value: SplSearchValue
  readonly span: Span
}

export interface SplMacro {
  readonly kind: 'macro'
  readonly call: string
  readonly span: Span
}

/** What could not be read. */
export interface SplMissing {
  readonly kind: 'missing'
  readonly span: Span
}

/** The expressions of `where` and `eval`. */
export type SplExpression =
  | SplLogical
  | SplNegation
  | SplComparison
  | SplLike
  | SplIn
  | SplArithmetic
  | SplCall
  | SplField
  | SplString
  | SplNumber
  | SplSubsearch
  | SplMacro
  | SplMissing

export interface SplLogical {
  readonly kind: 'and' | 'or' | 'xor'
  readonly operands: readonly SplExpression[]
  readonly span: Span
}

export interface SplNegation {
  /** `NOT a`, `-a` */
  readonly kind: 'not' | 'negative'
  readonly operand: SplExpression
  readonly span: Span
}

export type SplComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface SplComparison {
  readonly kind: 'comparison'
  readonly operator: SplComparisonOperator
  readonly left: SplExpression
  readonly right: SplExpression
  readonly span: Span
}

export interface SplLike {
  readonly kind: 'like'
  readonly left: SplExpression
  readonly right: SplExpression
  readonly span: Span
}

export interface SplIn {
  readonly kind: 'in'
  readonly operand: SplExpression
  readonly values: readonly SplExpression[]
  readonly span: Span
}

export interface SplArithmetic {
  readonly kind: 'arithmetic'
  readonly operator: '+' | '-' | '*' | '/' | '%' | '.'
  readonly left: SplExpression
  readonly right: SplExpression
  readonly span: Span
}

export interface SplCall {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly SplExpression[]
  readonly span: Span
}

export interface SplField {
  readonly kind: 'field'
  readonly name: string
  readonly span: Span
}

/** The inside of quotation marks, escapes as written. */
export interface SplString {
  readonly kind: 'string'
  readonly raw: string
  readonly span: Span
}

export interface SplNumber {
  readonly kind: 'number'
  readonly text: string
  readonly span: Span
}
