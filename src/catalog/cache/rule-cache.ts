import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, openSync, readFileSync, readSync, utimesSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { RuleSource } from '../rule-file.ts'
import { type FileStamp, hashContents, stampRuleFiles } from './file-stamps.ts'
import { forgetOldest, writeWhole } from './kept-files.ts'
import { sumSize, writeSummed } from './summed-file.ts'

/**
 * What was made of rules, kept in a folder by the contents of their files. For each set of sources a
 * small file holds the stamps that the files had and the name of what was made of them; while all
 * stamps are the same nothing needs to be read. A stamp younger than the entry proves nothing, since a
 * file may change twice within the precision of its time: then the contents decide.
 */
export type CacheLookup =
  /** The file with what was kept. */
  | { readonly kind: 'hit'; readonly path: string }
  | { readonly kind: 'miss'; readonly stamped: StampedFiles }

/** The stamps of files, and when they were taken, in milliseconds of Unix time. */
export interface StampedFiles {
  readonly stamps: readonly FileStamp[]
  readonly taken: number
}

interface Entry extends StampedFiles {
  readonly content: string
}

/** How much older than its entry a file must be for its stamp to prove that it is unchanged. */
const settled = 2000

/** How many results are kept; the longest unused ones go first. */
const mostKept = 12

/**
 * Finds what was kept for sources as they are now. `purpose` tells apart what is made of the same
 * sources in other ways, and by other versions.
 */
export function findCached(
  folder: string,
  sources: readonly RuleSource[],
  purpose: string,
): CacheLookup {
  const stamped = stampFiles(sources)
  const { stamps, taken } = stamped
  const entryPath = join(folder, `${keyOf(sources, purpose)}.json`)
  const entry = readEntry(entryPath)
  if (entry === undefined) return { kind: 'miss', stamped }
  const isProven =
    isSame(entry.stamps, stamps) &&
    stamps.every(({ modified, changed }) => Math.max(modified, changed) < entry.taken - settled)
  const content = isProven ? entry.content : hashContents(stamps, purpose)
  const path = join(folder, `${content}.rules`)
  if (!existsSync(path)) return { kind: 'miss', stamped }
  try {
    const now = new Date()
    utimesSync(path, now, now)
    if (!isProven) writeWhole(entryPath, JSON.stringify({ stamps, content, taken }))
  } catch (error) {
    // What is kept is still good; only its age is not noted, in a folder that may not be written.
    if (!isSystemError(error)) throw error
  }
  return { kind: 'hit', path }
}

/** Stamps the files of sources; to be done before they are read. */
export function stampFiles(sources: readonly RuleSource[]): StampedFiles {
  const taken = Date.now()
  return { stamps: stampRuleFiles(sources), taken }
}

/**
 * Keeps bytes that were made of sources after they were stamped; gives the file, or `undefined` if the
 * sources have changed meanwhile. Throws the system's error when the folder cannot be written.
 */
export function saveCached(
  folder: string,
  sources: readonly RuleSource[],
  purpose: string,
  { stamps, taken }: StampedFiles,
  bytes: Uint8Array,
): string | undefined {
  mkdirSync(folder, { recursive: true })
  const content = hashContents(stamps, purpose)
  if (!isSame(stamps, stampRuleFiles(sources))) return undefined
  const path = join(folder, `${content}.rules`)
  writeSummed(path, bytes)
  writeWhole(
    join(folder, `${keyOf(sources, purpose)}.json`),
    JSON.stringify({ stamps, content, taken }),
  )
  forgetOldest(folder, '.rules', mostKept)
  return path
}

/** Bytes that were kept, read as they are asked for. */
export interface KeptBytes {
  /** Bytes that stand alone in their buffer; fewer than asked for at the end. */
  read(offset: number, length: number): Uint8Array
}

/**
 * Opens a file of kept bytes, for as long as the process runs. Throws the system's error when it cannot.
 */
export function openKept(path: string): KeptBytes {
  const file = openSync(path, 'r')
  return {
    read(offset, length) {
      const bytes = new Uint8Array(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, sumSize + offset))
    },
  }
}

function keyOf(sources: readonly RuleSource[], purpose: string): string {
  const places = sources.map(({ name, path }) => [name ?? null, path, resolve(path)])
  return createHash('sha256')
    .update(JSON.stringify([places, purpose]))
    .digest('hex')
}

function readEntry(path: string): Entry | undefined {
  try {
    // It was written here; anything else does not have these members and counts as absent.
    const entry = JSON.parse(readFileSync(path, 'utf8')) as Partial<Entry>
    const { stamps, content, taken } = entry
    if (!Array.isArray(stamps) || typeof content !== 'string' || typeof taken !== 'number') {
      return undefined
    }
    return { stamps, content, taken }
  } catch {
    // Absent, unreadable or cut short: all of these mean that nothing is kept.
    return undefined
  }
}

function isSame(a: readonly FileStamp[], b: readonly FileStamp[]): boolean {
  if (a.length !== b.length) return false
  return a.every((one, i) => {
    const other = b[i]
    return (
      other !== undefined &&
      one.path === other.path &&
      one.size === other.size &&
      one.modified === other.modified &&
      one.changed === other.changed &&
      one.inode === other.inode
    )
  })
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error
}
