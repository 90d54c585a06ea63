import type { ContributionStore } from './contribution-store.ts'
import { toNumber } from './decimal.ts'
import type { Group } from './groups.ts'
import type { CorrelationNode } from './plan.ts'
import type { Row, RowReader } from './rows.ts'
import { slide } from './slide.ts'
import { createWindow, type Entries } from './window.ts'

/** A match of a node. */
export interface Found {
  readonly node: number
  /** The values of its group: ids of texts. */
  readonly group: readonly number[]
  /** The contribution of its last event. */
  readonly at: number
  /** All that took part, in the order of time. */
  readonly contributions: Uint32Array
  readonly value: number | undefined
}

/** The matches of a node in one group, in the order of time. */
export function findRuns(
  node: CorrelationNode,
  index: number,
  { values, rows }: Group,
  reader: RowReader,
  store: ContributionStore,
): readonly Found[] {
  const { measure, timespan, judged } = node
  const starts = startsOfEntries(node, rows, store)
  const entries = toEntries(node, rows, starts, reader)
  const window = createWindow(measure, entries)
  const at = (entry: number): number => reader.at(rows[starts[entry] ?? 0] ?? 0)
  const isTogether = (first: number, last: number): boolean =>
    timespan === undefined || store.isWithin(at(first), at(last), timespan)
  const own: Found[] = []
  slide(entries.count, judged, isTogether, window, ({ first, last }) => {
    const value = window.value(first)
    const part = rows.slice(starts[first], starts[last + 1])
    own.push({
      node: index,
      group: values,
      at: at(last),
      contributions: contributionsOf(part, reader, store),
      value: value === undefined ? undefined : toNumber(value),
    })
  })
  return own
}

/** Rows of one event, which several rules matched, make one entry: it is one event. */
function startsOfEntries(
  node: CorrelationNode,
  rows: readonly Row[],
  store: ContributionStore,
): Uint32Array {
  const isOneRule = node.inputs.length === 1
  let count = 0
  const starts = new Uint32Array(rows.length)
  rows.forEach((row, i) => {
    const before = rows[i - 1] ?? -1
    const isSame = !isOneRule && before >= 0 && row >= 0 && store.isSameEvent(before, row)
    if (!isSame) starts[count++] = i
  })
  return starts.subarray(0, count)
}

function toEntries(
  { measure }: CorrelationNode,
  rows: readonly Row[],
  starts: Uint32Array,
  reader: RowReader,
): Entries {
  const rowsOf = (at: number): readonly Row[] => rows.slice(starts[at], starts[at + 1])
  const first = (at: number): Row => rows[starts[at] ?? 0] ?? 0
  if (starts.length === rows.length) {
    return {
      count: rows.length,
      steps: at => reader.steps(first(at)),
      values: at => reader.values(first(at)),
    }
  }
  return {
    count: starts.length,
    steps: at => [...new Set(rowsOf(at).flatMap(reader.steps))].sort((a, b) => a - b),
    // An event has one number, that of the rule that is listed first; but it may have many values.
    values: at =>
      measure.kind === 'value_count'
        ? [...new Set(rowsOf(at).flatMap(reader.values))]
        : reader.values(first(at)),
  }
}

function contributionsOf(
  rows: readonly Row[],
  reader: RowReader,
  store: ContributionStore,
): Uint32Array {
  if (rows.every(row => row >= 0)) return Uint32Array.from(rows)
  const all = new Set<number>()
  for (const row of rows) for (const id of reader.contributions(row)) all.add(id)
  return Uint32Array.from(all).sort((a, b) => store.compareEvents(a, b) || a - b)
}
