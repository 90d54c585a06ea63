import type { Catalogue, Facet, IndicatorRow, QueryProblem } from '../app/catalogue/index.ts'
import type { MatchesModel } from '../site/index.ts'

/** What one snapshot holds, and what shows it. A server replaces it as a whole. */
export interface ServedSite {
  readonly catalogue: Catalogue
  readonly search: RuleSearch
  readonly assets: Assets
  /** Of this program. */
  readonly version: string
  /** Changes with the snapshot’s contents: cursors of one snapshot are no use in another. */
  readonly stamp: string
  /** What the rules found in the sample logs, where there are any. */
  readonly matches?: MatchesModel
}

/** Files of the site itself, by their path in its folder of assets. */
export type Assets = ReadonlyMap<string, Uint8Array>

/** Finds rules by a query of the search line. Rules are numbers: their places in the catalogue. */
export interface RuleSearch {
  find(request: SearchRequest): FoundRules
  suggest(text: string, limit: number): readonly Suggestion[]
}

export interface SearchRequest {
  readonly query: string
  readonly sort: string
  readonly isDescending: boolean
  /** What is wanted besides the rules; it costs time. */
  readonly parts?: { readonly facets?: boolean; readonly indicators?: boolean }
}

export interface FoundRules {
  readonly rules: readonly number[]
  readonly problems: readonly QueryProblem[]
  readonly facets: readonly Facet[]
  /** Indicators whose value the query’s words are in. */
  readonly indicators: readonly IndicatorRow[]
}

/** One way to go on with what was typed. */
export interface Suggestion {
  /** What kind of thing it is: `rule`, `field`, `value`, … */
  readonly kind: string
  /** The text of the search line if it is taken. */
  readonly text: string
  readonly label: string
  readonly count?: number
  /** A page to go to instead. */
  readonly address?: string
}
