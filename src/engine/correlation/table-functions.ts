import type { Scalar } from '../../ir/index.ts'
import type { QueryChecker } from '../query/index.ts'
import { ExactSum, toNumber, toUnits } from './decimal.ts'
import type { TableFunction } from './plan.ts'
import { RankCounts } from './rank-counts.ts'

/** What a table looks at of the events of one group, which are numbered in the order of time. */
export interface TableRows {
  readonly count: number
  /** The texts of a field, by their ids. */
  column(at: number, index: number): readonly number[]
  text(id: number): string
  /** The number that a text is, or NaN. */
  number(id: number): number
  /** The id that stands for all texts that count as the same. */
  sameAs(id: number): number
  /** The values of the keys by their names; null for one that has none. */
  readonly keys: ReadonlyMap<string, string | null>
  /** Asks for the conditions of the groups; one for all. */
  readonly checker: QueryChecker
}

/** A function of the events in a window, which come and go in the order of time. */
export interface Tally {
  add(at: number): void
  remove(at: number): void
  /** One value, or of `values` and `list` all; null of no value. */
  result(): readonly Scalar[]
  /** The result as a match tells it, where that takes longer: in the order of time. */
  told?(): readonly Scalar[]
}

/** An empty window’s tally. */
export function createTally(definition: TableFunction, rows: TableRows): Tally {
  switch (definition.name) {
    case 'count': {
      let count = 0
      return { add: () => void count++, remove: () => void count--, result: () => [count] }
    }
    case 'count_values': {
      let count = 0
      const sizeOf = (at: number): number => rows.column(at, definition.column).length
      return {
        add(at) {
          count += sizeOf(at)
        },
        remove(at) {
          count -= sizeOf(at)
        },
        result: () => [count],
      }
    }
    case 'count_distinct':
      return distinct(definition, rows, counts => [counts.size])
    case 'values': {
      const { add, remove, told } = queue(definition, rows, ids => firstOfEach(ids, rows))
      const set = distinct(definition, rows, counts => textsOf(counts.keys(), rows))
      return {
        add(at) {
          add(at)
          set.add(at)
        },
        remove(at) {
          remove(at)
          set.remove(at)
        },
        result: set.result,
        told,
      }
    }
    case 'list': {
      const { add, remove, told } = queue(definition, rows, ids => ids)
      return { add, remove, result: told }
    }
    case 'first': {
      const { add, remove, first } = queue(definition, rows, ids => ids)
      return { add, remove, result: first }
    }
    case 'last': {
      const { add, remove, last } = queue(definition, rows, ids => ids)
      return { add, remove, result: last }
    }
    case 'sum':
    case 'avg':
      return sum(definition, rows, definition.name === 'avg')
    case 'min':
      return ranked(definition, rows, (at, size) => (size === 0 ? null : at(1)))
    case 'max':
      return ranked(definition, rows, (at, size) => (size === 0 ? null : at(size)))
    case 'range':
      return ranked(definition, rows, (at, size) => {
        const [least, most] = [at(1), at(size)]
        return typeof least === 'number' && typeof most === 'number' ? most - least : null
      })
    case 'median':
      return ranked(definition, rows, median)
    case 'percentile':
      return ranked(definition, rows, (at, size) => {
        const rank = Math.ceil((Math.round((definition.percent ?? 0) * 1e6) * size) / 1e8)
        const value = size === 0 ? null : at(Math.max(1, rank))
        return typeof value === 'number' ? value : null
      })
  }
}

/** How often each value occurs. */
function distinct(
  { column }: TableFunction,
  rows: TableRows,
  toResult: (counts: ReadonlyMap<number, number>) => readonly Scalar[],
): Tally {
  const counts = new Map<number, number>()
  return {
    add(at) {
      for (const id of rows.column(at, column)) {
        const same = rows.sameAs(id)
        counts.set(same, (counts.get(same) ?? 0) + 1)
      }
    },
    remove(at) {
      for (const id of rows.column(at, column)) {
        const same = rows.sameAs(id)
        const left = (counts.get(same) ?? 0) - 1
        if (left === 0) counts.delete(same)
        else counts.set(same, left)
      }
    },
    result: () => toResult(counts),
  }
}

function textsOf(ids: Iterable<number>, rows: TableRows): readonly Scalar[] {
  const texts = Array.from(ids, id => rows.text(id))
  return texts.length === 0 ? [null] : texts
}

/** Of texts that count as the same, the first. */
function firstOfEach(ids: readonly number[], rows: TableRows): readonly number[] {
  const seen = new Set<number>()
  return ids.filter(id => seen.size < seen.add(rows.sameAs(id)).size)
}

interface Queue extends Pick<Tally, 'add' | 'remove'> {
  told(): readonly Scalar[]
  first(): readonly Scalar[]
  last(): readonly Scalar[]
}

/** All values in the order of time. */
function queue(
  { column }: TableFunction,
  rows: TableRows,
  choose: (ids: readonly number[]) => readonly number[],
): Queue {
  const ids: number[] = []
  let start = 0
  const textAt = (place: number): readonly Scalar[] => {
    const id = place < start ? undefined : ids[place]
    return [id === undefined ? null : rows.text(id)]
  }
  return {
    add(at) {
      for (const id of rows.column(at, column)) ids.push(id)
    },
    remove(at) {
      start += rows.column(at, column).length
      // What is gone is let go once it is most of all.
      if (start > 1024 && start * 2 > ids.length) {
        ids.splice(0, start)
        start = 0
      }
    },
    told: () => textsOf(choose(ids.slice(start)), rows),
    first: () => textAt(start),
    last: () => textAt(ids.length - 1),
  }
}

/** Of numbers alone; what is none plays no part. */
function sum({ column }: TableFunction, rows: TableRows, isAverage: boolean): Tally {
  const total = new ExactSum()
  let count = 0
  const numbersOf = (at: number): readonly number[] =>
    rows.column(at, column).flatMap(id => {
      const number = rows.number(id)
      return Number.isNaN(number) ? [] : [number]
    })
  return {
    add(at) {
      for (const number of numbersOf(at)) {
        total.add(number)
        count++
      }
    },
    remove(at) {
      for (const number of numbersOf(at)) {
        total.remove(number)
        count--
      }
    },
    result: () => (count === 0 ? [null] : [toNumber(total.quotient(isAverage ? count : 1))]),
  }
}

/**
 * By the order of the values: of numbers, if all that the group ever has are numbers, else of texts.
 * `at` gives the value of a rank, from 1.
 */
function ranked(
  { column }: TableFunction,
  rows: TableRows,
  toResult: (at: (rank: number) => Scalar, size: number) => Scalar,
): Tally {
  const ids = new Set<number>()
  for (let at = 0; at < rows.count; at++) for (const id of rows.column(at, column)) ids.add(id)
  const areNumbers = [...ids].every(id => !Number.isNaN(rows.number(id)))
  const toValue = (id: number): string | number => (areNumbers ? rows.number(id) : rows.text(id))
  const values = [...new Set([...ids].map(toValue))].sort((a, b) => (a < b ? -1 : 1))
  const places = new Map(values.map((value, place) => [value, place]))
  const ranks = new RankCounts(values.keys())
  const placesOf = (at: number): readonly number[] =>
    rows.column(at, column).map(id => places.get(toValue(id)) ?? 0)
  return {
    add(at) {
      for (const place of placesOf(at)) ranks.add(place)
    },
    remove(at) {
      for (const place of placesOf(at)) ranks.remove(place)
    },
    result: () => [toResult(rank => values[ranks.smallest(rank)] ?? null, ranks.size)],
  }
}

/** The middle value, or the mean of the two in the middle. */
function median(at: (rank: number) => Scalar, size: number): Scalar {
  const half = Math.floor(size / 2)
  const [lower, upper] = [at(half), at(half + 1)]
  if (size === 0 || typeof upper !== 'number') return null
  if (size % 2 === 1) return upper
  if (typeof lower !== 'number') return null
  return toNumber({ units: toUnits(lower) + toUnits(upper), by: 2 })
}
