import type { Span } from '../../base/index.ts'
import type { Pattern } from '../../ir/index.ts'

/**
 * The syntax of Lucene’s query strings, as Elasticsearch has it. A query is a row of clauses and no
 * tree of operators: which of its clauses are required follows from the words between them.
 *
 *     event.type:start AND process.args:(g+s OR /2[0-9]{3}/) -user.name:root
 */
export interface LuceneQuery {
  readonly kind: 'query'
  readonly clauses: readonly LuceneClause[]
  readonly span: Span
}

export interface LuceneClause {
  /** The word before the clause. */
  readonly conjunction: 'AND' | 'OR' | undefined
  /** `-` is also written `NOT` or `!`. */
  readonly modifier: '+' | '-' | undefined
  /** Of all kinds but terms that are looked for together. */
  readonly field: LuceneField | undefined
  readonly node: LuceneNode
  /** `^2`, which ranks what is found and finds nothing else. */
  readonly boost: number | undefined
  readonly span: Span
}

export interface LuceneField {
  /** Unescaped. */
  readonly name: string
  readonly span: Span
}

export type LuceneNode =
  | LuceneTerm
  | LuceneWords
  | LucenePhrase
  | LuceneRegex
  | LuceneRange
  | LuceneGroup
  | LuceneMissing

/** `qu?ck`, `bro*`, `quikc~1`. */
export interface LuceneTerm {
  readonly kind: 'term'
  readonly tokens: Pattern
  /** How many characters may differ; `auto` where the query does not say. */
  readonly fuzziness: number | 'auto' | undefined
  readonly span: Span
}

/** Neighbours without an operator between them: `new york city`. */
export interface LuceneWords {
  readonly kind: 'words'
  readonly words: readonly { readonly text: string; readonly span: Span }[]
  readonly span: Span
}

/** `"quick brown"`, `"fox quick"~5`. */
export interface LucenePhrase {
  readonly kind: 'phrase'
  readonly text: string
  /** How far the words may stand apart. */
  readonly slop: number | undefined
  readonly span: Span
}

/** `/joh?n(ath[oa]n)/`. */
export interface LuceneRegex {
  readonly kind: 'regex'
  readonly source: string
  readonly span: Span
}

/** `[1 TO 5]`, `{a TO b]`, `[* TO 2012-01-01}`. */
export interface LuceneRange {
  readonly kind: 'range'
  readonly lower: LuceneBound
  readonly upper: LuceneBound
  readonly span: Span
}

export interface LuceneBound {
  /** `undefined` for a star: no bound. */
  readonly text: string | undefined
  readonly isQuoted: boolean
  readonly isInclusive: boolean
}

/** `(a OR b)`. */
export interface LuceneGroup {
  readonly kind: 'group'
  readonly query: LuceneQuery
  readonly span: Span
}

/** Where something should stand; a diagnostic says what. */
export interface LuceneMissing {
  readonly kind: 'missing'
  readonly span: Span
}
