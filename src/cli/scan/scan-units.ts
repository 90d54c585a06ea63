import { Worker } from 'node:worker_threads'
import type { LogUnit } from '../../logs/index.ts'
import { Flow } from './flow.ts'
import type { LoadedRules } from './load-rules.ts'
import { type MatchUnpacker, matchUnpacker } from './packed-matches.ts'
import { type UnitBatch, type UnitEnd, type UnitOptions, unitScanner } from './unit-scanner.ts'
import { type FromWorker, type ToWorker, takeUnit, type WorkerInput } from './worker-messages.ts'

/** What scanning gives, in the order of the units, whoever scanned them. */
export type UnitResult =
  | { readonly kind: 'batch'; readonly unit: LogUnit; readonly batch: UnitBatch }
  | { readonly kind: 'end'; readonly unit: LogUnit; readonly end: UnitEnd }

export type UnitResults = AsyncGenerator<UnitResult, void, undefined>

/** Scans units in this thread. */
export async function* scanHere(
  units: readonly LogUnit[],
  { compiled }: LoadedRules,
  options: UnitOptions,
): UnitResults {
  const scanner = unitScanner(compiled, options, process.stdin)
  let last = performance.now()
  for (const unit of units) {
    const batches = scanner.scan(unit)
    for (;;) {
      const next = await batches.next()
      if (next.done === true) {
        yield { kind: 'end', unit, end: next.value }
        break
      }
      yield { kind: 'batch', unit, batch: next.value }
      // Files are read without waiting, so signals and the bar get their turn here.
      if (performance.now() - last < 50) continue
      await new Promise(resolve => setImmediate(resolve))
      last = performance.now()
    }
  }
  scanner.keep()
}

/**
 * Scans units in as many threads as there are jobs, this one among them: each takes the next unit when it
 * is done with one. While no more than a unit's worth of results waits, none idles.
 */
export async function* scanInThreads(
  units: readonly LogUnit[],
  rules: LoadedRules,
  options: UnitOptions,
  jobs: number,
): UnitResults {
  const queues = units.map(() => new Queue())
  // Threads take units by counting, so none waits for another to give it one.
  const taken = new Int32Array(new SharedArrayBuffer(4))
  const input: WorkerInput = { image: rules.image(), options, units, taken }
  const workers = Array.from({ length: Math.min(jobs, units.length) - 1 }, () => {
    const worker = new Worker(new URL('./scan-worker.js', import.meta.url), { workerData: input })
    const unpacker = matchUnpacker()
    const onTaken = (): void => worker.postMessage({ kind: 'taken' } satisfies ToWorker)
    worker.on('message', (message: FromWorker) => {
      queues[message.number]?.add(waitingOf(message, unpacker), onTaken)
    })
    worker.on('error', error => {
      for (const queue of queues) queue.fail(error)
    })
    return worker
  })
  let isOver = false
  const scanHereToo = async (): Promise<void> => {
    const flow = new Flow()
    const scanner = unitScanner(rules.compiled, options)
    const onTaken = (): void => flow.taken()
    for (let number = takeUnit(taken); number < units.length && !isOver; number = takeUnit(taken)) {
      const unit = units[number]
      const queue = queues[number]
      if (unit === undefined || queue === undefined) return
      const batches = scanner.scan(unit)
      for (;;) {
        const step = await batches.next()
        if (step.done === true) {
          queue.add({ kind: 'end', end: step.value }, onTaken)
          break
        }
        const batch = step.value
        queue.add({ kind: 'batch', open: () => batch }, onTaken)
        // What the other threads sent gets its turn.
        await new Promise(resolve => setImmediate(resolve))
        await flow.sent()
        if (isOver) return
      }
    }
    scanner.keep()
  }
  scanHereToo().catch((error: unknown) => {
    for (const queue of queues) queue.fail(error)
  })
  try {
    for (const [number, unit] of units.entries()) {
      const queue = queues[number]
      if (queue === undefined) continue
      for (let isUnitOver = false; !isUnitOver; ) {
        const message = await queue.take()
        isUnitOver = message.kind === 'end'
        yield message.kind === 'end'
          ? { kind: 'end', unit, end: message.end }
          : { kind: 'batch', unit, batch: message.open() }
      }
    }
  } finally {
    isOver = true
    await Promise.all(workers.map(worker => worker.terminate()))
  }
}

/**
 * What a thread said about a unit. Batches are opened when their turn comes, which for each thread is the order of
 * its sending: it takes units in their order.
 */
type Waiting =
  | { readonly kind: 'batch'; open(): UnitBatch }
  | { readonly kind: 'end'; readonly end: UnitEnd }

function waitingOf(message: FromWorker, unpacker: MatchUnpacker): Waiting {
  if (message.kind === 'end') return message
  const { batch } = message
  return {
    kind: 'batch',
    open: () => ({ ...batch, matches: unpacker.unpack(batch.matches) }),
  }
}

/** The messages about one unit, all of one thread, that wait for those before it. */
class Queue {
  readonly #messages: Waiting[] = []
  #failure: { readonly error: unknown } | undefined
  #wake: (() => void) | undefined
  #onTaken: () => void = () => {}

  /** `onTaken` tells the thread whose message it is that a batch of it was taken. */
  add(message: Waiting, onTaken: () => void): void {
    this.#onTaken = onTaken
    this.#messages.push(message)
    this.#wake?.()
  }

  fail(error: unknown): void {
    this.#failure = { error }
    this.#wake?.()
  }

  async take(): Promise<Waiting> {
    for (;;) {
      const message = this.#messages.shift()
      if (message !== undefined) {
        if (message.kind === 'batch') this.#onTaken()
        return message
      }
      if (this.#failure !== undefined) throw this.#failure.error
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }
}
