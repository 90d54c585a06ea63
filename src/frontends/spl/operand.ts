import type { Span } from '../../base/index.ts'
import type { SplLookedUp } from './fields.ts'

/** What a test is about: a field, or a value that an earlier stage computes. */
export interface Operand {
  readonly field: string
  readonly isDerived: boolean
  readonly isAggregate: boolean
  /** `lower(field)`, `upper(field)` */
  readonly fold: 'lower' | 'upper' | undefined
  /** `tonumber(field)` */
  readonly isNumber: boolean
  readonly lookup?: SplLookedUp
  readonly span: Span
}
