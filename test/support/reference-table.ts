import type { Scalar } from '../../src/ir/index.ts'

/** An event as the reference sees it. */
export interface TableEvent {
  /** Unique, and the order of events of one time. */
  readonly number: number
  /** Seconds. */
  readonly time: number
  /** Values of the one key. */
  readonly groups: readonly string[]
  /** Values of the one field that is computed with. */
  readonly values: readonly string[]
}

/** A condition on the results of functions. */
export type TableCondition =
  | {
      readonly kind: 'bound'
      readonly name: string
      readonly operator: string
      readonly value: number
    }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly TableCondition[] }
  | { readonly kind: 'not'; readonly operand: TableCondition }

export interface ReferenceTable {
  /** Names of functions, which are those of their results. */
  readonly functions: readonly string[]
  readonly condition: TableCondition
  /** Seconds. */
  readonly window: number | undefined
  readonly cased: boolean
  readonly keepsNull: boolean
}

export interface TableMatch {
  readonly group: string | null
  readonly events: readonly number[]
  readonly results: Readonly<Record<string, Scalar | readonly Scalar[]>>
}

/** What a table matches: the slow and obvious way, with every window built and computed from scratch. */
export function referenceTable(
  table: ReferenceTable,
  events: readonly TableEvent[],
): readonly TableMatch[] {
  const same = (text: string | null): string | null =>
    table.cased || text === null ? text : text.toLowerCase()
  const groupsOf = ({ groups }: TableEvent): readonly (string | null)[] =>
    groups.length === 0 && table.keepsNull ? [null] : groups
  const sorted = [...events].sort((a, b) => a.time - b.time || a.number - b.number)
  const keys = new Set(sorted.flatMap(groupsOf).map(same))
  return [...keys].flatMap(key => {
    const own = sorted.filter(event => groupsOf(event).some(group => same(group) === key))
    return matchesOf(table, own).map(match => ({
      group: key,
      events: match.map(({ number }) => number),
      results: Object.fromEntries(
        table.functions.map(name => [name, resultOf(name, match, table.cased)]),
      ),
    }))
  })
}

function matchesOf(
  table: ReferenceTable,
  events: readonly TableEvent[],
): readonly (readonly TableEvent[])[] {
  const matches: (readonly TableEvent[])[] = []
  let rest = events
  for (;;) {
    const isAtOnce = table.window !== undefined && onlyGrows(table.condition, false)
    const match = isAtOnce ? firstAtOnce(table, rest) : firstAtEnd(table, rest)
    if (match === undefined) return matches
    matches.push(match)
    rest = rest.slice(rest.indexOf(match.at(-1) as TableEvent) + 1)
  }
}

function firstAtOnce(
  table: ReferenceTable,
  events: readonly TableEvent[],
): readonly TableEvent[] | undefined {
  return events
    .map((last, i) =>
      events.slice(0, i + 1).filter(e => last.time - e.time <= (table.window ?? Infinity)),
    )
    .find(window => holds(table.condition, window, table.cased))
}

/** The first among the windows that no other window contains. */
function firstAtEnd(
  table: ReferenceTable,
  events: readonly TableEvent[],
): readonly TableEvent[] | undefined {
  const windows = events.map((first, i) =>
    events.slice(i).filter(e => e.time - first.time <= (table.window ?? Infinity)),
  )
  const isContained = (i: number): boolean =>
    windows.slice(0, i).some(other => other.at(-1) === windows[i]?.at(-1))
  return windows.find((window, i) => !isContained(i) && holds(table.condition, window, table.cased))
}

const growing = ['count', 'count_values', 'count_distinct', 'max', 'range']

/** Whether a condition that holds goes on to hold when events are added. */
function onlyGrows(condition: TableCondition, isNegated: boolean): boolean {
  if (condition.kind === 'not') return onlyGrows(condition.operand, !isNegated)
  if (condition.kind !== 'bound') return condition.operands.every(c => onlyGrows(c, isNegated))
  const { name, operator } = condition
  return !isNegated && growing.includes(name) && (operator === 'gt' || operator === 'gte')
}

function holds(condition: TableCondition, window: readonly TableEvent[], cased: boolean): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.operands.every(operand => holds(operand, window, cased))
    case 'or':
      return condition.operands.some(operand => holds(operand, window, cased))
    case 'not':
      return !holds(condition.operand, window, cased)
    case 'bound': {
      const result = resultOf(condition.name, window, cased)
      const number = typeof result === 'number' ? result : Number.NaN
      const { operator, value } = condition
      if (operator === 'gt') return number > value
      if (operator === 'gte') return number >= value
      if (operator === 'lt') return number < value
      if (operator === 'lte') return number <= value
      return number === value
    }
  }
}

/** The result of a function; of values that are all numbers the order is that of numbers. */
function resultOf(
  name: string,
  window: readonly TableEvent[],
  cased: boolean,
): Scalar | readonly Scalar[] {
  const texts = window.flatMap(({ values }) => values)
  // Values are whole numbers here, or words.
  const numbers = texts.filter(text => /^-?\d+$/.test(text)).map(Number)
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = (rank: number): number => sorted[rank] ?? Number.NaN
  const each = texts.filter(
    (text, i) => !texts.slice(0, i).some(t => (cased ? t === text : same(t, text))),
  )
  const half = sorted.length / 2
  switch (name) {
    case 'count':
      return window.length
    case 'count_values':
      return texts.length
    case 'count_distinct':
      return each.length
    case 'sum':
      return numbers.length === 0 ? null : numbers.reduce((a, b) => a + b)
    case 'avg':
      return numbers.length === 0 ? null : numbers.reduce((a, b) => a + b) / numbers.length
    case 'min':
      return sorted[0] ?? null
    case 'max':
      return sorted.at(-1) ?? null
    case 'range':
      return sorted.length === 0 ? null : middle(sorted.length - 1) - middle(0)
    case 'median':
      if (sorted.length === 0) return null
      return (middle(Math.ceil(half) - 1) + middle(Math.floor(half))) / 2
    case 'percentile(50)':
      return sorted[Math.max(0, Math.ceil(half) - 1)] ?? null
    case 'values':
      return each.length === 0 ? [null] : each
    case 'list':
      return texts.length === 0 ? [null] : texts
    case 'first':
      return texts[0] ?? null
    case 'last':
      return texts.at(-1) ?? null
    default:
      throw new Error(`no function ${name}`)
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
