import { assertNever, InvariantError, invariant } from '../../base/index.ts'
import type { Scalar } from '../../ir/index.ts'
import { compareQuantity, ExactSum, type Quantity, toUnits } from './decimal.ts'
import type { Bounds, Measure, Term } from './plan.ts'
import { RankCounts } from './rank-counts.ts'
import type { TableRows } from './table-functions.ts'
import { tableWindow } from './table-window.ts'

/** The events of a group, in the order of time, with what a measure looks at; read when needed. */
export interface Entries {
  readonly count: number
  /** The correlated rules that an event stands for, ascending. */
  steps(at: number): readonly number[]
  /** Numbers to compute with; of `value_count`, ids of values. */
  values(at: number): readonly number[]
}

/**
 * The events of a group that a window holds, and what they come to. Entries are added in their order
 * and removed in the same order.
 */
export interface Window {
  add(at: number): void
  remove(at: number): void
  /** Whether the entries from `first` to the last added meet the condition. */
  holds(first: number): boolean
  /** What they come to, where that is a number. */
  value(first: number): Quantity | undefined
  /** The results of a table’s functions, by name. */
  results?(): Results
}

export type Results = Readonly<Record<string, Scalar | readonly Scalar[]>>

/** An empty window over the entries of one group; `table` is what a table looks at of them. */
export function createWindow(measure: Measure, entries: Entries, table?: TableRows): Window {
  switch (measure.kind) {
    case 'event_count':
      return eventCount(measure.bounds)
    case 'value_count':
      return valueCount(measure.bounds, entries)
    case 'sum':
    case 'avg':
      return sum(measure.bounds, entries, measure.kind === 'avg')
    case 'min':
      return ranked(measure.bounds, entries, ranks => ranks.smallest(1))
    case 'max':
      return ranked(measure.bounds, entries, ranks => ranks.smallest(ranks.size))
    case 'median':
      return ranked(measure.bounds, entries, median)
    case 'percentile':
      return ranked(measure.bounds, entries, ranks => percentile(ranks, measure.percentile))
    case 'rule_count':
      return ruleCount(measure.bounds, measure.steps, entries)
    case 'ordered_count':
      return orderedCount(measure.bounds, measure.steps, entries)
    case 'rules':
      return rules(measure.terms, measure.steps, entries)
    case 'ordered_rules':
      return orderedRules(measure.terms, measure.steps, entries)
    case 'table':
      invariant(table !== undefined, 'a table has rows')
      return tableWindow(measure, table)
    case 'new':
      throw new InvariantError('what is new is found without a window')
    default:
      return assertNever(measure)
  }
}

/** Whether a quantity is within all bounds. */
export function meets(quantity: Quantity, bounds: Bounds): boolean {
  return bounds.every(({ operator, value }) => {
    const order = compareQuantity(quantity, value)
    switch (operator) {
      case 'eq':
        return order === 0
      case 'neq':
        return order !== 0
      case 'gt':
        return order > 0
      case 'gte':
        return order >= 0
      case 'lt':
        return order < 0
      case 'lte':
        return order <= 0
      default:
        return assertNever(operator)
    }
  })
}

function bounded(
  bounds: Bounds,
  window: Pick<Window, 'add' | 'remove'>,
  value: (first: number) => Quantity,
): Window {
  return { ...window, value, holds: first => meets(value(first), bounds) }
}

function eventCount(bounds: Bounds): Window {
  let count = 0
  const window = { add: () => void count++, remove: () => void count-- }
  return bounded(bounds, window, () => count)
}

/** Adds and removes every value of an entry. */
function eachValue(
  entries: Entries,
  add: (value: number) => void,
  remove: (value: number) => void,
): Pick<Window, 'add' | 'remove'> {
  return {
    add: at => entries.values(at).forEach(add),
    remove: at => entries.values(at).forEach(remove),
  }
}

function valueCount(bounds: Bounds, entries: Entries): Window {
  const counts = new Map<number, number>()
  const window = eachValue(
    entries,
    value => void counts.set(value, (counts.get(value) ?? 0) + 1),
    value => {
      const left = (counts.get(value) ?? 0) - 1
      if (left === 0) counts.delete(value)
      else counts.set(value, left)
    },
  )
  return bounded(bounds, window, () => counts.size)
}

function sum(bounds: Bounds, entries: Entries, isAverage: boolean): Window {
  const total = new ExactSum()
  let count = 0
  const window = eachValue(
    entries,
    value => {
      total.add(value)
      count++
    },
    value => {
      total.remove(value)
      count--
    },
  )
  return bounded(bounds, window, () => total.quotient(isAverage ? count : 1))
}

function ranked(bounds: Bounds, entries: Entries, value: (ranks: RankCounts) => Quantity): Window {
  const ranks = new RankCounts(allValues(entries))
  const window = eachValue(
    entries,
    number => ranks.add(number),
    number => ranks.remove(number),
  )
  return bounded(bounds, window, () => value(ranks))
}

function* allValues(entries: Entries): Generator<number> {
  for (let at = 0; at < entries.count; at++) yield* entries.values(at)
}

/** The middle value, or the mean of the two in the middle. */
function median(ranks: RankCounts): Quantity {
  const half = Math.floor(ranks.size / 2)
  const upper = ranks.smallest(half + 1)
  if (ranks.size % 2 === 1) return upper
  return { units: toUnits(ranks.smallest(half)) + toUnits(upper), by: 2 }
}

/** By the nearest rank: the smallest value that no fewer than this per cent of all do not exceed. */
function percentile(ranks: RankCounts, percent: number): Quantity {
  // In millionths, since a hundredth of 7 times 100 is more than 7 in doubles.
  const rank = Math.ceil((Math.round(percent * 1e6) * ranks.size) / 1e8)
  return ranks.smallest(Math.max(1, rank))
}

/** How often each of the correlated rules occurs in the window. */
function stepCounts(
  steps: number,
  entries: Entries,
): Pick<Window, 'add' | 'remove'> & { readonly counts: Int32Array; kinds(): number } {
  const counts = new Int32Array(steps)
  let kinds = 0
  return {
    counts,
    kinds: () => kinds,
    add(at) {
      for (const step of entries.steps(at)) {
        const count = counts[step] ?? 0
        if (count === 0) kinds++
        counts[step] = count + 1
      }
    },
    remove(at) {
      for (const step of entries.steps(at)) {
        const count = counts[step] ?? 0
        if (count === 1) kinds--
        counts[step] = count - 1
      }
    },
  }
}

function ruleCount(bounds: Bounds, steps: number, entries: Entries): Window {
  const { add, remove, kinds } = stepCounts(steps, entries)
  return bounded(bounds, { add, remove }, kinds)
}

function rules(terms: readonly Term[], steps: number, entries: Entries): Window {
  const { add, remove, counts } = stepCounts(steps, entries)
  const occurs = (step: number): boolean => (counts[step] ?? 0) > 0
  return {
    add,
    remove,
    value: () => undefined,
    holds: () => terms.some(({ present, absent }) => present.every(occurs) && !absent.some(occurs)),
  }
}

/**
 * The longest run of events that stand for ever later rules of the list. For each length and each
 * last rule it keeps the run that begins latest: a window that begins later still holds none.
 */
function orderedCount(bounds: Bounds, steps: number, entries: Entries): Window {
  // latest[length][step]: the latest beginning of a run of so many events whose last rule is `step`
  // or stands before it; -1 where there is none.
  const latest = Array.from({ length: steps + 1 }, () => new Int32Array(steps).fill(-1))
  const add = (at: number): void => {
    // The last rule first, so that one event does not stand for two rules of a run.
    for (const step of [...entries.steps(at)].reverse()) {
      for (let length = 1; length <= step + 1; length++) {
        const start = length === 1 ? at : (latest[length - 1]?.[step - 1] ?? -1)
        const runs = latest[length]
        if (runs === undefined) continue
        for (let s = step; s < steps && (runs[s] ?? -1) < start; s++) runs[s] = start
      }
    }
  }
  const value = (first: number): number => {
    for (let length = steps; length > 0; length--) {
      if ((latest[length]?.[steps - 1] ?? -1) >= first) return length
    }
    return 0
  }
  return bounded(bounds, { add, remove() {} }, value)
}

function orderedRules(terms: readonly Term[], steps: number, entries: Entries): Window {
  const counted = stepCounts(steps, entries)
  // latest[i][n]: the latest beginning of a run of the first n + 1 rules of term i.
  const latest = terms.map(({ present }) => new Int32Array(present.length).fill(-1))
  return {
    remove: counted.remove,
    value: () => undefined,
    add(at) {
      counted.add(at)
      const own = entries.steps(at)
      terms.forEach(({ present }, i) => {
        const runs = latest[i]
        if (runs === undefined) return
        for (let n = present.length - 1; n >= 0; n--) {
          if (!own.includes(present[n] ?? -1)) continue
          const start = n === 0 ? at : (runs[n - 1] ?? -1)
          if (start > (runs[n] ?? -1)) runs[n] = start
        }
      })
    },
    holds: first =>
      terms.some(({ present, absent }, i) => {
        if (absent.some(step => (counted.counts[step] ?? 0) > 0)) return false
        return present.length === 0 || (latest[i]?.[present.length - 1] ?? -1) >= first
      }),
  }
}
