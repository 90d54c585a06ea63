import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf } from './reason-of.ts'
import { isSkippedName } from './rule-file-name.ts'

/** A file or folder that could not be read, or holds no rule although it is named as one. */
export interface UnreadableFile {
  readonly path: string
  readonly reason: string
}

/** The files of a source, in the order of their paths, unopened. */
export interface SourceFiles {
  /** Whether the source is a folder; else it is one file, which is meant to hold rules. */
  readonly isFolder: boolean
  readonly paths: readonly string[]
  readonly unreadable: readonly UnreadableFile[]
}

/** Folders nested deeper are not looked into. */
const maxDepth = 64

/** Lists a source. Never throws for what is on disk; links to folders are not followed. */
export function listSourceFiles(source: string): SourceFiles {
  try {
    if (!statSync(source).isDirectory()) {
      return { isFolder: false, paths: [source], unreadable: [] }
    }
  } catch (error) {
    const unreadable = [{ path: source, reason: reasonOf(error) }]
    return { isFolder: false, paths: [], unreadable }
  }
  const paths: string[] = []
  const unreadable: UnreadableFile[] = []
  const walk = (folder: string, depth: number): void => {
    if (depth > maxDepth) {
      unreadable.push({ path: folder, reason: `folders nest deeper than ${maxDepth} levels` })
      return
    }
    try {
      const entries = readdirSync(folder, { withFileTypes: true })
      entries.sort((a, b) => (a.name < b.name ? -1 : 1))
      for (const entry of entries) {
        if (isSkippedName(entry.name)) continue
        const path = join(folder, entry.name)
        if (entry.isDirectory()) walk(path, depth + 1)
        else paths.push(path)
      }
    } catch (error) {
      unreadable.push({ path: folder, reason: reasonOf(error) })
    }
  }
  walk(source, 0)
  return { isFolder: true, paths, unreadable }
}
