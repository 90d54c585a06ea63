import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../exit-codes.ts'

/** Says that a folder is an export, which the next one may take the place of. */
const markerName = '.indicia-export'

/**
 * Makes the folder of an export, empty. What an earlier export left there is removed; another folder with
 * something in it is refused, unless the user insists, and then nothing is removed.
 */
export function prepareExportFolder(folder: string, options: { readonly force: boolean }): void {
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (stat !== undefined && !stat.isDirectory()) throw new UsageError(`${folder} is no folder`)
  if (stat !== undefined) {
    const names = readdirSync(folder)
    if (existsSync(join(folder, markerName))) {
      for (const name of names) rmSync(join(folder, name), { recursive: true })
    } else if (names.length > 0 && !options.force) {
      throw new UsageError(
        `${folder} is not empty and no earlier export; --force writes into it all the same`,
      )
    }
  }
  mkdirSync(folder, { recursive: true })
  // First of all: an export that was broken off can be made again.
  writeFileSync(join(folder, markerName), '')
}
