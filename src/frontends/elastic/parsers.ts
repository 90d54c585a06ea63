import type { Parsed } from '../../base/index.ts'
import type { Language, Logic } from '../../ir/index.ts'

/** The languages of Elastic’s queries. */
export type QueryLanguage = Extract<Language, 'kuery' | 'lucene' | 'eql' | 'esql' | 'sql'>

/**
 * The front ends of those languages: languages do not know one another, so who reads rules brings them.
 * A query of one that is absent is opaque.
 */
export type QueryParsers = {
  readonly [L in QueryLanguage]?: (text: string) => Parsed<Logic>
}
