import type { Test } from '../ir/index.ts'
import type { Outcome } from './compile-test.ts'

/** A test that holds, and what of the event it rests on. */
export interface TestMatch {
  readonly test: Test
  /** The value's text; `undefined` when the test asks for absence. */
  readonly found: string | undefined
  /** Half-open offsets in `found`, in UTF-16 code units; all of it where no place is meant. */
  readonly at: readonly [start: number, end: number] | undefined
}

/** Why an expression is true of an event. */
export interface Explanation {
  /** The first branch (of `branchesOf`) that holds; `undefined` past the limit of branches. */
  readonly branch: number | undefined
  /** The tests of the branch, or of the whole past the limit, that hold, in their order. */
  readonly tests: readonly TestMatch[]
}

/** A test with what it found, if it holds. */
export function toTestMatch(test: Test, outcome: Outcome): readonly TestMatch[] {
  if (outcome === undefined || outcome === 'unknown') return []
  if (outcome === 'absence') return [{ test, found: undefined, at: undefined }]
  const found = outcome.value.own?.text
  return [{ test, found, at: found === undefined ? undefined : outcome.at }]
}
