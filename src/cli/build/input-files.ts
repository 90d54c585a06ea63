import { createHash } from 'node:crypto'
import { basename, dirname, resolve } from 'node:path'
import {
  companionFinder,
  isSigmaFileName,
  licenseFinder,
  listSourceFiles,
  type PathText,
  placeIn,
  type RuleSource,
  readRuleBytes,
  readWorkTree,
  type SourceFiles,
} from '../../catalog/index.ts'
import {
  type Companion,
  describeOtherFile,
  findVendor,
  mayHoldRules,
  recogniseFile,
  recogniseSource,
  type Vendor,
} from '../../catalog/vendors/index.ts'

/** A file of a source. */
export interface InputFile {
  /** As it can be opened. */
  readonly path: string
  /** Relative to its source, with forward slashes. */
  readonly place: string
  /** It was named by itself, so it is meant to hold rules. */
  readonly isNamed: boolean
  readonly content: InputContent
}

export type InputContent =
  | {
      readonly kind: 'text'
      readonly bytes: Buffer
      readonly sha256: string
      /** The licence that holds in its folder. */
      readonly license: string | undefined
      /** The files that it is read with. */
      readonly companions: readonly Companion[]
    }
  /** It holds no rules, or they are those of an earlier source. */
  | { readonly kind: 'other'; readonly reason: string; readonly opened?: OpenedFile }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** A file whose content said what it is, and is no longer needed. */
export interface OpenedFile {
  readonly size: number
  readonly sha256: string
}

export interface InputSource {
  readonly name: string
  readonly vendor: string
  readonly title: string
  readonly path: string
  readonly url?: string
  readonly commit?: string
  readonly license?: string
  /** In the order of their paths. */
  readonly files: readonly InputFile[]
}

/** A source whose files are known and not opened yet. */
export interface ListedSource {
  readonly source: RuleSource
  readonly files: SourceFiles
}

export function listInputs(sources: readonly RuleSource[]): readonly ListedSource[] {
  return sources.map(source => ({ source, files: listSourceFiles(source.path) }))
}

/**
 * Opens every file of the sources that may hold rules, and says whose they are: the vendor that was named,
 * else the one that is recognised, else the folder’s own name.
 */
export function readInputs(sources: readonly ListedSource[]): readonly InputSource[] {
  const seen = new Set<string>()
  const names = new Set<string>()
  return sources.map(listed => {
    const { source } = listed
    const read = readSource(listed, seen)
    let name = source.name ?? read.vendor
    for (let i = 2; names.has(name); i++) name = `${source.name ?? read.vendor}-${i}`
    names.add(name)
    return { ...read, name }
  })
}

function readSource(
  { source, files: listed }: ListedSource,
  seen: Set<string>,
): Omit<InputSource, 'name'> {
  const licenses = licenseFinder()
  const shapes: Vendor[] = []
  // Rules are read with other files of their source, so these are found when all texts are there.
  const texts: PathText[] = []
  const callers = new Map<string, PathText & { readonly vendor: Vendor }>()
  const { isFolder, paths, unreadable } = listed
  const readContent = (path: string): InputContent => {
    const absolute = resolve(path)
    if (seen.has(absolute)) return { kind: 'other', reason: 'belongs to a source before this one' }
    seen.add(absolute)
    if (isFolder && !mayHoldRules(path)) {
      return { kind: 'other', reason: 'is no file of rules by its name' }
    }
    const read = readRuleBytes(path)
    if (read.kind === 'unreadable') return read
    if (read.kind === 'binary') {
      const reason = 'is no text'
      return isFolder ? { kind: 'other', reason } : { kind: 'unreadable', reason }
    }
    const { bytes } = read
    const text = bytes.toString('utf8')
    texts.push({ path, text })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const opened = { size: bytes.length, sha256 }
    const file = { name: basename(path), text }
    const vendor = recogniseFile(file)
    if (vendor !== undefined) shapes.push(vendor)
    if (vendor === undefined && isFolder) {
      const other = describeOtherFile(file)
      if (other !== undefined) return { kind: 'other', reason: other, opened }
      if (!isSigmaFileName(path)) return { kind: 'other', reason: 'holds no rule', opened }
    }
    const license = licenses.find(dirname(absolute))
    if (vendor?.companions !== undefined) callers.set(path, { path, text, vendor })
    return { kind: 'text', bytes, sha256, license, companions: [] }
  }
  const read = paths.map(path => ({ path, content: readContent(path) }))
  const finder = companionFinder(source.path, () => texts)
  const files = read.map(({ path, content }): InputFile => {
    const file = { path, place: placeIn(source, path), isNamed: !isFolder }
    const caller = callers.get(path)
    if (caller === undefined || content.kind !== 'text') return { ...file, content }
    return { ...file, content: { ...content, companions: finder.find(caller, caller.vendor) } }
  })
  const problems = unreadable.map(({ path, reason }) => ({
    path,
    place: placeIn(source, path),
    isNamed: true,
    content: { kind: 'unreadable', reason } as const,
  }))
  const isFile = !isFolder && paths.length > 0
  const top = isFile ? dirname(resolve(source.path)) : resolve(source.path)
  const tree = readWorkTree(top)
  const recognised = recogniseSource({
    files: shapes,
    license: licenses.findText(top),
    remote: tree?.remote,
  })
  const vendor = source.name ?? recognised?.id ?? ownName(top)
  const known = findVendor(vendor)
  const url = known?.url ?? tree?.remote
  const license = licenses.find(top) ?? known?.license
  return {
    vendor,
    title: known?.title ?? vendor,
    path: source.path,
    ...(url === undefined ? {} : { url }),
    ...(tree?.commit === undefined ? {} : { commit: tree.commit }),
    ...(license === undefined ? {} : { license }),
    files: [...files, ...problems],
  }
}

/** A folder’s name as a vendor’s: `My rules` → `my-rules`. */
function ownName(folder: string): string {
  const name = basename(folder)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return name === '' ? 'own' : name
}
