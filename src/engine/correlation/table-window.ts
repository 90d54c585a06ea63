import type { Scalar } from '../../ir/index.ts'
import type { EventView } from '../event-view.ts'
import type { TableMeasure } from './plan.ts'
import { createTally, type TableRows } from './table-functions.ts'
import type { Window } from './window.ts'

/** How many values of `values` and `list` a match tells. */
const mostValues = 100

/**
 * The row of a group: the results of functions of the events that a window holds, and whether they meet
 * the conditions. What nothing asks for is computed only for a match.
 */
export function tableWindow({ functions, checks }: TableMeasure, rows: TableRows): Window {
  const tallies = functions.map(definition => createTally(definition, rows))
  const places = new Map(functions.map(({ as }, place) => [as, place]))
  const { checker } = rows
  const check = { stages: checks }
  const row = (): EventView => ({
    values(field) {
      const place = places.get(field)
      if (place !== undefined) return tallies[place]?.result()
      const key = rows.keys.get(field)
      return key === undefined ? undefined : [key]
    },
    allValues: () => [],
  })
  return {
    add: at => {
      for (const tally of tallies) tally.add(at)
    },
    remove: at => {
      for (const tally of tallies) tally.remove(at)
    },
    holds: () => checker.holds(check, row()),
    value: () => {
      const [only, ...others] = tallies
      const [value] = only?.result() ?? []
      return others.length === 0 && typeof value === 'number' ? value : undefined
    },
    results: () => {
      const results = new Map<string, Scalar | readonly Scalar[]>()
      functions.forEach(({ as, name }, place) => {
        const tally = tallies[place]
        const values = tally?.told?.() ?? tally?.result() ?? []
        const isList = name === 'values' || name === 'list'
        results.set(as, isList ? values.slice(0, mostValues) : (values[0] ?? null))
      })
      const view = checker.view(check, row())
      for (const stage of checks) {
        if (stage.kind !== 'derive') continue
        for (const name of stage.names) results.set(name, view.values(name)?.[0] ?? null)
      }
      return Object.fromEntries(results)
    },
  }
}
