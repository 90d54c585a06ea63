import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../../base/index.ts'
import { Flow } from './flow.ts'
import { openImage } from './load-rules.ts'
import { matchPacker } from './packed-matches.ts'
import { unitScanner } from './unit-scanner.ts'
import { type FromWorker, type ToWorker, takeUnit, type WorkerInput } from './worker-messages.ts'

/**
 * A thread that takes units, as all threads do, and sends what they give, batch by batch. It waits while
 * too many of its batches are on their way, so that nothing piles up behind a slower unit before it.
 */

const port = parentPort
invariant(port !== null, 'this file runs as a worker')

/** The thread that made this one passes exactly this. */
const { image, options, units, taken } = workerData as WorkerInput
const { compiled } = openImage(image)
const scanner = unitScanner(compiled, options)

const packer = matchPacker()
const flow = new Flow()

const send = (message: FromWorker): void => port.postMessage(message)

/** Takes one unit after the other, as long as there are any. */
async function scanAll(): Promise<void> {
  for (let number = takeUnit(taken); number < units.length; number = takeUnit(taken)) {
    const unit = units[number]
    if (unit === undefined) return
    const batches = scanner.scan(unit)
    for (let next = await batches.next(); ; next = await batches.next()) {
      if (next.done === true) {
        send({ kind: 'end', number, end: next.value })
        break
      }
      const matches = packer.pack(next.value.matches)
      send({ kind: 'batch', number, batch: { ...next.value, matches } })
      await flow.sent()
    }
    // Messages from the other thread get their turn.
    await new Promise(resolve => setImmediate(resolve))
  }
}

port.on('message', (_: ToWorker) => flow.taken())
scanAll().catch((error: unknown) => {
  // It reaches the main thread as the worker's `error`.
  setImmediate(() => {
    throw error
  })
})
