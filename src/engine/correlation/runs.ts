import { optional } from '../../base/index.ts'
import type { QueryChecker } from '../query/index.ts'
import type { ContributionStore } from './contribution-store.ts'
import { toNumber } from './decimal.ts'
import type { Group } from './groups.ts'
import type { CorrelationNode } from './plan.ts'
import { noValue, type Row, type RowReader, sameIn } from './rows.ts'
import { slide } from './slide.ts'
import type { TableRows } from './table-functions.ts'
import { createWindow, type Entries, type Results } from './window.ts'

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
  readonly results?: Results
}

/** What is needed beside a group to find its matches. */
export interface RunContext {
  readonly reader: RowReader
  readonly store: ContributionStore
  readonly checker: QueryChecker
}

/** The matches of a node in one group, in the order of time. */
export function findRuns(
  node: CorrelationNode,
  index: number,
  group: Group,
  context: RunContext,
): readonly Found[] {
  const { measure, timespan, judged } = node
  const { values, rows } = group
  const { reader, store } = context
  const starts = startsOfEntries(node, rows, store)
  const entries = toEntries(node, rows, starts, reader)
  const table = measure.kind === 'table' ? toTableRows(node, group, context) : undefined
  const window = createWindow(measure, entries, table)
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
      ...optional('results', window.results?.()),
    })
  })
  return own
}

/** What a table looks at of a group; its events are those of one rule, so each row is an event. */
function toTableRows(
  node: CorrelationNode,
  { values, rows }: Group,
  { reader, store, checker }: RunContext,
): TableRows {
  const keys = node.groupBy.map((name, i) => {
    const value = values[i] ?? noValue
    return [name, value === noValue ? null : store.text(value)] as const
  })
  return {
    count: rows.length,
    column: (at, index) => reader.column(rows[at] ?? 0, index),
    text: id => store.text(id),
    number: id => store.number(id),
    sameAs: sameIn(node, store),
    keys: new Map(keys),
    checker,
  }
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
