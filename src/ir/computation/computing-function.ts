import type { ComputedValue, GivenValue } from './computed-value.ts'

/**
 * What a function gives for values; `undefined` when it cannot work with them. Null arguments do not
 * get here: with one the result is null.
 */
export type ComputingFunction = (
  values: readonly GivenValue[],
  ignoresCase: boolean,
) => ComputedValue | undefined
