import { readdirSync } from 'node:fs'
import { dirname, parse } from 'node:path'

/** A folder, and what is in it. */
export interface ListedFolder {
  readonly folder: string
  /** In the order of their characters. */
  readonly names: readonly string[]
}

/**
 * A folder and those above it, up to the root of its repository: what lies above that belongs to somebody
 * else. Folders that may not be listed are left out, and so is a path that is a file.
 */
export function* foldersAbove(path: string): Generator<ListedFolder, void, undefined> {
  for (let folder = path; folder !== parse(folder).root; folder = dirname(folder)) {
    const names = listNames(folder)
    if (names === undefined) continue
    yield { folder, names }
    if (names.includes('.git')) return
  }
}

/** The names in a folder; `undefined` if it cannot be listed. */
export function listNames(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).sort()
  } catch {
    // It may be a file, or nothing, or closed to us: in any case nothing in it can be read.
    return undefined
  }
}
