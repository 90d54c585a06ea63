import type { CompiledRegex } from '../regex.ts'
import type { ComputedValue, GivenValue } from './computed-value.ts'

/** A regular expression of Java’s syntax, compiled; whoever computes much keeps what it has compiled. */
export type RegexOf = (source: string, ignoreCase: boolean) => CompiledRegex

/**
 * What a function gives for values; `undefined` when it cannot work with them. Null arguments do not
 * get here: with one the result is null.
 */
export type ComputingFunction = (
  values: readonly GivenValue[],
  ignoresCase: boolean,
  regexOf: RegexOf,
) => ComputedValue | undefined
