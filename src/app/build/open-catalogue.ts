import { readSnapshot } from '../../catalog/snapshot/index.ts'
import { buildSearchIndex } from '../../search/index.ts'
import {
  type Catalogue,
  createCatalogue,
  createRuleSearch,
  type RuleSearch,
  toSearchDocuments,
} from '../catalogue/index.ts'
import { toCatalogueInput } from './catalogue-input.ts'

/** A catalogue that was read from its file. */
export interface OpenCatalogue {
  readonly catalogue: Catalogue
  /** Equal for catalogues of the same contents. */
  readonly stamp: string
  /** Makes the search over its rules; that takes longer than all the rest. */
  makeSearch(): RuleSearch
}

/** Reads what `indicia build` wrote. Rejects with `CatalogError` if the file is no whole catalogue of this version. */
export async function openCatalogue(path: string): Promise<OpenCatalogue> {
  const snapshot = await readSnapshot(path)
  const input = toCatalogueInput(snapshot)
  const catalogue = createCatalogue(input)
  return {
    catalogue,
    stamp: snapshot.meta.fingerprint,
    makeSearch: () => createRuleSearch(buildSearchIndex([...toSearchDocuments(input)]), catalogue),
  }
}
