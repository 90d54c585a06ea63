import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Assets } from '../../http/index.ts'

/** Reads the files that pages load, which `npm run build` makes. */
export async function readSiteAssets(): Promise<Assets> {
  const { readAssets } = await import('../../http/index.ts')
  const folder = fileURLToPath(new URL('../../../web/assets/', import.meta.url))
  if (!existsSync(folder)) {
    throw new Error(`${folder}: there is no such folder; npm run build makes it`)
  }
  return readAssets(folder)
}
