import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { WholeAnswer } from './bytes/answer.ts'
import type { Assets } from './served-site.ts'

/** Reads a folder of assets whole: what is served is what was there at the start, and no path leads elsewhere. */
export async function readAssets(folder: string): Promise<Assets> {
  const assets = new Map<string, Uint8Array>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile() && extname(entry.name) !== '.map')
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  for (const path of paths) {
    assets.set(relative(folder, path).split(sep).join('/'), await readFile(path))
  }
  return assets
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

export function assetType(name: string): string {
  return types[extname(name).toLowerCase()] ?? 'application/octet-stream'
}

/** `plex-mono-latin-400.B4xJ0a9Z.woff2`: the name has a hash of the bytes in it. */
const hashedName = /[.-](?=[\w-]*[\dA-Z_])[\w-]{8}\.\w+$/

export function findAsset(assets: Assets, name: string): WholeAnswer | undefined {
  const body = assets.get(name)
  if (body === undefined) return undefined
  const isImmutable = hashedName.test(name)
  return { kind: 'whole', status: 200, type: assetType(name), body, isImmutable }
}
