import { blobNames, readSnapshot } from '../../catalog/snapshot/index.ts'
import { buildSearchIndex, unpackSearchIndex } from '../../search/index.ts'
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
  /** The search over its rules, of the index that the file holds, or else of one made now. */
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
    makeSearch() {
      const packed = snapshot.blobs.get(blobNames.search)
      const index =
        packed === undefined
          ? buildSearchIndex([...toSearchDocuments(input)])
          : unpackSearchIndex(packed)
      return createRuleSearch(index, catalogue)
    },
  }
}
