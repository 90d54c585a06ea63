import type { ContributionStore } from './contribution-store.ts'
import type { CorrelationNode, MatchField, MatchInput, RuleInput } from './plan.ts'
import type { Found } from './runs.ts'

/**
 * One event of a node, as a number, since there may be millions: a contribution by its id, or the
 * match `i` of another node as -1 - i.
 */
export type Row = number

/** What a node reads of its events. */
export interface RowReader {
  /** The groups that a row belongs to, each as ids of texts. */
  keys(row: Row): Combinations
  /** Whether the row has what the measure looks at. */
  hasValue(row: Row): boolean
  /** Of `value_count`, ids of values; else numbers. */
  values(row: Row): readonly number[]
  /** The texts of one of the fields that a table computes with, by their ids. */
  column(row: Row, index: number): readonly number[]
  /** Its values are more than are looked at. */
  isCrowded(row: Row): boolean
  /** The rules that it stands for. */
  steps(row: Row): readonly number[]
  /** The contribution; of a match, that of its last event. */
  at(row: Row): number
  /** The contributions that took part in it. */
  contributions(row: Row): Iterable<number>
  /** Below zero if `a` comes first: by time and place; a match after the event that completed it. */
  compare(a: Row, b: Row): number
}

export interface Combinations {
  readonly all: readonly (readonly number[])[]
  /** There were more than are listed. */
  readonly isCut: boolean
}

/** Past this many groups of one event, or values of one event, the rest is left out and counted. */
const maxCombinations = 64

export function createRowReader(
  node: CorrelationNode,
  found: readonly Found[],
  store: ContributionStore,
): RowReader {
  const { measure } = node
  const sameAs = sameIn(node, store)
  const ofRule = new Map<number, { readonly input: RuleInput; readonly order: number }>()
  const ofNode = new Map<number, { readonly input: MatchInput; readonly order: number }>()
  node.inputs.forEach((input, order) => {
    if (input.kind === 'rule') ofRule.set(input.rule, { input, order })
    else ofNode.set(input.node, { input, order })
  })
  const tables = new Map<MatchField, ReadonlyMap<number, number>>()
  const indexOf = (field: MatchField, rule: number): number | undefined => {
    if (field.kind === 'group') return undefined
    const known = tables.get(field) ?? new Map(field.byRule)
    tables.set(field, known)
    return known.get(rule)
  }
  const matchOf = (row: Row): Found | undefined => found[-1 - row]
  const inputOf = (row: Row): RuleInput | MatchInput | undefined =>
    row >= 0 ? ofRule.get(store.rule(row))?.input : ofNode.get(matchOf(row)?.node ?? -1)?.input
  const orderOf = (row: Row): number =>
    (row >= 0 ? ofRule.get(store.rule(row)) : ofNode.get(matchOf(row)?.node ?? -1))?.order ?? 0
  const at = (row: Row): number => (row >= 0 ? row : (matchOf(row)?.at ?? 0))
  const read = (row: Row, what: 'keys' | 'values'): Combinations => {
    const input = inputOf(row)
    if (input === undefined) return nothing
    if (input.kind === 'rule') {
      const isNullKept = what === 'keys' && node.keepsNull === true
      return combine(
        input[what].map(field => {
          const values = store.valuesOf(row, field)
          return values.length === 0 && isNullKept ? [noValue] : values
        }),
      )
    }
    const match = matchOf(row)
    return match === undefined ? nothing : ofMatch(input[what], match, store, indexOf)
  }
  const valueIds = new Map<string, number>()
  const toValues = (all: Combinations['all']): readonly number[] => {
    if (measure.kind !== 'value_count') {
      return all.flatMap(([value]) => {
        const number = value === undefined ? Number.NaN : store.number(value)
        return Number.isNaN(number) ? [] : [number]
      })
    }
    const ids = all.map(combination => {
      const [only] = combination
      if (only !== undefined && combination.length === 1) return sameAs(only)
      const name = combination.map(sameAs).join()
      const id = valueIds.get(name) ?? valueIds.size
      valueIds.set(name, id)
      return id
    })
    return ids.length === 1 ? ids : [...new Set(ids)]
  }
  const looksAtValues = 'bounds' in measure && !withoutValues.has(measure.kind)
  const values = (row: Row): readonly number[] =>
    looksAtValues ? toValues(read(row, 'values').all) : none
  return {
    keys: row => read(row, 'keys'),
    hasValue: row => !looksAtValues || values(row).length > 0,
    values,
    column(row, index) {
      const field = row >= 0 ? ofRule.get(store.rule(row))?.input.values[index] : undefined
      return field === undefined ? none : store.valuesOf(row, field)
    },
    isCrowded: row => looksAtValues && read(row, 'values').isCut,
    steps: row => inputOf(row)?.steps ?? none,
    at,
    contributions: row => (row >= 0 ? [row] : (matchOf(row)?.contributions ?? [])),
    compare: (a, b) =>
      store.compareEvents(at(a), at(b)) ||
      Number(a < 0) - Number(b < 0) ||
      orderOf(a) - orderOf(b) ||
      Math.abs(a) - Math.abs(b),
  }
}

/** Stands in a group’s values for having none. */
export const noValue = -1

/** The value that stands for all that a node counts as the same. */
export function sameIn(
  { cased }: Pick<CorrelationNode, 'cased'>,
  store: ContributionStore,
): (value: number) => number {
  if (cased) return value => value
  return value => (value === noValue ? noValue : store.sameAs(value))
}

const none: readonly number[] = []
const nothing: Combinations = { all: [], isCut: false }
const withoutValues: ReadonlySet<string> = new Set(['event_count', 'rule_count', 'ordered_count'])

/** One of each list, in every way; none if a list is empty, an empty one if there is no list. */
function combine(lists: readonly (readonly number[])[]): Combinations {
  let all: (readonly number[])[] = [[]]
  let isCut = false
  for (const list of lists) {
    const next: (readonly number[])[] = []
    for (const head of all) {
      for (const value of list) {
        if (next.length === maxCombinations) isCut = true
        else next.push([...head, value])
      }
    }
    all = next
  }
  return { all, isCut }
}

/** The values of a match are those of its events, each combination from one event. */
function ofMatch(
  fields: readonly MatchField[],
  match: Found,
  store: ContributionStore,
  indexOf: (field: MatchField, rule: number) => number | undefined,
): Combinations {
  if (fields.every(field => field.kind === 'group')) {
    return combine(fields.map(field => [match.group[field.index] ?? 0]))
  }
  const all = new Map<string, readonly number[]>()
  let isCut = false
  for (const at of match.contributions) {
    const one = combine(
      fields.map(field => {
        if (field.kind === 'group') return [match.group[field.index] ?? 0]
        const index = indexOf(field, store.rule(at))
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
