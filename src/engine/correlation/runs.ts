import type { ContributionStore } from './contribution-store.ts'
import { toNumber } from './decimal.ts'
import type { Group, Row } from './groups.ts'
import type { CorrelationNode } from './plan.ts'
import { slide } from './slide.ts'
import { createWindow, type Entry } from './window.ts'

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
  found: readonly Found[],
  store: ContributionStore,
): readonly Found[] {
  const { starts, entries } = toEntries(node, rows, store)
  const { measure, timespan, judged } = node
  const window = createWindow(measure, entries)
  const at = (entry: number): number => rows[starts[entry] ?? 0]?.at ?? 0
  const isTogether = (first: number, last: number): boolean =>
    timespan === undefined || store.isWithin(at(first), at(last), timespan)
  const own: Found[] = []
  slide(entries.length, judged, isTogether, window, ({ first, last }) => {
    const value = window.value(first)
    own.push({
      node: index,
      group: values,
      at: at(last),
      contributions: contributionsOf(rows.slice(starts[first], starts[last + 1]), found, store),
      value: value === undefined ? undefined : toNumber(value),
    })
  })
  return own
}

/** Rows of one event, which several rules matched, make one entry: it is one event. */
function toEntries(
  node: CorrelationNode,
  rows: readonly Row[],
  store: ContributionStore,
): { readonly starts: readonly number[]; readonly entries: readonly Entry[] } {
  const starts: number[] = []
  const entries: Entry[] = []
  rows.forEach((row, i) => {
    const steps = node.inputs[row.input]?.steps ?? []
    const before = rows[i - 1]
    const last = entries.at(-1)
    const isSame =
      before !== undefined &&
      before.match < 0 &&
      row.match < 0 &&
      store.isSameEvent(before.at, row.at)
    if (!isSame || last === undefined) {
      starts.push(i)
      entries.push({ steps, values: row.values })
      return
    }
    entries[entries.length - 1] = {
      steps: [...new Set([...last.steps, ...steps])].sort((a, b) => a - b),
      // An event has one number, that of the rule that is listed first; but it may have many values.
      values:
        node.measure.kind === 'value_count'
          ? [...new Set([...last.values, ...row.values])]
          : last.values,
    }
  })
  return { starts, entries }
}

function contributionsOf(
  rows: readonly Row[],
  found: readonly Found[],
  store: ContributionStore,
): Uint32Array {
  if (rows.every(row => row.match < 0)) return Uint32Array.from(rows, row => row.at)
  const all = new Set<number>()
  for (const { at, match } of rows) {
    const { contributions } = found[match] ?? { contributions: [at] }
    for (const id of contributions) all.add(id)
  }
  return Uint32Array.from(all).sort((a, b) => store.compareEvents(a, b) || a - b)
}
