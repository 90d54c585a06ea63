import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../../base/index.ts'
import { openSite } from '../../http/index.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts'
import { createPageWriter } from './write-pages.ts'

/** A thread that reads the snapshot for itself, and writes the pages that it is told. */

const port = parentPort
invariant(port !== null, 'this file runs as a worker')

/** The thread that made this one passes exactly this. */
const { path, folder, version } = workerData as WorkerSetup

const site = await openSite(path, { assets: new Map(), version })
const writer = createPageWriter(site, folder)
const send = (message: FromWorker): void => port.postMessage(message)

port.on('message', (addresses: ToWorker) => {
  if (addresses.length === 0) {
    port.close()
    return
  }
  send({ kind: 'written', ...writer.write(addresses) })
})
send({ kind: 'ready' })
