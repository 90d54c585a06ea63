import { assertNever, invariant } from '../base/index.ts'
import type { Expression, Opaque, Test } from './expression.ts'
import { toNegationNormalForm } from './negation-normal-form.ts'

/**
 * The disjunctive form of a condition. Its atoms are clauses, so that the values of one list stay
 * together: `Image: [a, b]` is one way to fire, not two.
 */

/** The tests of one list with one polarity: any of them must hold (`all`: every one). */
export interface Clause {
  readonly kind: 'clause'
  readonly tests: readonly Test[]
  readonly all: boolean
  /** The clause as a whole must not hold. */
  readonly isNegated: boolean
}

/** A part of a branch that could not be read. */
export interface OpaqueClause {
  readonly kind: 'opaque'
  readonly opaque: Opaque
  readonly isNegated: boolean
}

/**
 * A conjunction that must not hold as a whole: `not (Image: a and User: b)`. It is kept whole,
 * since it is one thing that the author excludes and not one more way for the rule to fire.
 */
export interface Exclusion {
  readonly kind: 'exclusion'
  /** What must not hold, unnegated: an `and` of clauses, perhaps with an `or` inside. */
  readonly excluded: ClauseTree
}

/** One conjunction of clauses and exclusions: one way for the rule to fire. */
export type Branch = readonly (Clause | OpaqueClause | Exclusion)[]

export interface Branches {
  /** How many branches there are, expanded or not. */
  readonly count: number
  /** The branches, or `undefined` when there are more than the limit. */
  readonly branches: readonly Branch[] | undefined
}

/** The number of branches past which a rule is handled whole. */
export const defaultBranchLimit = 4096

/** The branches of a condition, counted before they are expanded. */
export function branchesOf(expression: Expression, limit: number = defaultBranchLimit): Branches {
  const tree = branchTreeOf(expression)
  const count = countBranches(tree)
  return { count, branches: count > limit ? undefined : expand(tree) }
}

/**
 * The branches of a condition, not expanded: those of an `or` are those of its operands, one after the
 * other; those of an `and` take one of each operand, the last operand's turning fastest.
 */
export type BranchTree =
  | Clause
  | OpaqueClause
  | Exclusion
  | {
      readonly kind: 'and' | 'or'
      readonly operands: readonly BranchTree[]
      /** How many branches there are. */
      readonly count: number
    }

export function branchTreeOf(expression: Expression): BranchTree {
  return toBranchTree(toClauseTree(toNegationNormalForm(expression)))
}

/** How many branches a tree has. */
export function countBranches(tree: BranchTree): number {
  return tree.kind === 'and' || tree.kind === 'or' ? tree.count : 1
}

function toBranchTree(tree: ClauseTree): BranchTree {
  if (isExclusion(tree)) return { kind: 'exclusion', excluded: negate(tree) }
  if (tree.kind === 'clause' || tree.kind === 'opaque') return tree
  const operands = tree.operands.map(toBranchTree)
  const counts = operands.map(countBranches)
  const count =
    tree.kind === 'and'
      ? counts.reduce((product, n) => product * n, 1)
      : counts.reduce((sum, n) => sum + n, 0)
  return { kind: tree.kind, operands, count }
}

/** A condition in negation normal form whose leaves are clauses. */
export type ClauseTree =
  | Clause
  | OpaqueClause
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ClauseTree[] }

/** Gathers the tests of each list into clauses; `expression` is in negation normal form. */
export function toClauseTree(expression: Expression): ClauseTree {
  switch (expression.kind) {
    case 'test':
      return { kind: 'clause', tests: [expression], all: false, isNegated: false }
    case 'opaque':
      return { kind: 'opaque', opaque: expression, isNegated: false }
    case 'not': {
      const { operand } = expression
      if (operand.kind === 'test') {
        return { kind: 'clause', tests: [operand], all: false, isNegated: true }
      }
      invariant(operand.kind === 'opaque', 'in negation normal form only leaves are negated')
      return { kind: 'opaque', opaque: operand, isNegated: true }
    }
    case 'and':
    case 'or':
      return gatherLists(expression.kind, expression.operands)
    default:
      return assertNever(expression)
  }
}

function gatherLists(kind: 'and' | 'or', operands: readonly Expression[]): ClauseTree {
  const groups = new Map<string, Map<unknown, Test>>()
  const order: (
    | ClauseTree
    | { readonly kind: 'list'; readonly key: string; readonly isNegated: boolean }
  )[] = []
  for (const operand of operands) {
    const isNegated = operand.kind === 'not'
    const inner = isNegated ? operand.operand : operand
    if (inner.kind !== 'test') {
      order.push(toClauseTree(operand))
      continue
    }
    const key = `${isNegated ? '-' : '+'}${inner.list} ${inner.field}`
    const group = groups.get(key)
    // The negation normal form makes a copy of a test of existence each time it turns one around.
    const identity =
      inner.operator === 'exists' ? `${inner.value} ${inner.span.start} ${inner.span.end}` : inner
    if (group === undefined) {
      groups.set(key, new Map([[identity, inner]]))
      order.push({ kind: 'list', key, isNegated })
    } else if (!group.has(identity)) group.set(identity, inner)
  }
  const trees = order.map((entry): ClauseTree => {
    if (entry.kind !== 'list') return entry
    const tests = [...(groups.get(entry.key)?.values() ?? [])]
    // “not a and not b” is “none of a, b”; “not a or not b” is “not all of a, b”.
    const all = tests.length > 1 && (kind === 'and') !== entry.isNegated
    return { kind: 'clause', tests, all, isNegated: entry.isNegated }
  })
  const [only] = trees
  return trees.length === 1 && only !== undefined ? only : { kind, operands: trees }
}

function expand(tree: BranchTree): readonly Branch[] {
  switch (tree.kind) {
    case 'clause':
    case 'opaque':
    case 'exclusion':
      return [[tree]]
    case 'or':
      return tree.operands.flatMap(expand)
    case 'and':
      // An operand that is never true leaves no branch, however many the others have.
      if (tree.operands.some(operand => countBranches(operand) === 0)) return []
      return tree.operands.reduce<readonly Branch[]>(
        (branches, operand) => {
          const choices = expand(operand)
          return branches.flatMap(branch => choices.map(choice => [...branch, ...choice]))
        },
        [[]],
      )
  }
}

/** A disjunction of nothing but negated clauses is one negated conjunction. */
function isExclusion(tree: ClauseTree): boolean {
  return tree.kind === 'or' && tree.operands.length > 1 && isAllNegated(tree)
}

function isAllNegated(tree: ClauseTree): boolean {
  switch (tree.kind) {
    case 'clause':
    case 'opaque':
      return tree.isNegated
    case 'and':
    case 'or':
      return tree.operands.length > 0 && tree.operands.every(isAllNegated)
  }
}

/** De Morgan's law on a tree: what it denies. */
function negate(tree: ClauseTree): ClauseTree {
  switch (tree.kind) {
    case 'clause':
      return { ...tree, isNegated: !tree.isNegated }
    case 'opaque':
      return { ...tree, isNegated: !tree.isNegated }
    case 'and':
      return { kind: 'or', operands: tree.operands.map(negate) }
    case 'or':
      return { kind: 'and', operands: tree.operands.map(negate) }
  }
}
