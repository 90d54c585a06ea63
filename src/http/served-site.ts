import type { Catalogue, RuleSearch } from '../app/catalogue/index.ts'
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
