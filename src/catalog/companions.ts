import { basename, dirname, join, resolve } from 'node:path'
import { foldersAbove, listNames } from './folders-above.ts'
import { readRuleBytes } from './rule-bytes.ts'
import type { Companion, NeighbourCompanions, SharedCompanions, Vendor } from './vendors/vendor.ts'

/** A text with the path of its file. */
export interface PathText {
  readonly path: string
  readonly text: string
}

/** Finds the files that rules of one source are read with. */
export interface CompanionFinder {
  /** Those that a file calls, directly or through one another, in the order of their names. */
  find(file: PathText, vendor: Vendor | undefined): readonly Companion[]
}

/** A file calls no more than this many others. */
const mostCalled = 1000

/**
 * Finds companions among the texts of a source at `path`, beside its files, and where the source has none
 * itself, in a folder above it. Nothing is looked for before a rule that may call it is met.
 */
export function companionFinder(path: string, texts: () => Iterable<PathText>): CompanionFinder {
  const shared = new Map<SharedCompanions, SharedFiles>()
  return {
    find(file, vendor) {
      const kind = vendor?.companions
      if (kind === undefined) return []
      if (kind.reach === 'folder') return findBeside(kind, file)
      let files = shared.get(kind)
      if (files === undefined) {
        files = gatherShared(kind, path, texts())
        shared.set(kind, files)
      }
      return findCalled(kind, files, file.text)
    },
  }
}

/** Files by the name that they are called by; several may have one, as macros of other arity. */
type SharedFiles = ReadonlyMap<string, readonly SharedFile[]>

interface SharedFile {
  readonly text: string
  /** What was read of it, once somebody called it. */
  value?: Companion['value'] | undefined
}

function gatherShared(
  kind: SharedCompanions,
  path: string,
  texts: Iterable<PathText>,
): SharedFiles {
  const own = byName(kind, texts)
  if (own.size > 0) return own
  for (const { folder, names } of foldersAbove(dirname(resolve(path)))) {
    const own = kind.folders.filter(name => names.includes(name))
    const above = byName(
      kind,
      own.flatMap(name => [...readFolder(join(folder, name))]),
    )
    if (above.size > 0) return above
  }
  return own
}

function* readFolder(folder: string): Generator<PathText, void, undefined> {
  for (const name of listNames(folder) ?? []) {
    const path = join(folder, name)
    const read = readRuleBytes(path)
    if (read.kind === 'text') yield { path, text: read.bytes.toString('utf8') }
  }
}

function byName(kind: SharedCompanions, texts: Iterable<PathText>): SharedFiles {
  const files = new Map<string, SharedFile[]>()
  for (const { path, text } of texts) {
    const name = kind.nameOf({ name: basename(path), text })
    if (name === undefined) continue
    const known = files.get(name)
    if (known === undefined) files.set(name, [{ text }])
    else known.push({ text })
  }
  return files
}

function findCalled(
  kind: SharedCompanions,
  files: SharedFiles,
  text: string,
): readonly Companion[] {
  const found = new Map<string, readonly SharedFile[]>()
  const open = [text]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const name of kind.callsOf(next)) {
      const called = files.get(name)
      if (called === undefined || found.has(name) || found.size >= mostCalled) continue
      found.set(name, called)
      for (const file of called) open.push(file.text)
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, called]) =>
      called.flatMap(file => {
        if (!('value' in file)) file.value = kind.read(file.text)
        return file.value === undefined ? [] : [{ name, value: file.value }]
      }),
    )
}

function findBeside(kind: NeighbourCompanions, { path, text }: PathText): readonly Companion[] {
  const found = new Map<string, string>()
  const add = (caller: string): void => {
    for (const name of kind.callsOf(caller)) {
      const isWanted = kind.endings.some(ending => name.toLowerCase().endsWith(ending))
      if (!isWanted || basename(name) !== name || found.has(name) || found.size >= mostCalled)
        continue
      const read = readRuleBytes(join(dirname(path), name))
      if (read.kind !== 'text') continue
      const own = read.bytes.toString('utf8')
      found.set(name, own)
      add(own)
    }
  }
  add(text)
  return [...found]
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
