import { toCatalogueInput } from '../app/build/index.ts'
import { createCatalogue, createRuleSearch, toSearchDocuments } from '../app/catalogue/index.ts'
import { readSnapshot } from '../catalog/snapshot/index.ts'
import { buildSearchIndex } from '../search/index.ts'
import type { Assets, ServedSite } from './served-site.ts'

/**
 * Reads a snapshot into the site that it is served or exported as. Rejects with `CatalogError` if the file is no whole
 * catalogue of this version.
 */
export async function openSite(
  path: string,
  { assets, version }: { readonly assets: Assets; readonly version: string },
): Promise<ServedSite> {
  const snapshot = await readSnapshot(path)
  const input = toCatalogueInput(snapshot)
  const catalogue = createCatalogue(input)
  const index = buildSearchIndex([...toSearchDocuments(input)])
  const search = createRuleSearch(index, catalogue)
  return { catalogue, search, assets, version, stamp: snapshot.meta.fingerprint }
}
