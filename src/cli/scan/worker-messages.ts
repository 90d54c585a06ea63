import type { LogUnit } from '../../logs/index.ts'
import type { RuleImage } from './load-rules.ts'
import type { PackedMatches } from './packed-matches.ts'
import type { UnitBatch, UnitEnd, UnitOptions } from './unit-scanner.ts'

/** What a thread that scans is made with. */
export interface WorkerInput {
  readonly image: RuleImage
  readonly options: UnitOptions
  readonly units: readonly LogUnit[]
  /** How many units have been taken, by whichever thread: shared memory. */
  readonly taken: Int32Array
}

/** A batch of the thread’s was taken out of its queue. */
export interface ToWorker {
  readonly kind: 'taken'
}

/** A batch as a thread sends it. */
export interface PackedBatch extends Omit<UnitBatch, 'matches'> {
  readonly matches: PackedMatches
}

export type FromWorker =
  | { readonly kind: 'batch'; readonly number: number; readonly batch: PackedBatch }
  | { readonly kind: 'end'; readonly number: number; readonly end: UnitEnd }

/** The number of the next unit that no thread has taken. */
export function takeUnit(taken: Int32Array): number {
  return Atomics.add(taken, 0, 1)
}
