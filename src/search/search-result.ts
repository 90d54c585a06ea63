import type { QueryProblem } from './query.ts'

/** Columns whose values can be counted over the hits. */
export type FacetName =
  | 'vendor'
  | 'level'
  | 'status'
  | 'language'
  | 'product'
  | 'category'
  | 'service'
  | 'tactic'
  | 'technique'
  | 'has'

export type SearchSort = 'relevance' | 'title' | 'level' | 'date' | 'modified' | 'vendor'

export interface SearchOptions {
  /** How many hits to give back; 50 if not given. */
  readonly limit?: number
  readonly offset?: number
  /** By relevance if not given. */
  readonly sort?: SearchSort
  /** Of every order but relevance, whose best hit is always first. Rules without the value come last in both. */
  readonly descending?: boolean
  /** None if not given. */
  readonly facets?: readonly FacetName[]
}

export interface SearchResult {
  /** Numbers of documents, from `offset` on, `limit` at most. */
  readonly hits: readonly number[]
  /** How many documents the query finds: exact. */
  readonly total: number
  readonly facets: readonly SearchFacet[]
  readonly problems: readonly QueryProblem[]
}

/**
 * The values of a column over all hits of the whole query, a restriction of this very column included; most
 * frequent first. `count` is what the query finds when the value is added to it: `technique:T1059` counts
 * rules of its sub-techniques, too.
 */
export interface SearchFacet {
  readonly name: FacetName
  readonly values: readonly FacetValue[]
}

export interface FacetValue {
  readonly value: string
  /** Of a tactic or technique, whose value is its id. */
  readonly label?: string
  readonly count: number
}

/** What a query could go on as. */
export interface Suggestion {
  /** The whole query with the suggestion in it. */
  readonly text: string
  readonly label: string
  readonly kind: 'query-field' | 'query-value' | 'rule' | 'technique' | 'field' | 'indicator'
  /** How many rules it finds by itself; of a rule, how many have its title; of a field of the search line 0. */
  readonly count: number
  /** The first rule with the title. */
  readonly document?: number
}
