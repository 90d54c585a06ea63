import type { Span } from '../../base/index.ts'

/**
 * The syntax of ES|QL: a pipeline of commands.
 *
 *     FROM logs-* | WHERE process.name LIKE "cmd*" | STATS n = COUNT(*) BY host.name | WHERE n > 5
 */
export interface EsqlSyntax {
  /** `SET name = value;` before the pipeline. */
  readonly settings: readonly EsqlColumn[]
  readonly commands: readonly EsqlCommand[]
  readonly span: Span
}

interface CommandBase {
  readonly span: Span
  /** A part of the command could not be read; a diagnostic says which. */
  readonly isBroken?: true
}

export type EsqlCommand =
  | EsqlFrom
  | EsqlColumns
  | EsqlWhere
  | EsqlStats
  | EsqlProject
  | EsqlRename
  | EsqlSort
  | EsqlLimit
  | EsqlExtract
  | EsqlEnrich
  | EsqlLookupJoin
  | EsqlExpand
  | EsqlChangePoint
  | EsqlFork
  | EsqlKept
  | EsqlUnknown

/** `FROM logs-*, (FROM other | WHERE x) METADATA _id`; `TS` reads time series. */
export interface EsqlFrom extends CommandBase {
  readonly kind: 'from' | 'ts'
  readonly sources: readonly EsqlSource[]
  readonly metadata: readonly EsqlName[]
}

export type EsqlSource = EsqlIndex | EsqlSubquery

/** An index, a pattern of indexes, or several in quotation marks. */
export interface EsqlIndex {
  readonly kind: 'index'
  readonly text: string
  readonly span: Span
}

export interface EsqlSubquery {
  readonly kind: 'subquery'
  readonly commands: readonly EsqlCommand[]
  readonly span: Span
}

/** `EVAL a = b + 1, c = 2`, `ROW a = 1`. */
export interface EsqlColumns extends CommandBase {
  readonly kind: 'eval' | 'row'
  readonly columns: readonly EsqlColumn[]
}

/** `name = value`, and in `STATS` `name = value WHERE condition`. */
export interface EsqlColumn {
  readonly name: EsqlName | undefined
  readonly value: EsqlExpression
  readonly filter: EsqlExpression | undefined
  readonly span: Span
}

export interface EsqlWhere extends CommandBase {
  readonly kind: 'where'
  readonly condition: EsqlExpression
}

/** `STATS n = COUNT(*) BY host.name`, or `INLINE STATS`, which keeps the rows. */
export interface EsqlStats extends CommandBase {
  readonly kind: 'stats' | 'inline_stats'
  readonly aggregates: readonly EsqlColumn[]
  readonly by: readonly EsqlColumn[]
}

export interface EsqlProject extends CommandBase {
  readonly kind: 'keep' | 'drop'
  readonly patterns: readonly EsqlName[]
}

export interface EsqlRename extends CommandBase {
  readonly kind: 'rename'
  readonly renames: readonly { readonly from: EsqlName; readonly to: EsqlName }[]
}

export interface EsqlOrder {
  readonly value: EsqlExpression
  readonly direction: 'asc' | 'desc' | undefined
  readonly nulls: 'first' | 'last' | undefined
}

export interface EsqlSort extends CommandBase {
  readonly kind: 'sort'
  readonly orders: readonly EsqlOrder[]
}

export interface EsqlLimit extends CommandBase {
  readonly kind: 'limit' | 'sample'
  readonly count: EsqlExpression
  readonly by: readonly EsqlExpression[]
}

/** `DISSECT input "%{a} %{b}" APPEND_SEPARATOR=","`, `GROK input "%{WORD:a}"`. */
export interface EsqlExtract extends CommandBase {
  readonly kind: 'dissect' | 'grok'
  readonly input: EsqlExpression
  readonly patterns: readonly EsqlString[]
  readonly options: readonly EsqlColumn[]
}

/** `ENRICH policy ON field WITH new = old`. */
export interface EsqlEnrich extends CommandBase {
  readonly kind: 'enrich'
  readonly policy: string
  readonly on: EsqlName | undefined
  /** Absent: all fields of the policy. */
  readonly with: readonly { readonly name: EsqlName | undefined; readonly field: EsqlName }[]
}

export interface EsqlLookupJoin extends CommandBase {
  readonly kind: 'lookup_join'
  readonly index: EsqlIndex
  readonly on: readonly EsqlExpression[]
}

export interface EsqlExpand extends CommandBase {
  readonly kind: 'mv_expand'
  readonly column: EsqlName
}

/** `CHANGE_POINT value ON key AS type, pvalue`. */
export interface EsqlChangePoint extends CommandBase {
  readonly kind: 'change_point'
  readonly value: EsqlName
  readonly on: EsqlName | undefined
  readonly as: readonly EsqlName[]
}

export interface EsqlFork extends CommandBase {
  readonly kind: 'fork'
  readonly branches: readonly EsqlSubquery[]
}

/** A command that is known and kept as it is written: `FUSE`, `COMPLETION`, `RERANK` and the like. */
export interface EsqlKept extends CommandBase {
  readonly kind: 'kept'
  /** In lower case. */
  readonly keyword: string
  /** What stands behind the keyword. */
  readonly text: string
  /** The column that it makes, where it names one. */
  readonly column: EsqlName | undefined
}

/** What begins like no command. */
export interface EsqlUnknown extends CommandBase {
  readonly kind: 'unknown'
  readonly text: string
}

export type EsqlExpression =
  | EsqlOperation
  | EsqlNot
  | EsqlComparison
  | EsqlIn
  | EsqlLike
  | EsqlIsNull
  | EsqlMatch
  | EsqlArithmetic
  | EsqlSign
  | EsqlCast
  | EsqlCall
  | EsqlName
  | EsqlLiteral
  | EsqlMissing

/** `a AND b AND c`: as many operands as stand on one level. */
export interface EsqlOperation {
  readonly kind: 'and' | 'or'
  readonly operands: readonly EsqlExpression[]
  readonly span: Span
}

export interface EsqlNot {
  readonly kind: 'not'
  readonly operand: EsqlExpression
  readonly span: Span
}

export type EsqlComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>='

export interface EsqlComparison {
  readonly kind: 'comparison'
  readonly operator: EsqlComparisonOperator
  readonly left: EsqlExpression
  readonly right: EsqlExpression
  readonly span: Span
}

/** `a IN (1, 2)`, `a NOT IN (1, 2)`. */
export interface EsqlIn {
  readonly kind: 'in'
  readonly isNegated: boolean
  readonly operand: EsqlExpression
  readonly values: readonly EsqlExpression[]
  readonly span: Span
}

/** `a LIKE "x*"`, `a NOT RLIKE ("x.*", "y.*")`. */
export interface EsqlLike {
  readonly kind: 'like' | 'rlike'
  readonly isNegated: boolean
  readonly operand: EsqlExpression
  readonly patterns: readonly EsqlExpression[]
  /** Whether the patterns stand in brackets. */
  readonly isList: boolean
  readonly span: Span
}

/** `a IS NULL`, `a IS NOT NULL`. */
export interface EsqlIsNull {
  readonly kind: 'is_null'
  readonly isNegated: boolean
  readonly operand: EsqlExpression
  readonly span: Span
}

/** `field : "words"`. */
export interface EsqlMatch {
  readonly kind: 'match'
  readonly operand: EsqlExpression
  readonly value: EsqlExpression
  readonly span: Span
}

/** `a * b / c`, or `a + b - c`: what stands on one level, from left to right. */
export interface EsqlArithmetic {
  readonly kind: 'arithmetic'
  readonly first: EsqlExpression
  readonly rest: readonly {
    readonly operator: '+' | '-' | '*' | '/' | '%'
    readonly operand: EsqlExpression
  }[]
  readonly span: Span
}

export interface EsqlSign {
  readonly kind: 'sign'
  readonly operator: '+' | '-'
  readonly operand: EsqlExpression
  readonly span: Span
}

/** `a::long::string`. */
export interface EsqlCast {
  readonly kind: 'cast'
  readonly operand: EsqlExpression
  readonly types: readonly string[]
  readonly span: Span
}

/** `COUNT(*)`, `MATCH(a, "x", { "operator": "AND" })`. */
export interface EsqlCall {
  readonly kind: 'call'
  /** As written. */
  readonly name: string
  readonly arguments: readonly EsqlExpression[]
  readonly span: Span
  readonly nameSpan: Span
}

/** `process.name`, ``a.`b c` ``; in `KEEP`, `DROP` and `RENAME` a part may hold stars. */
export interface EsqlName {
  readonly kind: 'name'
  readonly parts: readonly string[]
  readonly span: Span
}

export type EsqlLiteral =
  | EsqlString
  | EsqlNumber
  | EsqlBoolean
  | EsqlNull
  | EsqlTimeSpan
  | EsqlList
  | EsqlMap
  | EsqlParameter
  | EsqlStar

export interface EsqlString {
  readonly kind: 'string'
  readonly value: string
  readonly span: Span
}

export interface EsqlNumber {
  readonly kind: 'number'
  /** As written, without a sign. */
  readonly text: string
  readonly span: Span
}

export interface EsqlBoolean {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly span: Span
}

export interface EsqlNull {
  readonly kind: 'null'
  readonly span: Span
}

/** `15 minutes`. */
export interface EsqlTimeSpan {
  readonly kind: 'time_span'
  readonly amount: string
  readonly unit: string
  readonly span: Span
}

/** `[1, 2]`. */
export interface EsqlList {
  readonly kind: 'list'
  readonly values: readonly EsqlExpression[]
  readonly span: Span
}

/** `{ "name": value }`. */
export interface EsqlMap {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: string; readonly value: EsqlExpression }[]
  readonly span: Span
}

/** `?`, `?1`, `?name`, and `??name` for a name. */
export interface EsqlParameter {
  readonly kind: 'parameter'
  readonly text: string
  readonly span: Span
}

/** The star of `COUNT(*)`. */
export interface EsqlStar {
  readonly kind: 'star'
  readonly span: Span
}

/** Where something should stand; a diagnostic says what. */
export interface EsqlMissing {
  readonly kind: 'missing'
  readonly span: Span
}
