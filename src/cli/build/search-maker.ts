import { Worker } from 'node:worker_threads'
import type { PackedRules } from './make-search-index.ts'

/** The search index in the making. */
export interface SearchMaker {
  readonly index: Promise<Uint8Array>
  close(): Promise<void>
}

/** Makes the index in this thread, when it is waited for. */
export function searchHere(rules: PackedRules): SearchMaker {
  const index = import('./make-search-index.ts').then(({ makeSearchIndex }) =>
    makeSearchIndex(rules),
  )
  // Whoever fails before does not wait for it.
  index.catch(() => {})
  return { index, close: async () => {} }
}

/** Makes the index in a thread of its own. */
export function searchInWorker(rules: PackedRules): SearchMaker {
  const worker = new Worker(new URL('./search-worker.js', import.meta.url), { workerData: rules })
  const index = new Promise<Uint8Array>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  // The same.
  index.catch(() => {})
  return {
    index,
    async close() {
      await worker.terminate()
    },
  }
}
