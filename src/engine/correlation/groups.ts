import type { ContributionStore } from './contribution-store.ts'
import type { CorrelationNode } from './plan.ts'
import { createRowReader, type Row, type RowReader, sameIn } from './rows.ts'
import type { Found } from './runs.ts'

/** The events of a node that agree in what it groups by. */
export interface Group {
  /** The values, as the first event of the group has them: ids of texts. */
  readonly values: readonly number[]
  /** In the order of time. */
  readonly rows: readonly Row[]
}

export interface Groups {
  readonly groups: readonly Group[]
  readonly reader: RowReader
  readonly withoutGroup: number
  readonly withoutValue: number
  readonly crowded: number
}

/**
 * Sorts the events of a node into groups. `byRule` holds the contributions of each rule in the order
 * of time, `found` the matches of the nodes before, each node's own in that order as far as they are of
 * one group.
 */
export function findGroups(
  node: CorrelationNode,
  byRule: ReadonlyMap<number, readonly number[]>,
  found: readonly Found[],
  store: ContributionStore,
): Groups {
  const groups = new Map<string, { readonly values: readonly number[]; readonly rows: Row[] }>()
  const counts = { withoutGroup: 0, withoutValue: 0, crowded: 0 }
  const reader = createRowReader(node, found, store)
  const sameAs = sameIn(node, store)
  const add = (row: Row): void => {
    const { all, isCut } = reader.keys(row)
    if (all.length === 0) {
      counts.withoutGroup++
      return
    }
    if (!reader.hasValue(row)) {
      counts.withoutValue++
      return
    }
    if (isCut || reader.isCrowded(row)) counts.crowded++
    const names = all.map(key => key.map(sameAs).join())
    for (const [i, name] of names.entries()) {
      if (i > 0 && names.indexOf(name) < i) continue
      const group = groups.get(name)
      if (group === undefined) groups.set(name, { values: all[i] ?? [], rows: [row] })
      else group.rows.push(row)
    }
  }
  for (const input of node.inputs) {
    if (input.kind === 'rule') for (const row of byRule.get(input.rule) ?? []) add(row)
    else {
      found.forEach((match, index) => {
        if (match.node === input.node) add(-1 - index)
      })
    }
  }
  const isOneRule = node.inputs.length === 1 && node.inputs[0]?.kind === 'rule'
  if (!isOneRule) for (const { rows } of groups.values()) rows.sort(reader.compare)
  return { groups: [...groups.values()], reader, ...counts }
}
