import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../../base/index.ts'
import type { AttackTable } from '../../knowledge/index.ts'
import type { FromMaker, ToMaker } from './entry-pool.ts'
import { makeEntry } from './make-entry.ts'

/** A thread that makes entries of the files it is given, batch by batch. */

const port = parentPort
invariant(port !== null, 'this file runs as a worker')

/** The thread that made this one passes exactly this. */
const { attack } = workerData as { readonly attack: AttackTable | undefined }

port.on('message', ({ batch, jobs }: ToMaker) => {
  const entries = jobs.map(job => makeEntry(job, attack))
  const message: FromMaker = { batch, entries }
  // Each entry stands alone in its memory, which moves over without a copy.
  port.postMessage(
    message,
    entries.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : [])),
  )
})
