import {
  type BranchTree,
  branchTreeOf,
  type ClauseTree,
  countBranches,
  defaultBranchLimit,
  type Expression,
  type Test,
} from '../../ir/index.ts'
import { unnegatedTests } from '../evaluate.ts'
import { clauseFlags, clauseHead, clauseKinds } from './clause-code.ts'

/** Writes the branches of an expression and gives where they begin. */
export function emitBranches(
  expression: Expression,
  code: number[],
  indexOf: (test: Test) => number,
): number {
  const emit = (kind: number, count: number, content: () => void): void => {
    const start = code.push(kind, 0, count) - clauseHead
    content()
    code[start + 1] = code.length
  }
  const emitTree = (tree: BranchTree | ClauseTree): void => {
    switch (tree.kind) {
      case 'clause':
        emit(clauseKinds.clause, 1, () => {
          const { all, isNegated } = tree
          code.push((all ? clauseFlags.all : 0) | (isNegated ? clauseFlags.negated : 0))
          for (const test of tree.tests) code.push(indexOf(test))
        })
        break
      case 'opaque':
        emit(clauseKinds.opaque, 1, () => {})
        break
      case 'exclusion':
        emit(clauseKinds.exclusion, 1, () => emitTree(tree.excluded))
        break
      case 'and':
      case 'or':
        emit(clauseKinds[tree.kind], 'count' in tree ? tree.count : 1, () => {
          for (const operand of tree.operands) emitTree(operand)
        })
    }
  }
  const start = code.length
  const tree = branchTreeOf(expression)
  if (countBranches(tree) <= defaultBranchLimit) emitTree(tree)
  else {
    emit(clauseKinds.whole, 0, () => {
      for (const test of unnegatedTests(expression)) code.push(indexOf(test))
    })
  }
  return start
}
