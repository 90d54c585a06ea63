import type { Parsed } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'

/**
 * The front ends of the languages that Anvilogic’s rules are in: languages do not know one another, so
 * who reads rules brings them. The logic of a rule in one that is absent is opaque.
 */
export interface AnvilogicParsers {
  readonly parseSpl?: (text: string) => Parsed<Logic>
  readonly parseSql?: (text: string) => Parsed<Logic>
}
