import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readWorkTree } from '../../catalog/index.ts'
import { isSameRepository, vendors } from '../../catalog/vendors/index.ts'
import { UsageError } from '../exit-codes.ts'
import { runGit } from './run-git.ts'

/** A set to fetch, and the folder that it goes into. */
export interface SyncSet {
  readonly name: string
  readonly url: string
  readonly path: string
}

export type SyncOutcome =
  | {
      readonly name: string
      readonly url: string
      readonly path: string
      readonly state: 'fetched' | 'updated' | 'unchanged'
      readonly commit: string
    }
  | {
      readonly name: string
      readonly url: string
      readonly path: string
      readonly state: 'failed'
      readonly reason: string
    }

/** Sets besides those of vendors: the official STIX bundles of ATT&CK. */
const otherSets: Readonly<Record<string, string>> = {
  attack: 'https://github.com/mitre-attack/attack-stix-data',
}

/** The sets that words of the command line mean: names, or git URLs. */
export function planSync(words: readonly string[], folder: string): readonly SyncSet[] {
  const sets = words.map(word => {
    const vendor = vendors.find(({ id }) => id === word.toLowerCase())
    const url = vendor?.url ?? otherSets[word.toLowerCase()]
    if (url !== undefined) return { name: word.toLowerCase(), url }
    if (!isGitUrl(word)) {
      const names = [...vendors.map(({ id }) => id), ...Object.keys(otherSets)].join(', ')
      throw new UsageError(`“${word}” is neither a git URL nor one of ${names}`)
    }
    return { name: nameOf(word), url: word }
  })
  const names = sets.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw new UsageError(`two of the sets would go into the folder “${twice}”`)
  return sets.map(set => ({ ...set, path: join(folder, set.name) }))
}

/** Addresses that git fetches from and that run no program of their own. */
function isGitUrl(text: string): boolean {
  return (
    /^(?:https?|ssh|git|file):\/\/[^\s]+$/i.test(text) || /^[\w.-]+@[\w.-]+:[^\s:]+$/.test(text)
  )
}

/** The last part of an address, without `.git`. */
function nameOf(url: string): string {
  const name =
    url
      .replace(/\/+$/, '')
      .replace(/\.git$/i, '')
      .split(/[/:]/)
      .at(-1) ?? ''
  if (/^[\w][\w.-]*$/.test(name)) return name
  throw new UsageError(`“${url}” does not say what its folder is to be called`)
}

/** Clones the set with its last commit only, or brings a clone to the last commit. */
export async function syncSet(set: SyncSet): Promise<SyncOutcome> {
  const { path, url } = set
  try {
    const state = isEmpty(path) ? await clone(set) : await update(set)
    const commit = readWorkTree(path)?.commit
    if (commit === undefined) return { ...set, state: 'failed', reason: `${url} has no commit` }
    return { ...set, state, commit }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    return { ...set, state: 'failed', reason: error.message }
  }
}

/** Git could not do what was asked. */
class SyncError extends Error {
  override readonly name = 'SyncError'
}

async function clone({ path, url }: SyncSet): Promise<'fetched'> {
  const isNew = statSync(path, { throwIfNoEntry: false }) === undefined
  mkdirSync(dirname(path), { recursive: true })
  const wanted = [
    'clone',
    '--depth=1',
    '--single-branch',
    '--no-tags',
    '--template=',
    '--',
    url,
    path,
  ]
  const { problem } = await runGit(wanted)
  if (problem === undefined) return 'fetched'
  if (isNew) rmSync(path, { recursive: true, force: true })
  throw new SyncError(problem)
}

async function update({ path, url }: SyncSet): Promise<'updated' | 'unchanged'> {
  if (statSync(join(path, '.git'), { throwIfNoEntry: false }) === undefined) {
    throw new SyncError(`${path} is there already and is no git work tree`)
  }
  const tree = readWorkTree(path)
  if (tree?.remote === undefined || !isSameRepository(tree.remote, url)) {
    throw new SyncError(`${path} is a clone of ${tree?.remote ?? 'something else'}, not of ${url}`)
  }
  const inPath = async (...words: readonly string[]): Promise<string> => {
    const { problem, output } = await runGit(['-C', path, ...words])
    if (problem !== undefined) throw new SyncError(problem)
    return output
  }
  const changes = await inPath('status', '--porcelain', '--untracked-files=no')
  if (changes.trim() !== '') {
    throw new SyncError(`${path} has changes of yours, which an update would undo`)
  }
  await inPath('fetch', '--depth=1', '--no-tags', 'origin', 'HEAD')
  await inPath('reset', '--hard', '--quiet', 'FETCH_HEAD')
  return readWorkTree(path)?.commit === tree.commit ? 'unchanged' : 'updated'
}

function isEmpty(path: string): boolean {
  const info = statSync(path, { throwIfNoEntry: false })
  if (info === undefined) return true
  return info.isDirectory() && readdirSync(path).length === 0
}
