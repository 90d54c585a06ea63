import type { FunctionName } from '../../../ir/index.ts'

/** One of EQL’s functions: its name, what it takes, and what computes it. */
export interface EqlFunction {
  /** As the documentation spells it; rules spell it with any case. */
  readonly name: string
  readonly minArguments: number
  readonly maxArguments: number
  readonly result: 'boolean' | 'number' | 'text'
  /** What computes it; the others are tests, or cannot be computed. */
  readonly operation?: FunctionName
  /** It has a form with `~` that ignores case. */
  readonly hasCaseForm?: true
  /** Elasticsearch does not have it: it is of the older language, or of Elastic’s endpoint. */
  readonly isOfOtherDialect?: true
}

export const manyArguments: number = Number.POSITIVE_INFINITY
