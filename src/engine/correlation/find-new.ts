import type { ContributionStore } from './contribution-store.ts'
import type { Group } from './groups.ts'
import type { CorrelationNode } from './plan.ts'
import type { Found } from './runs.ts'

/** Since when a log tells of events: microseconds, by the computer that they are from. */
export type LogStarts = ReadonlyMap<string, number>

/**
 * The events of a group that no other of the group stands before, within the time span. What came before
 * a log began is not known, so an event whose time span begins before its computer’s log is no match; it
 * is counted.
 */
export function findNew(
  { timespan }: CorrelationNode,
  index: number,
  { values, rows }: Group,
  starts: LogStarts,
  store: ContributionStore,
): { readonly found: readonly Found[]; readonly withoutHistory: number } {
  const found: Found[] = []
  let withoutHistory = 0
  rows.forEach((at, i) => {
    const before = rows[i - 1]
    if (before !== undefined && store.isWithin(before, at, timespan ?? Number.POSITIVE_INFINITY)) {
      return
    }
    const start = starts.get(store.computer(at)) ?? Number.POSITIVE_INFINITY
    if (store.microsOf(at) - (timespan ?? Number.POSITIVE_INFINITY) < start) {
      withoutHistory++
      return
    }
    const contributions = Uint32Array.of(at)
    found.push({ node: index, group: values, at, contributions, value: undefined })
  })
  return { found, withoutHistory }
}
