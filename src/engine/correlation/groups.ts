import type { ContributionStore } from './contribution-store.ts'
import type { CorrelationNode, MatchField, MatchInput, RuleInput } from './plan.ts'
import type { Found } from './runs.ts'

/** The events of a node that agree in what it groups by. */
export interface Group {
  /** The values, as the first event of the group has them: ids of texts. */
  readonly values: readonly number[]
  /** In the order of time. */
  readonly rows: readonly Row[]
}

/** An event of a group: a contribution, or a match of another node. */
export interface Row {
  /** The contribution; of a match, that of its last event. */
  readonly at: number
  /** The index of the match, or -1. */
  readonly match: number
  readonly input: number
  /** Of `value_count`, ids of values; else numbers. */
  readonly values: readonly number[]
}

export interface Groups {
  readonly groups: readonly Group[]
  readonly withoutGroup: number
  readonly withoutValue: number
  readonly crowded: number
}

/** Past this many groups of one event, or values of one event, the rest is left out and counted. */
const maxCombinations = 64

/** Sorts the events of a node into groups. */
export function findGroups(
  node: CorrelationNode,
  byRule: ReadonlyMap<number, readonly number[]>,
  found: readonly Found[],
  store: ContributionStore,
): Groups {
  const groups = new Map<string, { readonly values: readonly number[]; readonly rows: Row[] }>()
  const counts = { withoutGroup: 0, withoutValue: 0, crowded: 0 }
  const reader = valueReader(node, store)
  const add = (keys: Combinations, values: Combinations, row: Omit<Row, 'values'>): void => {
    if (keys.isCut || values.isCut) counts.crowded++
    if (keys.all.length === 0) {
      counts.withoutGroup++
      return
    }
    const read = reader(values.all)
    if (read === undefined) {
      counts.withoutValue++
      return
    }
    const seen = new Set<string>()
    for (const key of keys.all) {
      const name = key.map(value => store.sameAs(value)).join()
      if (seen.has(name)) continue
      seen.add(name)
      const group = groups.get(name)
      if (group === undefined) groups.set(name, { values: key, rows: [{ ...row, values: read }] })
      else group.rows.push({ ...row, values: read })
    }
  }
  node.inputs.forEach((input, i) => {
    if (input.kind === 'rule') {
      for (const at of byRule.get(input.rule) ?? []) {
        const { keys, values } = ofContribution(input, at, store)
        add(keys, values, { at, match: -1, input: i })
      }
      return
    }
    found.forEach((match, index) => {
      if (match.node !== input.node) return
      const { keys, values } = ofMatch(input, match, store)
      add(keys, values, { at: match.at, match: index, input: i })
    })
  })
  const sorted = [...groups.values()]
  if (node.inputs.length > 1) {
    // A match comes after the event that completed it.
    for (const { rows } of sorted) {
      rows.sort(
        (a, b) =>
          store.compareEvents(a.at, b.at) ||
          Math.sign(a.match + 0.5) - Math.sign(b.match + 0.5) ||
          a.input - b.input ||
          a.match - b.match,
      )
    }
  }
  return { groups: sorted, ...counts }
}

interface Combinations {
  readonly all: readonly (readonly number[])[]
  /** There were more than are listed. */
  readonly isCut: boolean
}

/** One of each list, in every way; none if a list is empty, an empty one if there is no list. */
function combine(lists: readonly (readonly number[])[]): Combinations {
  let all: number[][] = [[]]
  let isCut = false
  for (const list of lists) {
    const next: number[][] = []
    for (const head of all) for (const value of list) next.push([...head, value])
    if (next.length > maxCombinations) {
      isCut = true
      next.length = maxCombinations
    }
    all = next
  }
  return { all, isCut }
}

function ofContribution(
  { keys, values }: RuleInput,
  at: number,
  store: ContributionStore,
): { readonly keys: Combinations; readonly values: Combinations } {
  const read = (field: number): readonly number[] => store.valuesOf(at, field)
  return { keys: combine(keys.map(read)), values: combine(values.map(read)) }
}

/** The values of a match are those of its events, each combination from one event. */
function ofMatch(
  { keys, values }: MatchInput,
  match: Found,
  store: ContributionStore,
): { readonly keys: Combinations; readonly values: Combinations } {
  const read = (fields: readonly MatchField[]): Combinations => {
    if (fields.every(field => field.kind === 'group')) {
      return combine(fields.map(field => [match.group[field.index] ?? 0]))
    }
    const all = new Map<string, readonly number[]>()
    let isCut = false
    for (const at of match.contributions) {
      const one = combine(
        fields.map(field => {
          if (field.kind === 'group') return [match.group[field.index] ?? 0]
          const index = field.byRule.get(store.rule(at))
          return index === undefined ? [] : store.valuesOf(at, index)
        }),
      )
      isCut ||= one.isCut
      for (const combination of one.all) {
        const name = combination.map(value => store.sameAs(value)).join()
        if (!all.has(name)) all.set(name, combination)
      }
    }
    return { all: [...all.values()], isCut }
  }
  return { keys: read(keys), values: read(values) }
}

/** What a measure looks at of an event with these values; `undefined` if it then takes no part. */
function valueReader(
  { measure }: CorrelationNode,
  store: ContributionStore,
): (values: Combinations['all']) => readonly number[] | undefined {
  switch (measure.kind) {
    case 'value_count': {
      const ids = new Map<string, number>()
      return values => {
        if (values.length === 0) return undefined
        const read = values.map(combination => {
          const [only] = combination
          if (only !== undefined && combination.length === 1) return store.sameAs(only)
          const name = combination.map(value => store.sameAs(value)).join()
          const id = ids.get(name) ?? ids.size
          ids.set(name, id)
          return id
        })
        return read.length === 1 ? read : [...new Set(read)]
      }
    }
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'median':
    case 'percentile':
      return values => {
        const numbers = values
          .map(([value]) => (value === undefined ? Number.NaN : store.number(value)))
          .filter(number => !Number.isNaN(number))
        return numbers.length === 0 ? undefined : numbers
      }
    default:
      return () => none
  }
}

const none: readonly number[] = []
