import type { Span } from '../../base/index.ts'

/**
 * The syntax of SQL as rules use it: a query, with common table expressions before it.
 *
 *     WITH logins AS (SELECT * FROM okta WHERE a = 'x') SELECT u, COUNT(*) FROM logins GROUP BY u
 */
export interface SqlQuery {
  readonly kind: 'query'
  readonly with: readonly SqlCte[]
  readonly body: SqlBody
  readonly orderBy: readonly SqlOrder[]
  readonly limit: SqlExpression | undefined
  readonly offset: SqlExpression | undefined
  /** A part of the query could not be read; a diagnostic says which. */
  readonly isBroken?: true
  readonly span: Span
}

/** `name (a, b) AS (query)`. */
export interface SqlCte {
  readonly name: SqlName
  readonly columns: readonly SqlName[]
  readonly query: SqlQuery
  readonly span: Span
}

export type SqlBody = SqlSelect | SqlSetOperation | SqlQuery | SqlValues | SqlTemplate | SqlUnread

export type SqlSetOperator = 'union' | 'intersect' | 'except'

/** `a UNION ALL b EXCEPT c`: what stands on one level, from left to right. */
export interface SqlSetOperation {
  readonly kind: 'set'
  readonly first: SqlBody
  readonly rest: readonly {
    readonly operator: SqlSetOperator
    readonly isAll: boolean
    readonly operand: SqlBody
  }[]
  readonly span: Span
}

/** `VALUES (1, 'a'), (2, 'b')`. */
export interface SqlValues {
  readonly kind: 'values'
  readonly rows: readonly SqlExpression[]
  readonly span: Span
}

/** `{{ macro('a') }}` in place of a query or of its end. */
export interface SqlTemplate {
  readonly kind: 'template'
  readonly text: string
  readonly span: Span
}

/** What begins like no query. */
export interface SqlUnread {
  readonly kind: 'unread'
  readonly text: string
  readonly span: Span
}

export interface SqlSelect {
  readonly kind: 'select'
  readonly isDistinct: boolean
  readonly top: SqlExpression | undefined
  readonly items: readonly SqlItem[]
  /** What stands between commas. */
  readonly from: readonly SqlSource[]
  readonly where: SqlExpression | undefined
  /** `GROUP BY ALL` groups by every item that is no aggregate. */
  readonly groupBy: readonly SqlExpression[] | 'all'
  readonly having: SqlExpression | undefined
  readonly windows: readonly { readonly name: SqlName; readonly window: SqlWindow }[]
  readonly qualify: SqlExpression | undefined
  readonly isBroken?: true
  readonly span: Span
}

/** `value AS alias`. */
export interface SqlItem {
  readonly value: SqlExpression
  readonly alias: SqlNamePart | undefined
  readonly span: Span
}

/** `value DESC NULLS LAST`. */
export interface SqlOrder {
  readonly value: SqlExpression
  readonly direction: 'asc' | 'desc' | undefined
  readonly nulls: 'first' | 'last' | undefined
}

export type SqlSource = SqlTable | SqlSubquery | SqlTableFunction | SqlJoined

interface SourceBase {
  readonly isLateral: boolean
  readonly alias: SqlNamePart | undefined
  readonly columns: readonly SqlName[]
  /** `MATCH_RECOGNIZE (…)`, `PIVOT (…)`, `SAMPLE (10)`: kept as it is written. */
  readonly suffix: { readonly keyword: string; readonly text: string } | undefined
  readonly span: Span
}

export interface SqlTable extends SourceBase {
  readonly kind: 'table'
  readonly name: SqlName | SqlTemplate | SqlParameter
}

export interface SqlSubquery extends SourceBase {
  readonly kind: 'subquery'
  readonly query: SqlQuery
}

/** `TABLE(FLATTEN(input => a)) f`, `LATERAL FLATTEN(a)`, `UNNEST(a) AS t(b)`. */
export interface SqlTableFunction extends SourceBase {
  readonly kind: 'table_function'
  /** Whether it is written inside `TABLE(…)`. */
  readonly isWrapped: boolean
  readonly call: SqlCall
}

export type SqlJoinKind = 'inner' | 'left' | 'right' | 'full' | 'cross'

/** `a LEFT JOIN b ON x JOIN c USING (y)`: from left to right. */
export interface SqlJoined {
  readonly kind: 'joined'
  readonly first: SqlSource
  readonly joins: readonly SqlJoin[]
  readonly span: Span
}

export interface SqlJoin {
  readonly how: SqlJoinKind
  readonly isNatural: boolean
  readonly right: SqlSource
  readonly on: SqlExpression | undefined
  readonly using: readonly SqlName[]
  readonly span: Span
}

/** `PARTITION BY a ORDER BY b ROWS …`, or the name of one. */
export interface SqlWindow {
  readonly name: SqlName | undefined
  readonly partitionBy: readonly SqlExpression[]
  readonly orderBy: readonly SqlOrder[]
  /** As written: `ROWS BETWEEN 1 PRECEDING AND CURRENT ROW`. */
  readonly frame: string | undefined
}

export type SqlExpression =
  | SqlOperation
  | SqlNot
  | SqlComparison
  | SqlIn
  | SqlLike
  | SqlBetween
  | SqlIs
  | SqlExists
  | SqlArithmetic
  | SqlSign
  | SqlCast
  | SqlCall
  | SqlCase
  | SqlPath
  | SqlName
  | SqlLambda
  | SqlLiteral

/** `a AND b AND c`: as many operands as stand on one level. */
export interface SqlOperation {
  readonly kind: 'and' | 'or'
  readonly operands: readonly SqlExpression[]
  readonly span: Span
}

export interface SqlNot {
  readonly kind: 'not'
  readonly operand: SqlExpression
  readonly span: Span
}

export type SqlComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

/** `a = b`, `a = ANY (1, 2)`. */
export interface SqlComparison {
  readonly kind: 'comparison'
  readonly operator: SqlComparisonOperator
  readonly left: SqlExpression
  readonly quantifier: 'any' | 'all' | undefined
  readonly right: SqlExpression
  readonly span: Span
}

/** `a IN (1, 2)`, `a NOT IN (SELECT b FROM c)`, `a IN UNNEST(b)`. */
export interface SqlIn {
  readonly kind: 'in'
  readonly isNegated: boolean
  readonly operand: SqlExpression
  readonly values: readonly SqlExpression[] | SqlQuery
  readonly span: Span
}

export type SqlLikeOperator = 'like' | 'ilike' | 'rlike' | 'regexp' | 'glob'

/** `a LIKE 'x%' ESCAPE '!'`, `a NOT ILIKE ANY ('x%', 'y%')`. */
export interface SqlLike {
  readonly kind: 'like'
  readonly operator: SqlLikeOperator
  readonly isNegated: boolean
  readonly operand: SqlExpression
  readonly quantifier: 'any' | 'all' | undefined
  readonly patterns: readonly SqlExpression[]
  readonly escapeMark: SqlExpression | undefined
  readonly span: Span
}

export interface SqlBetween {
  readonly kind: 'between'
  readonly isNegated: boolean
  readonly operand: SqlExpression
  readonly low: SqlExpression
  readonly high: SqlExpression
  readonly span: Span
}

/** `a IS NOT NULL`, `a IS TRUE`, `a IS NOT DISTINCT FROM b`; in SQLite `a IS b` for any value. */
export interface SqlIs {
  readonly kind: 'is'
  readonly isNegated: boolean
  readonly operand: SqlExpression
  /** `distinct` asks whether the two differ, null being a value. */
  readonly test: 'null' | 'true' | 'false' | 'distinct' | 'same'
  /** Of `distinct` and `same`. */
  readonly other: SqlExpression | undefined
  readonly span: Span
}

export interface SqlExists {
  readonly kind: 'exists'
  readonly query: SqlQuery
  readonly span: Span
}

export type SqlArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '||' | '&' | '|' | '<<' | '>>'

/** `a * b / c`: what stands on one level, from left to right. */
export interface SqlArithmetic {
  readonly kind: 'arithmetic'
  readonly first: SqlExpression
  readonly rest: readonly {
    readonly operator: SqlArithmeticOperator
    readonly operand: SqlExpression
  }[]
  readonly span: Span
}

export interface SqlSign {
  readonly kind: 'sign'
  readonly operator: '+' | '-' | '~'
  readonly operand: SqlExpression
  readonly span: Span
}

/** `a::string`, `CAST(a AS int)`, `TRY_CAST(a AS int)`. */
export interface SqlCast {
  readonly kind: 'cast'
  /** `TRY_CAST` gives null for what cannot be cast. */
  readonly isTry: boolean
  readonly operand: SqlExpression
  /** In lower case, without blanks: `varchar(16)`. */
  readonly type: string
  readonly span: Span
}

/** `COUNT(DISTINCT a)`, `FLATTEN(input => a)`, `SUM(a) OVER (PARTITION BY b)`. */
export interface SqlCall {
  readonly kind: 'call'
  readonly name: readonly SqlNamePart[]
  readonly isDistinct: boolean
  readonly arguments: readonly SqlArgument[]
  /** The word between the first two arguments in place of a comma: `EXTRACT(a FROM b)`. */
  readonly joint: 'from' | 'in' | undefined
  /** `ARRAY_AGG(a ORDER BY b)`, `ARRAY_AGG(a) WITHIN GROUP (ORDER BY b)`. */
  readonly orderBy: readonly SqlOrder[]
  readonly nulls: 'ignore' | 'respect' | undefined
  /** `COUNT(*) FILTER (WHERE a)`. */
  readonly filter: SqlExpression | undefined
  readonly over: SqlWindow | undefined
  readonly nameSpan: Span
  readonly span: Span
}

export interface SqlArgument {
  /** `input` of `input => a`. */
  readonly name: string | undefined
  /** Absent where nothing stands between two commas. */
  readonly value: SqlExpression | undefined
}

/** `CASE WHEN a THEN b ELSE c END`, `CASE a WHEN 1 THEN b END`. */
export interface SqlCase {
  readonly kind: 'case'
  readonly operand: SqlExpression | undefined
  readonly branches: readonly { readonly when: SqlExpression; readonly value: SqlExpression }[]
  readonly otherwise: SqlExpression | undefined
  readonly span: Span
}

/** `raw:field.sub[0]`, `a['b']`: a part of a value. */
export interface SqlPath {
  readonly kind: 'path'
  readonly operand: SqlExpression
  readonly steps: readonly SqlPathStep[]
  readonly span: Span
}

export type SqlPathStep =
  | { readonly kind: 'key'; readonly name: string; readonly isQuoted: boolean }
  | { readonly kind: 'index'; readonly value: SqlExpression }

/** One word of a name. */
export interface SqlNamePart {
  readonly text: string
  readonly isQuoted: boolean
}

/** `a`, `table.a`, `"a b"`. */
export interface SqlName {
  readonly kind: 'name'
  readonly parts: readonly SqlNamePart[]
  readonly span: Span
}

/** `x -> x = 'a'`, `(x, y) -> x + y`. */
export interface SqlLambda {
  readonly kind: 'lambda'
  readonly parameters: readonly SqlName[]
  readonly body: SqlExpression
  readonly span: Span
}

export type SqlLiteral =
  | SqlString
  | SqlNumber
  | SqlBoolean
  | SqlNull
  | SqlTyped
  | SqlTimeSpan
  | SqlArray
  | SqlObject
  | SqlTuple
  | SqlStar
  | SqlParameter
  | SqlTemplate
  | SqlScalarQuery
  | SqlMissing

export interface SqlString {
  readonly kind: 'string'
  readonly value: string
  readonly span: Span
}

export interface SqlNumber {
  readonly kind: 'number'
  /** As written, without a sign. */
  readonly text: string
  readonly span: Span
}

export interface SqlBoolean {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly span: Span
}

export interface SqlNull {
  readonly kind: 'null'
  readonly span: Span
}

/** `TIMESTAMP '2025-01-01'`, `INTERVAL '1 day'`, `INTERVAL '1' DAY`. */
export interface SqlTyped {
  readonly kind: 'typed'
  /** In lower case. */
  readonly type: string
  readonly value: string
  /** Of an interval: the unit behind the text, in lower case. */
  readonly unit: string | undefined
  readonly span: Span
}

/** `1h`, `1 hour`: what Panther’s macros take. */
export interface SqlTimeSpan {
  readonly kind: 'time_span'
  readonly amount: string
  /** In lower case. */
  readonly unit: string
  readonly span: Span
}

/** `[1, 2]`, `ARRAY[1, 2]`. */
export interface SqlArray {
  readonly kind: 'array'
  readonly values: readonly SqlExpression[]
  readonly span: Span
}

/** `{'a': 1}`. */
export interface SqlObject {
  readonly kind: 'object'
  readonly entries: readonly { readonly key: string; readonly value: SqlExpression }[]
  readonly span: Span
}

/** `(a, b)`. */
export interface SqlTuple {
  readonly kind: 'tuple'
  readonly values: readonly SqlExpression[]
  readonly span: Span
}

/** `*`, `t.*`, `* EXCLUDE (a)`. */
export interface SqlStar {
  readonly kind: 'star'
  readonly table: SqlName | undefined
  /** `EXCLUDE (…)`, `RENAME (…)` and the like, as written. */
  readonly suffix: string | undefined
  readonly span: Span
}

/** `$latest$`, `$1`, `?`, `@name`: given when the query is run. */
export interface SqlParameter {
  readonly kind: 'parameter'
  readonly text: string
  readonly span: Span
}

/** `(SELECT max(a) FROM b)` as a value. */
export interface SqlScalarQuery {
  readonly kind: 'scalar_query'
  readonly query: SqlQuery
  readonly span: Span
}

/** Where something should stand; a diagnostic says what. */
export interface SqlMissing {
  readonly kind: 'missing'
  readonly span: Span
}
