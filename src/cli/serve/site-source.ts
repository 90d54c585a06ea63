import { existsSync } from 'node:fs'
import type { Assets } from '../../http/index.ts'
import { packageFile } from '../package-file.ts'
import { usualCatalogue } from '../usual-catalogue.ts'

/** The catalogue that is named, or the usual one; `undefined` for the starter pack. */
export function findCatalogue(named: string | undefined): string | undefined {
  return named ?? (existsSync(usualCatalogue) ? usualCatalogue : undefined)
}

/** Reads the files that pages load, which `npm run build` makes. */
export async function readSiteAssets(): Promise<Assets> {
  const { readAssets } = await import('../../http/index.ts')
  return readAssets(packageFile('dist', 'web', 'assets'))
}

/** Why a catalogue could not be opened, in words; `undefined` for a bug. */
export async function whyNotOpened(error: unknown): Promise<string | undefined> {
  const { CatalogError } = await import('../../catalog/snapshot/index.ts')
  return error instanceof CatalogError ? error.message : undefined
}
