import { Worker } from 'node:worker_threads'
import type { AttackTable } from '../../knowledge/index.ts'
import type { FileJob } from './make-entry.ts'

/** Threads that make entries of files. They start at once, so that they are ready when files are. */
export interface EntryPool {
  /** The entries of the jobs, in the order of the jobs, as soon as those before are there. */
  make(jobs: readonly FileJob[]): AsyncGenerator<Uint8Array, void, undefined>
  close(): Promise<void>
}

export interface ToMaker {
  readonly batch: number
  readonly jobs: readonly FileJob[]
}

export interface FromMaker {
  readonly batch: number
  readonly entries: readonly Uint8Array[]
}

/** Files that go to a thread at once: few enough that threads end together. */
const batchSize = 24

/** `threads` of 0 makes the entries in this thread. */
export function entryPool(threads: number, attack: AttackTable | undefined): EntryPool {
  return threads === 0 ? poolHere(attack) : poolOfWorkers(threads, attack)
}

function poolHere(attack: AttackTable | undefined): EntryPool {
  return {
    async *make(jobs) {
      if (jobs.length === 0) return
      const { makeEntry } = await import('./make-entry.ts')
      for (const [i, job] of jobs.entries()) {
        yield makeEntry(job, attack)
        // Signals and the bar get their turn.
        if (i % batchSize === 0) await new Promise(resolve => setImmediate(resolve))
      }
    },
    close: async () => {},
  }
}

function poolOfWorkers(threads: number, attack: AttackTable | undefined): EntryPool {
  const made = new Map<number, readonly Uint8Array[]>()
  let batches: readonly (readonly FileJob[])[] = []
  let next = 0
  let failure: { readonly error: unknown } | undefined
  let wake: () => void = () => {}
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./entry-worker.js', import.meta.url), {
      workerData: { attack },
      // Almost all that is made of a file is gone when the next one comes.
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    })
    worker.on('message', ({ batch, entries }: FromMaker) => {
      made.set(batch, entries)
      give(worker)
      wake()
    })
    worker.on('error', error => {
      failure = { error }
      wake()
    })
    return worker
  })
  const give = (worker: Worker): void => {
    const batch = next++
    const jobs = batches[batch]
    if (jobs !== undefined) worker.postMessage({ batch, jobs } satisfies ToMaker)
  }
  return {
    async *make(jobs) {
      made.clear()
      next = 0
      batches = Array.from({ length: Math.ceil(jobs.length / batchSize) }, (_, i) =>
        jobs.slice(i * batchSize, (i + 1) * batchSize),
      )
      // Two batches each, so that none waits for this thread.
      for (const worker of [...workers, ...workers]) give(worker)
      for (let batch = 0; batch < batches.length; ) {
        const entries = made.get(batch)
        if (entries !== undefined) {
          made.delete(batch)
          batch++
          yield* entries
          continue
        }
        if (failure !== undefined) throw failure.error
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    },
    async close() {
      await Promise.all(workers.map(worker => worker.terminate()))
    },
  }
}
