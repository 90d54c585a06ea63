import type { Clause, ClauseTree, Test } from '../ir/index.ts'

/** What is certain of a test before any event is seen; `undefined` when the event decides. */
export type Leaf = (test: Test) => boolean | undefined

/** What is certain of a clause, its negation included. */
export function clauseTruth(clause: Clause, leaf: Leaf): boolean | undefined {
  const truths = clause.tests.map(leaf)
  const truth = clause.all ? conjunction(truths) : disjunction(truths)
  return truth === undefined ? undefined : truth !== clause.isNegated
}

/** What is certain of a tree of clauses. */
export function treeTruth(tree: ClauseTree, leaf: Leaf): boolean | undefined {
  switch (tree.kind) {
    case 'opaque':
      return undefined
    case 'clause':
      return clauseTruth(tree, leaf)
    case 'and':
      return conjunction(tree.operands.map(operand => treeTruth(operand, leaf)))
    case 'or':
      return disjunction(tree.operands.map(operand => treeTruth(operand, leaf)))
  }
}

function conjunction(truths: readonly (boolean | undefined)[]): boolean | undefined {
  if (truths.includes(false)) return false
  return truths.includes(undefined) ? undefined : true
}

function disjunction(truths: readonly (boolean | undefined)[]): boolean | undefined {
  if (truths.includes(true)) return true
  return truths.includes(undefined) ? undefined : false
}
