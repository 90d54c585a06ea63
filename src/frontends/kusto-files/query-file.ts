import type { Span } from '../../base/index.ts'

/** A file as far as it is not Kusto: where its queries stand, and what it says of them all. */
export interface QueryFile {
  /** Where Kusto stands; each piece may hold several queries. */
  readonly pieces: readonly Span[]
  /** `undefined` where the file’s name has to do. */
  readonly title: string | undefined
  readonly description: string | undefined
  readonly authors: readonly string[]
  /** What its author ticked in a table: tactics and other words. */
  readonly categories: readonly { readonly name: string; readonly span: Span }[]
  /** Where it speaks of the queries: techniques are looked for here. */
  readonly prose: readonly Span[]
}
