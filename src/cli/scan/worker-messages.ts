import type { LogUnit } from '../../logs/index.ts'
import type { UnitBatch, UnitEnd } from './unit-scanner.ts'

export type ToWorker =
  | { readonly kind: 'scan'; readonly unit: LogUnit; readonly number: number }
  /** A batch was taken out of the queue. */
  | { readonly kind: 'taken' }

export type FromWorker =
  | { readonly kind: 'batch'; readonly number: number; readonly batch: UnitBatch }
  | { readonly kind: 'end'; readonly number: number; readonly end: UnitEnd }
