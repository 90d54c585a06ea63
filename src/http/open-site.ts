import { openCatalogue } from '../app/build/index.ts'
import type { Assets, ServedSite } from './served-site.ts'

/**
 * Reads a snapshot into the site that it is served or exported as. Rejects with `CatalogError` if the file is no whole
 * catalogue of this version.
 */
export async function openSite(
  path: string,
  { assets, version }: { readonly assets: Assets; readonly version: string },
): Promise<ServedSite> {
  const { catalogue, stamp, makeSearch } = await openCatalogue(path)
  return { catalogue, search: makeSearch(), assets, version, stamp }
}
