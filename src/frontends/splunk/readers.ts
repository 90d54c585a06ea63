import type { Parsed } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'

/** A search that goes by a name, with names for its arguments. */
export interface SplunkMacro {
  readonly name: string
  readonly arguments: readonly string[]
  readonly definition: string
}

/** What a file of Splunk’s is read with: languages do not know one another, so who reads files brings them. */
export interface SplunkReaders {
  /** The front end of the search language. */
  parseSpl(
    text: string,
    options: { findMacro(name: string, arity: number): SplunkMacro | undefined },
  ): Parsed<Logic>
  /** The macros of the rule’s source. */
  readonly macros: readonly SplunkMacro[]
  /** Names of lookups that the source describes, as far as the rule uses them. */
  readonly lookups: readonly string[]
}
