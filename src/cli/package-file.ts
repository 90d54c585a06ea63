import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { invariant } from '../base/index.ts'

/**
 * Where a file of this package is. Modules cannot tell from where they stand: they run one by one from `dist/src`, and
 * put together from `dist/program`.
 */
export function packageFile(...names: readonly string[]): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder)
    invariant(above !== folder, 'this module is part of a package')
    folder = above
  }
  return join(folder, ...names)
}
