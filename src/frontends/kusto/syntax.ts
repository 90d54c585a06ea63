import type { Span } from '../../base/index.ts'

/** A query as it is written: statements before the query itself, and the query. */
export interface KustoSyntax {
  readonly lets: readonly KustoLet[]
  /** The tabular expressions, of which each is a result of its own. */
  readonly queries: readonly KustoExpression[]
  /** What the parser could not make anything of. */
  readonly skipped: readonly Span[]
  readonly span: Span
}

export interface KustoLet {
  readonly name: string
  readonly value: KustoExpression
  readonly span: Span
}

interface Node {
  readonly span: Span
}

export type KustoExpression =
  | KustoName
  | KustoPath
  | KustoElement
  | KustoLiteral
  | KustoList
  | KustoBag
  | KustoCall
  | KustoLogical
  | KustoComparison
  | KustoIn
  | KustoBetween
  | KustoArithmetic
  | KustoSign
  | KustoStar
  | KustoPipeline
  | KustoDataTable
  | KustoExternalData
  | KustoFunction
  | KustoOther

export interface KustoName extends Node {
  readonly kind: 'name'
  readonly name: string
}

/** `operand.name`. */
export interface KustoPath extends Node {
  readonly kind: 'path'
  readonly operand: KustoExpression
  readonly name: string
}

/** `operand[index]`. */
export interface KustoElement extends Node {
  readonly kind: 'element'
  readonly operand: KustoExpression
  readonly index: KustoExpression
}

export type KustoLiteral =
  | (Node & { readonly kind: 'string'; readonly value: string })
  | (Node & { readonly kind: 'guid'; readonly value: string })
  | (Node & { readonly kind: 'number'; readonly value: number })
  | (Node & { readonly kind: 'boolean'; readonly value: boolean })
  /** Seconds; `undefined` if they cannot be told. */
  | (Node & { readonly kind: 'time_span'; readonly seconds: number | undefined })
  /** What stands in the brackets of `datetime(…)`. */
  | (Node & { readonly kind: 'date'; readonly text: string })
  | (Node & { readonly kind: 'null' })

/** `dynamic([…])`. */
export interface KustoList extends Node {
  readonly kind: 'list'
  readonly values: readonly KustoExpression[]
}

/** `dynamic({…})`. */
export interface KustoBag extends Node {
  readonly kind: 'bag'
  readonly entries: readonly { readonly name: string; readonly value: KustoExpression }[]
}

export interface KustoCall extends Node {
  readonly kind: 'call'
  readonly name: string
  readonly nameSpan: Span
  readonly arguments: readonly KustoExpression[]
  /** The name that each argument is given by; empty where it goes by its place. */
  readonly names: readonly string[]
}

/** A chain of `and`, or of `or`. */
export interface KustoLogical extends Node {
  readonly kind: 'and' | 'or'
  readonly operands: readonly KustoExpression[]
}

export type KustoComparisonOperator =
  | '=='
  | '=~'
  | '<'
  | '<='
  | '>'
  | '>='
  | ':'
  | 'contains'
  | 'contains_cs'
  | 'has'
  | 'has_cs'
  | 'hasprefix'
  | 'hasprefix_cs'
  | 'hassuffix'
  | 'hassuffix_cs'
  | 'startswith'
  | 'startswith_cs'
  | 'endswith'
  | 'endswith_cs'
  | 'like'
  | 'like_cs'
  | 'matches regex'

export interface KustoComparison extends Node {
  readonly kind: 'comparison'
  readonly operator: KustoComparisonOperator
  readonly isNegated: boolean
  readonly left: KustoExpression
  readonly right: KustoExpression
}

export interface KustoIn extends Node {
  readonly kind: 'in'
  readonly operator: 'in' | 'in~' | 'has_any' | 'has_all'
  readonly isNegated: boolean
  readonly operand: KustoExpression
  readonly values: readonly KustoExpression[]
}

export interface KustoBetween extends Node {
  readonly kind: 'between'
  readonly isNegated: boolean
  readonly operand: KustoExpression
  readonly low: KustoExpression
  readonly high: KustoExpression
}

export interface KustoArithmetic extends Node {
  readonly kind: 'arithmetic'
  readonly operator: '+' | '-' | '*' | '/' | '%'
  readonly left: KustoExpression
  readonly right: KustoExpression
}

export interface KustoSign extends Node {
  readonly kind: 'sign'
  readonly operator: '+' | '-'
  readonly operand: KustoExpression
}

export interface KustoStar extends Node {
  readonly kind: 'star'
}

/** `source | operator | operator`; without a source inside `mv-apply` and its like. */
export interface KustoPipeline extends Node {
  readonly kind: 'pipeline'
  readonly source: KustoExpression | undefined
  readonly operators: readonly KustoOperator[]
}

export interface KustoDataTable extends Node {
  readonly kind: 'datatable'
  readonly columns: readonly string[]
  readonly values: readonly KustoExpression[]
}

export interface KustoExternalData extends Node {
  readonly kind: 'externaldata'
  readonly columns: readonly string[]
  readonly addresses: readonly string[]
}

export interface KustoParameter {
  readonly name: string
  readonly fallback: KustoExpression | undefined
}

/** `(a: string, T: (*)) { let b = 1; T | where x == a }` */
export interface KustoFunction extends Node {
  readonly kind: 'function'
  readonly parameters: readonly KustoParameter[]
  readonly lets: readonly KustoLet[]
  readonly body: KustoExpression | undefined
}

/** What this front end has no use for, or could not read. */
export interface KustoOther extends Node {
  readonly kind: 'other'
  readonly reason: 'unread' | 'missing' | 'too_deep'
}

/** `name = value`, `(a, b) = value`, or a value alone. */
export interface KustoColumn extends Node {
  readonly names: readonly string[]
  readonly value: KustoExpression | undefined
}

interface Operator {
  /** From its first word on, without the bar. */
  readonly span: Span
}

export type KustoOperator =
  | (Operator & { readonly kind: 'where'; readonly condition: KustoExpression })
  | KustoColumnsOperator
  | KustoSummarize
  | KustoJoin
  | KustoUnion
  | KustoParse
  | KustoExpand
  | (Operator & { readonly kind: 'count' })
  | (Operator & { readonly kind: 'shape'; readonly command: string })
  | (Operator & { readonly kind: 'as'; readonly name: string })
  | (Operator & {
      readonly kind: 'derive'
      readonly names: readonly string[]
      readonly isOpen: boolean
    })
  | (Operator & {
      readonly kind: 'evaluate'
      readonly call: KustoExpression
      readonly names: readonly string[]
    })
  | (Operator & { readonly kind: 'invoke'; readonly call: KustoExpression })
  | KustoFind
  | KustoBranches
  | (Operator & { readonly kind: 'unknown'; readonly command: string })

/** Operators that add, keep or drop columns. */
export interface KustoColumnsOperator extends Operator {
  readonly kind: 'extend' | 'project' | 'keep' | 'away' | 'rename' | 'distinct' | 'print'
  readonly columns: readonly KustoColumn[]
}

/** `summarize`, and `make-series`, whose axis is one of its keys. */
export interface KustoSummarize extends Operator {
  readonly kind: 'summarize'
  readonly aggregates: readonly KustoColumn[]
  readonly by: readonly KustoColumn[]
  /** The step of a series. */
  readonly step: KustoExpression | undefined
}

export interface KustoJoin extends Operator {
  readonly kind: 'join' | 'lookup'
  /** `inner`, `leftanti` and so on; `undefined` where the query does not say. */
  readonly how: string | undefined
  readonly right: KustoExpression
  readonly on: readonly KustoExpression[]
}

export interface KustoUnion extends Operator {
  readonly kind: 'union'
  readonly tables: readonly KustoExpression[]
  /** The column that names the table. */
  readonly withSource: string | undefined
}

export interface KustoParse extends Operator {
  readonly kind: 'parse'
  readonly input: KustoExpression
  readonly names: readonly string[]
  /** `parse-where` drops rows that do not follow the pattern. */
  readonly isFilter: boolean
}

/** `mv-expand` and, with a pipeline, `mv-apply`. */
export interface KustoExpand extends Operator {
  readonly kind: 'expand'
  readonly columns: readonly KustoColumn[]
  readonly indexName: string | undefined
  readonly body: KustoPipeline | undefined
}

/** `find in (…) where …` and `search in (…) …`. */
export interface KustoFind extends Operator {
  readonly kind: 'find' | 'search'
  readonly tables: readonly KustoExpression[]
  readonly condition: KustoExpression
  /** Which columns `find` shows. */
  readonly projection: Span | undefined
}

/** `partition by key (…)` and `fork (…) (…)`. */
export interface KustoBranches extends Operator {
  readonly kind: 'branches'
  readonly how: 'partition' | 'fork' | 'facet'
  readonly keys: readonly string[]
  readonly bodies: readonly KustoPipeline[]
}
