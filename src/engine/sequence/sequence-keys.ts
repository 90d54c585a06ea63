import type { Scalar } from '../../ir/index.ts'
import type { SequenceKey } from './plan-sequence.ts'

/** The keys that one event may have, since a field can have many values. */
export const maxKeysOfEvent = 64

export interface EventKeys {
  readonly keys: readonly string[]
  /** There are more, which are left out. */
  readonly isCrowded: boolean
}

/**
 * The keys of an event, one for each combination of values, as texts that are equal when the values
 * are. “A join key must be a non-null field value”, unless it is optional. Case counts.
 */
export function keysOf(
  keys: readonly SequenceKey[],
  valuesOf: (field: string) => readonly Scalar[] | undefined,
): EventKeys {
  let combinations: readonly (readonly (string | null)[])[] = [[]]
  let isCrowded = false
  for (const { field, isOptional } of keys) {
    const found = [...new Set((valuesOf(field) ?? []).filter(value => value !== null).map(String))]
    const parts: readonly (string | null)[] = found.length === 0 && isOptional ? [null] : found
    const next = combinations.flatMap(start => parts.map(part => [...start, part]))
    if (next.length > maxKeysOfEvent) isCrowded = true
    combinations = next.slice(0, maxKeysOfEvent)
  }
  return { keys: combinations.map(parts => JSON.stringify(parts)), isCrowded }
}
