import type { Span } from '../../base/index.ts'
import type { Pattern } from '../../ir/index.ts'

/**
 * The syntax of the Kibana Query Language.
 *
 *     event.category: process and not process.name: (cmd.exe or "powershell.exe")
 *     → (and (is event.category process) (not (is process.name (or cmd.exe "powershell.exe"))))
 */
export type KuerySyntax =
  | KueryEverything
  | KueryOperation<KuerySyntax>
  | KueryNegation<KuerySyntax>
  | KueryIs
  | KueryRange
  | KueryNested
  | KueryMissing

/** The empty query, which every event satisfies. */
export interface KueryEverything {
  readonly kind: 'everything'
  readonly span: Span
}

export interface KueryOperation<Operand> {
  readonly kind: 'and' | 'or'
  readonly operands: readonly Operand[]
  readonly span: Span
}

export interface KueryNegation<Operand> {
  readonly kind: 'not'
  readonly operand: Operand
  readonly span: Span
}

/** `field: value`, `field: (a or b)`, or free text. */
export interface KueryIs {
  readonly kind: 'is'
  /** Absent in free text, which looks into all fields. */
  readonly field: KueryLiteral | undefined
  readonly value: KueryValue
  readonly span: Span
}

export type KueryRangeOperator = 'lt' | 'lte' | 'gt' | 'gte'

/** `field >= 5`. */
export interface KueryRange {
  readonly kind: 'range'
  readonly field: KueryLiteral
  readonly operator: KueryRangeOperator
  readonly value: KueryLiteral | KueryMissing
  readonly span: Span
}

/** `field: { name: value and … }`: one object of a list satisfies the whole of the query inside. */
export interface KueryNested {
  readonly kind: 'nested'
  readonly field: KueryLiteral
  readonly query: KuerySyntax
  readonly span: Span
}

/** What stands behind the colon of a field. */
export type KueryValue =
  | KueryLiteral
  | KueryOperation<KueryValue>
  | KueryNegation<KueryValue>
  | KueryMissing

/** A name or a value. Quoted text has no wildcards; both are unescaped. */
export interface KueryLiteral {
  readonly kind: 'literal'
  readonly isQuoted: boolean
  readonly tokens: Pattern
  readonly span: Span
}

/** Where something should stand; a diagnostic says what. */
export interface KueryMissing {
  readonly kind: 'missing'
  readonly span: Span
}
