import { createHash } from 'node:crypto'
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { foldersAbove, listNames } from '../folders-above.ts'
import { isLicenseName } from '../license.ts'
import type { RuleSource } from '../rule-file.ts'
import {
  isCompanionFolder,
  isCompanionName,
  isRuleFileName,
  isSkippedName,
} from '../rule-file-name.ts'

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
 * may hold rules or that rules are read with, and the licences beside and above them. A file that cannot be stamped has none, and
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
  else {
    stamps.push(stamp.stamp)
    stampBeside(path, stamps)
  }
}

/** What a file that is named by itself may be read with. */
function stampBeside(path: string, stamps: FileStamp[]): void {
  const folder = dirname(path)
  for (const name of listNames(folder) ?? []) {
    const beside = join(folder, name)
    if (isCompanionName(name)) stamps.push(stampOf(beside)?.stamp ?? absent(beside))
  }
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
    else if (isRuleFileName(name) || isCompanionName(name))
      stamps.push(stampOf(path)?.stamp ?? absent(path))
  }
}

/** Licences above a source, and folders of files that rules may be read with. */
function stampAbove(path: string, stamps: FileStamp[]): void {
  for (const { folder, names } of foldersAbove(path)) {
    for (const name of names) {
      const found = join(folder, name)
      if (isLicenseName(name)) stamps.push(stampOf(found)?.stamp ?? absent(found))
      // What lies in the source itself is stamped with it.
      if (isCompanionFolder(name) && folder !== path) walk(found, 0, stamps)
    }
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
