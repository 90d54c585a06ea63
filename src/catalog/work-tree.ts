import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'

/** What git knows of a folder. */
export interface WorkTree {
  /** The commit that is checked out, in full. */
  readonly commit?: string
  /** Where `origin` is. */
  readonly remote?: string
}

/**
 * The git work tree that a path lies in, read from git’s own files: nothing is run. `undefined` where there
 * is none; what cannot be made out is left out.
 */
export function readWorkTree(path: string): WorkTree | undefined {
  const folder = findGitFolder(resolve(path))
  if (folder === undefined) return undefined
  const common = commonFolder(folder)
  const commit = readHead(folder, common)
  const remote = readRemote(common)
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(remote === undefined ? {} : { remote }),
  }
}

/** `.git` is the folder itself, or in linked work trees and submodules a file that names it. */
function findGitFolder(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const entry = join(folder, '.git')
    const info = statSync(entry, { throwIfNoEntry: false })
    if (info?.isDirectory()) return entry
    if (info?.isFile()) {
      const named = /^gitdir: *(.+)$/m.exec(readText(entry) ?? '')?.[1]?.trim()
      return named === undefined ? undefined : resolve(folder, named)
    }
    if (dirname(folder) === folder) return undefined
  }
}

/** Linked work trees share branches and configuration with the first one. */
function commonFolder(folder: string): string {
  const named = readText(join(folder, 'commondir'))?.trim()
  if (named === undefined || named === '') return folder
  return isAbsolute(named) ? named : resolve(folder, named)
}

function readHead(folder: string, common: string): string | undefined {
  const head = readText(join(folder, 'HEAD'))?.trim()
  const reference = /^ref: *(\S+)$/.exec(head ?? '')?.[1]
  if (reference === undefined) return commitIn(head)
  if (reference.split('/').includes('..')) return undefined
  for (const place of [folder, common]) {
    const commit = commitIn(readText(join(place, reference)))
    if (commit !== undefined) return commit
  }
  const packed = readText(join(common, 'packed-refs')) ?? ''
  const line = packed.split('\n').find(text => text.trimEnd().endsWith(` ${reference}`))
  return commitIn(line?.split(' ')[0])
}

/** SHA-1 or SHA-256, in hexadecimal. */
function commitIn(text: string | undefined): string | undefined {
  const commit = text?.trim()
  return commit !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) ? commit : undefined
}

function readRemote(common: string): string | undefined {
  const [, section = ''] =
    /^\s*\[remote "origin"\]([^[]*)/m.exec(readText(join(common, 'config')) ?? '') ?? []
  const url = /^\s*url\s*=\s*(\S+)/m.exec(section)?.[1]
  // A user and a password in the address are nobody else’s business.
  return url?.replace(/^([a-z+]+:\/\/)[^@/]*@/i, '$1')
}

function readText(path: string): string | undefined {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  } catch {
    // What may not be read is not known.
    return undefined
  }
}
