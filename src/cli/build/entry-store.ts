import { availableParallelism } from 'node:os'
import { invariant, once } from '../../base/index.ts'
import { openRecordCache, saveRecordCache } from '../../catalog/cache/index.ts'
import type { AttackTable } from '../../knowledge/index.ts'
import { keyOf } from './build-plan.ts'
import type { BuildSummary } from './build-summary.ts'
import { type EntryPool, entryPool } from './entry-pool.ts'
import type { FileJob } from './make-entry.ts'

/** Entries of files: those that were kept, and those that are made anew. */
export interface EntryStore {
  /** Starts threads now, where so many files are likely to be read that they pay. */
  expect(files: number): void
  /** The entries of jobs in their order. */
  entries(jobs: readonly FileJob[]): AsyncGenerator<Uint8Array, void, undefined>
  /** Keeps what was asked for, and forgets the rest. */
  save(): void
  report(): BuildSummary['cache']
  /** How many threads made entries. */
  readonly threads: number
  /** Whether more than one thread is wanted at all. */
  readonly mayThread: boolean
  close(): Promise<void>
}

export interface StoreOptions {
  /** Of what made them: nothing else that was kept is looked at. */
  readonly purpose: string
  /** The sources, which the kept entries are looked for by. */
  readonly places: string
  readonly cacheFolder: string | undefined
  readonly attack: AttackTable | undefined
  /** How many threads may make entries; as many as there are processors if not given. */
  readonly jobs: number | undefined
}

/** From how many files on other threads pay for their start. */
const worthThreads = 100

export function openEntryStore(options: StoreOptions): EntryStore {
  const { purpose, places, cacheFolder, attack } = options
  const cache = once(() =>
    cacheFolder === undefined ? undefined : openRecordCache(cacheFolder, places),
  )
  const most = options.jobs ?? Math.min(availableParallelism(), 8)
  const used = new Map<string, Uint8Array>()
  let hits = 0
  let misses = 0
  let threads = 0
  let failure: string | undefined
  let pool: EntryPool | undefined
  const poolFor = (files: number): EntryPool => {
    const wanted = most > 1 && files >= worthThreads ? most : 0
    if (pool !== undefined && threads >= wanted) return pool
    threads = wanted
    pool = entryPool(threads, attack)
    return pool
  }
  return {
    expect(files) {
      if ((cache()?.size ?? 0) === 0) poolFor(files)
    },
    async *entries(jobs) {
      const keys = jobs.map(job => keyOf(job, purpose))
      const missing = jobs.filter((_, i) => cache()?.get(keys[i] ?? '') === undefined)
      hits += jobs.length - missing.length
      misses += missing.length
      const made = poolFor(missing.length).make(missing)
      for (const key of keys) {
        const bytes = cache()?.get(key) ?? (await made.next()).value
        invariant(bytes !== undefined, 'a pool makes an entry of every job')
        used.set(key, bytes)
        yield bytes
      }
    },
    save() {
      if (cacheFolder === undefined || misses === 0) return
      try {
        saveRecordCache(cacheFolder, places, used)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error
        failure = error.message
      }
    },
    report() {
      const state = cacheFolder === undefined ? 'off' : failure === undefined ? 'used' : 'failed'
      return { state, ...(failure === undefined ? {} : { reason: failure }), hits, misses }
    },
    mayThread: most > 1,
    get threads() {
      return threads
    },
    async close() {
      await pool?.close()
    },
  }
}
