import { type CatalogueHead, toKnowledgeRows, writeCatalogueHead } from '../../app/build/index.ts'
import {
  blobNames,
  type MadeBlob,
  openSnapshotWriter,
  packTexts,
  type SnapshotMeta,
  type SnapshotWriter,
  toColumns,
} from '../../catalog/snapshot/index.ts'
import { type AttackTable, attackTable } from '../../knowledge/index.ts'
import { toJobs } from './build-plan.ts'
import type { BuildContents } from './build-summary.ts'
import type { EntryStore } from './entry-store.ts'
import { openEntry } from './file-entry.ts'
import { gatherContents } from './gather-contents.ts'
import type { InputSource } from './input-files.ts'
import { type SearchMaker, searchHere, searchInWorker } from './search-maker.ts'
import { lookAtWholeSet, type ReadFile, type WholeSet } from './whole-set.ts'

/** Hears of what happens while it happens. */
export interface BuildListener {
  /** Files that are read, of those there are, and the rules in them. */
  onProgress?(files: number, total: number, rules: number): void
  /** Ends the build early: `BuildInterrupted` is thrown, and nothing written. */
  readonly signal?: AbortSignal
}

/** The user ended the build. */
export class BuildInterrupted extends Error {
  override readonly name = 'BuildInterrupted'
}

export interface WriteRequest {
  readonly path: string
  readonly inputs: readonly InputSource[]
  readonly store: EntryStore
  readonly attack: AttackTable | undefined
  readonly meta: Pick<SnapshotMeta, 'indicia' | 'fingerprint'>
}

/** From how many rules on a thread of its own pays for making the search index. */
const worthSearchThread = 300

/** Reads the files of the inputs and writes the catalogue, unless it would have no rule. */
export async function writeCatalogue(
  request: WriteRequest,
  listener: BuildListener,
): Promise<BuildContents> {
  const { path, inputs, store, attack, meta } = request
  const jobs = toJobs(inputs)
  const entries = store.entries(jobs)
  // The first entries are being made while the file is begun.
  const first = entries.next()
  let writer: SnapshotWriter | undefined
  let search: SearchMaker | undefined
  try {
    let files: ReadFile[] = []
    let rules = 0
    // Where entries are made in other threads, this one hands over their rows meanwhile.
    const isParallel = store.threads > 0
    if (isParallel) writer = await openSnapshotWriter(path)
    for (let next = await first; next.done !== true; next = await entries.next()) {
      const job = jobs[files.length]
      if (job === undefined) break
      const entry = openEntry(next.value)
      files.push({ job, entry })
      writer?.append(entry.columns(), rules)
      rules += entry.rules.length
      listener.onProgress?.(files.length, jobs.length, rules)
      if (listener.signal?.aborted) throw new BuildInterrupted('interrupted')
    }
    const whole = await lookAtWholeSet(files)
    if (whole.again.size > 0) {
      files = await readAgain(files, whole, store)
      writer?.abort()
      writer = undefined
    }
    const { contents, tables } = gatherContents(inputs, files, diagnosticsOf(whole, files))
    if (contents.rules === 0) {
      writer?.abort()
      return contents
    }
    const packed = {
      facts: packTexts(files.flatMap(({ entry }) => entry.facts)),
      pages: packTexts(files.flatMap(({ entry }) => entry.pages)),
    }
    const isLarge = contents.rules >= worthSearchThread && store.mayThread
    search = isLarge ? searchInWorker(packed) : searchHere(packed)
    if (writer === undefined) {
      writer = await openSnapshotWriter(path)
      appendAll(writer, files)
    }
    writer.append(toColumns({ ...tables, ...toKnowledgeRows(attack) }))
    const { version } = attack ?? attackTable()
    const versions = version === undefined ? {} : { attackVersion: version }
    const head: CatalogueHead = { sources: contents.sources, ...versions }
    const finished = writer.finish(
      { ...meta, attack: version },
      new Map<string, MadeBlob>([
        [blobNames.catalogue, writeCatalogueHead(head)],
        [blobNames.facts, packed.facts],
        [blobNames.pages, packed.pages],
        [blobNames.summary, new TextEncoder().encode(JSON.stringify(contents))],
        [blobNames.search, search.index],
      ]),
    )
    // Other threads are at work meanwhile.
    store.save()
    await finished
    return contents
  } catch (error) {
    writer?.abort()
    throw error
  } finally {
    await search?.close()
  }
}

/** Reads those files again that others change, with what the others say. */
async function readAgain(
  files: readonly ReadFile[],
  { again }: WholeSet,
  store: EntryStore,
): Promise<ReadFile[]> {
  const changed = [...again].map(([file, changes]) => ({ file, job: { ...file.job, ...changes } }))
  const entries = store.entries(changed.map(({ job }) => job))
  const read = new Map<ReadFile, ReadFile>()
  for (const { file, job } of changed) {
    const next = await entries.next()
    if (next.done !== true) read.set(file, { job, entry: openEntry(next.value) })
  }
  return files.map(file => read.get(file) ?? file)
}

function appendAll(writer: SnapshotWriter, files: readonly ReadFile[]): void {
  let rules = 0
  for (const { entry } of files) {
    writer.append(entry.columns(), rules)
    rules += entry.rules.length
  }
}

/** The diagnostics of filters by the files as they are now. */
function diagnosticsOf(
  { diagnostics }: WholeSet,
  files: readonly ReadFile[],
): WholeSet['diagnostics'] {
  const byPlace = new Map(
    [...diagnostics].map(([{ job }, own]) => [`${job.source}\n${job.place}`, own]),
  )
  return new Map(
    files.flatMap(file => {
      const own = byPlace.get(`${file.job.source}\n${file.job.place}`)
      return own === undefined ? [] : [[file, own] as const]
    }),
  )
}
