import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../../base/index.ts'
import { Flow } from './flow.ts'
import { openImage, type RuleImage } from './load-rules.ts'
import { type UnitOptions, unitScanner } from './unit-scanner.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/**
 * A thread that scans the units it is given and sends what they give, batch by batch. It waits while
 * too many of its batches are on their way, so that nothing piles up behind a slower unit before it.
 */

const port = parentPort
invariant(port !== null, 'this file runs as a worker')

/** The thread that made this one passes exactly this. */
const { image, options } = workerData as {
  readonly image: RuleImage
  readonly options: UnitOptions
}
const { compiled } = openImage(image)
const scanner = unitScanner(compiled, options)

const flow = new Flow()

const send = (message: FromWorker): void => port.postMessage(message)

async function scan({ unit, number }: Extract<ToWorker, { kind: 'scan' }>): Promise<void> {
  const batches = scanner.scan(unit)
  for (;;) {
    const next = await batches.next()
    if (next.done === true) {
      send({ kind: 'end', number, end: next.value })
      return
    }
    send({ kind: 'batch', number, batch: next.value })
    await flow.sent()
  }
}

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'scan':
      scan(message).catch((error: unknown) => {
        // It reaches the main thread as the worker's `error`.
        setImmediate(() => {
          throw error
        })
      })
      break
    case 'taken':
      flow.taken()
  }
})
