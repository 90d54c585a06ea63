import { randomUUID } from 'node:crypto'
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes beside and renames, so that nobody ever sees half a file. Throws the system’s error when it cannot. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const beside = `${path}.${randomUUID()}`
  try {
    writeFileSync(beside, content)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** Removes all files of a folder with this ending but the ones that were used last. */
export function forgetOldest(folder: string, ending: string, mostKept: number): void {
  const kept = readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .map(name => ({ path: join(folder, name), age: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.age - a.age)
  for (const { path } of kept.slice(mostKept)) rmSync(path, { force: true })
}
