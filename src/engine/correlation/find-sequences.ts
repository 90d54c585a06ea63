import {
  createSequenceMachine,
  keysOf,
  type SequenceHit,
  type SequenceMatch,
} from '../sequence/index.ts'
import type { ContributionStore } from './contribution-store.ts'
import type { SequenceNode } from './plan.ts'

/** A match of a sequence. */
export interface FoundSequence {
  readonly node: SequenceNode
  /** The values of its keys, as the machine writes them. */
  readonly key: string
  /** The contribution of its last event. */
  readonly at: number
  readonly contributions: Uint32Array
}

export interface FoundSequences {
  readonly found: readonly FoundSequence[]
  /** Events that meet a condition and have no value of a key. */
  readonly withoutGroup: number
  /** Events that took part in not all of their keys. */
  readonly crowded: number
  /** Sequences that had begun and were given up since there were too many. */
  readonly dropped: number
}

/** Runs a sequence over what the rules of its conditions contributed, in the order of time. */
export function findSequences(
  node: SequenceNode,
  byRule: ReadonlyMap<number, readonly number[]>,
  store: ContributionStore,
): FoundSequences {
  const { shape, conditions } = node
  const conditionOf = new Map(conditions.map((rule, condition) => [rule, condition]))
  const ids = Uint32Array.from(conditions.flatMap(rule => byRule.get(rule) ?? []))
  ids.sort((a, b) => store.compareEvents(a, b) || store.rule(a) - store.rule(b))
  const machine = createSequenceMachine<number>(shape)
  const found: FoundSequence[] = []
  let withoutGroup = 0
  let crowded = 0
  const add = (matches: readonly SequenceMatch<number>[]): void => {
    for (const { key, events } of matches) {
      found.push({ node, key, at: events.at(-1) ?? 0, contributions: Uint32Array.from(events) })
    }
  }
  for (let start = 0; start < ids.length; ) {
    const first = ids[start] ?? 0
    const hits: SequenceHit[] = []
    let isCrowded = false
    let next = start
    for (; next < ids.length && store.isSameEvent(first, ids[next] ?? 0); next++) {
      const id = ids[next] ?? 0
      const condition = conditionOf.get(store.rule(id)) ?? -1
      const keys = shape.conditions[condition]?.keys ?? []
      const places = new Map(keys.map(({ field }, place) => [field, place]))
      const own = keysOf(keys, field =>
        store.valuesOf(id, places.get(field) ?? 0).map(value => store.text(value)),
      )
      isCrowded ||= own.isCrowded
      if (own.keys.length > 0) hits.push({ condition, keys: own.keys })
    }
    if (isCrowded) crowded++
    if (hits.length === 0) withoutGroup++
    else add(machine.advance(first, store.instant(first), hits))
    start = next
  }
  add(machine.finish())
  return { found, withoutGroup, crowded, dropped: machine.dropped }
}

/** What the events of a match have in common, by the names of the first condition’s keys. */
export function groupOfSequence({
  node,
  key,
}: FoundSequence): readonly { readonly field: string; readonly value: string }[] {
  const parts = JSON.parse(key) as readonly (string | null)[]
  const event = node.shape.conditions.find(({ role }) => role.kind === 'event')
  return (event?.keys ?? []).flatMap(({ field }, i) => {
    const value = parts[i]
    return value === undefined || value === null ? [] : [{ field, value }]
  })
}
