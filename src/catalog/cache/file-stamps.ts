import { createHash } from 'node:crypto'
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, parse, resolve } from 'node:path'
import { isLicenseName } from '../license.ts'
import type { RuleSource } from '../rule-file.ts'
import { isRuleFileName, isSkippedName } from '../rule-file-name.ts'

/** What tells that a file has not changed, short of reading it. */
export interface FileStamp {
  readonly path: string
  readonly size: number
  /** Milliseconds of Unix time. */
  readonly modified: number
  readonly changed: number
  readonly inode: number
}

/**
 * The stamps of every file that decides what `readRuleSources` gives for the sources: the files that
 * may hold rules, and the licences beside and above them. A file that cannot be stamped has none, and
 * an own line, so that its coming and going shows.
 */
export function stampRuleFiles(sources: readonly RuleSource[]): readonly FileStamp[] {
  const stamps: FileStamp[] = []
  for (const { path } of sources) {
    stampAbove(resolve(path), stamps)
    stampPath(path, stamps)
  }
  return stamps
}

function stampPath(path: string, stamps: FileStamp[]): void {
  const stamp = stampOf(path)
  if (stamp === undefined) stamps.push(absent(path))
  else if (stamp.isFolder) walk(path, 0, stamps)
  else stamps.push(stamp.stamp)
}

function walk(folder: string, depth: number, stamps: FileStamp[]): void {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    // What cannot be listed is part of the answer, too: it is reported as unreadable.
    stamps.push(absent(folder))
    return
  }
  if (depth > 64) return
  for (const entry of entries) {
    const { name } = entry
    const path = join(folder, name)
    if (isLicenseName(name)) stamps.push(stampOf(path)?.stamp ?? absent(path))
    if (isSkippedName(name)) continue
    if (entry.isDirectory()) walk(path, depth + 1, stamps)
    else if (isRuleFileName(name)) stamps.push(stampOf(path)?.stamp ?? absent(path))
  }
}

/** Licences above a source, up to the root of its repository. */
function stampAbove(path: string, stamps: FileStamp[]): void {
  for (let folder = path; folder !== parse(folder).root; folder = dirname(folder)) {
    let names: readonly string[]
    try {
      names = readdirSync(folder)
    } catch {
      // The source is a file, or the folder may not be listed and so gives no licence.
      continue
    }
    for (const name of names) {
      const licence = join(folder, name)
      if (isLicenseName(name)) stamps.push(stampOf(licence)?.stamp ?? absent(licence))
    }
    if (names.includes('.git')) return
  }
}

function stampOf(
  path: string,
): { readonly stamp: FileStamp; readonly isFolder: boolean } | undefined {
  try {
    const { size, mtimeMs, ctimeMs, ino, isDirectory } = infoOf(path)
    const stamp = { path, size, modified: mtimeMs, changed: ctimeMs, inode: ino }
    return { stamp, isFolder: isDirectory }
  } catch {
    // The caller enters it as absent.
    return undefined
  }
}

function infoOf(path: string) {
  const info = statSync(path)
  const { size, mtimeMs, ctimeMs, ino } = info
  return { size, mtimeMs, ctimeMs, ino, isDirectory: info.isDirectory() }
}

function absent(path: string): FileStamp {
  return { path, size: -1, modified: 0, changed: 0, inode: 0 }
}

/** A hash of the paths and the contents of stamped files. */
export function hashContents(stamps: readonly FileStamp[], seed: string): string {
  const hash = createHash('sha256').update(seed)
  for (const { path, size } of stamps) {
    hash.update(`\0${path}\0${size}\0`)
    if (size < 0) continue
    try {
      hash.update(readFileSync(path))
    } catch (error) {
      hash.update(error instanceof Error && 'code' in error ? String(error.code) : 'unreadable')
    }
  }
  return hash.digest('hex')
}
