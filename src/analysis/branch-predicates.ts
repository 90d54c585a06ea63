import {
  and,
  branchesOf,
  type Clause,
  type ClauseTree,
  type Logic,
  type Test,
} from '../ir/index.ts'
import type { Predicate } from './predicates.ts'

/** One way for a rule to fire, by the places of its predicates. */
export interface BranchPredicates {
  /** Of each group one must hold: a list of mixed operators is several predicates. */
  readonly looksFor: readonly (readonly number[])[]
  /**
   * Of each group, not all may be so together: those that are negated as predicates must not hold together, where the
   * others do not.
   */
  readonly excludes: readonly (readonly number[])[]
  /** Parts that could not be read, which never hold for certain. */
  readonly opaque: number
}

/**
 * The branches of a rule’s filters, as places in `predicates`, which are those of the same logic. Empty when the rule
 * has no filter, more branches than `limit`, or an exclusion that is multiplied out into more groups.
 */
export function branchPredicatesOf(
  { stages }: Logic,
  predicates: readonly Predicate[],
  limit: number,
): readonly BranchPredicates[] {
  const filters = stages.flatMap(stage => (stage.kind === 'filter' ? [stage.expression] : []))
  if (filters.length === 0) return []
  const placesOf = predicateFinder(predicates)
  const found: BranchPredicates[] = []
  for (const branch of branchesOf(and(filters), limit).branches ?? []) {
    const looksFor: (readonly number[])[] = []
    const excludes: (readonly number[])[] = []
    let opaque = 0
    for (const item of branch) {
      if (item.kind === 'opaque') opaque++
      else if (item.kind === 'clause' && !item.isNegated) {
        const places = placesOf(item, false)
        looksFor.push(...(item.all ? places.map(place => [place]) : [places]))
      } else {
        const tree = item.kind === 'exclusion' ? item.excluded : { ...item, isNegated: false }
        const groups = groupsOf(tree, placesOf, limit)
        if (groups === undefined) return []
        excludes.push(...groups)
      }
    }
    found.push({ looksFor: unique(looksFor), excludes: unique(excludes), opaque })
  }
  return found
}

type PlacesOf = (clause: Clause, isNegated: boolean) => readonly number[]

/** What is excluded, as groups; `undefined` when they are more than `limit` or a part could not be read. */
function groupsOf(
  tree: ClauseTree,
  placesOf: PlacesOf,
  limit: number,
): readonly (readonly number[])[] | undefined {
  switch (tree.kind) {
    case 'opaque':
      return undefined
    case 'clause': {
      const places = placesOf(tree, !tree.isNegated)
      // Of a negated list of “any”, all are denied at once.
      return tree.all !== tree.isNegated ? [places] : places.map(place => [place])
    }
    case 'and':
    case 'or': {
      const parts = tree.operands.map(operand => groupsOf(operand, placesOf, limit))
      let groups: readonly (readonly number[])[] = tree.kind === 'and' ? [[]] : []
      for (const part of parts) {
        if (part === undefined) return undefined
        groups =
          tree.kind === 'or'
            ? [...groups, ...part]
            : groups.flatMap(group => part.map(more => [...group, ...more]))
        if (groups.length > limit) return undefined
      }
      return groups
    }
  }
}

/** The groups in ascending order within, each once. */
function unique(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const sorted = groups.map(group => [...new Set(group)].sort((a, b) => a - b))
  return [...new Map(sorted.map(group => [group.join(' '), group])).values()]
}

/** Finds the predicates that a clause’s tests stand in. Normal forms copy tests, so these are known by their places. */
function predicateFinder(predicates: readonly Predicate[]): PlacesOf {
  const places = new Map<string, number[]>()
  predicates.forEach(({ tests, isNegated }, place) => {
    for (const test of tests) {
      for (const key of [keyOf(test, isNegated), keyOf(test, undefined)]) {
        const known = places.get(key)
        if (known === undefined) places.set(key, [place])
        else if (known.at(-1) !== place) known.push(place)
      }
    }
  })
  return ({ tests }, isNegated) => [
    ...new Set(
      tests.flatMap(
        test => places.get(keyOf(test, isNegated)) ?? places.get(keyOf(test, undefined)) ?? [],
      ),
    ),
  ]
}

function keyOf({ field, operator, span }: Test, isNegated: boolean | undefined): string {
  return `${isNegated} ${span.start} ${span.end} ${operator} ${field}`
}
