import type { Span } from '../../base/index.ts'

/** The field, or the computed value, that a test is about. */
export interface Operand {
  readonly field: string
  readonly isDerived: boolean
  /** What is compared is the value in lower or upper case. */
  readonly fold: 'lower' | 'upper' | undefined
  /** The value went through `TO_IP`, which gives null for what is no address. */
  readonly isAddress: boolean
  /** The value was made a number. */
  readonly isNumber: boolean
  readonly span: Span
}
