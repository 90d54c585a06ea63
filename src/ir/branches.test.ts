import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../test/support/golden.ts'
import { makeTest } from '../../test/support/make-test.ts'
import { readExpression } from '../../test/support/read-expression.ts'
import { type Branch, branchesOf, type ClauseTree, type Exclusion } from './branches.ts'
import { and, or } from './expression.ts'
import { printExpression } from './print.ts'

describe('branches', () => {
  const file = new URL('./branches.golden.txt', import.meta.url)
  describeGolden(file, text => {
    const { count, branches } = branchesOf(readExpression(text), 16)
    return [`${count}`, ...(branches?.map(printBranch) ?? ['past the limit'])].join('\n')
  })
})

function printBranch(branch: Branch): string {
  return branch.length === 0 ? '(nothing)' : branch.map(printTree).join(' & ')
}

function printTree(tree: ClauseTree | Exclusion): string {
  switch (tree.kind) {
    case 'clause': {
      const words = [tree.all ? 'all' : 'any', ...tree.tests.map(printExpression)]
      return `${tree.isNegated ? 'not ' : ''}{${words.join(' ')}}`
    }
    case 'opaque':
      return `${tree.isNegated ? 'not ' : ''}${printExpression(tree.opaque)}`
    case 'exclusion':
      return `excluded ${printTree(tree.excluded)}`
    case 'and':
    case 'or':
      return `(${[tree.kind, ...tree.operands.map(printTree)].join(' ')})`
  }
}

const wide = or(
  Array.from({ length: 100 }, (_, i) => makeTest('equals', `f${i}`, 'x', { list: i })),
)

test('ten times a hundred choices are counted, not expanded', () => {
  const { count, branches } = branchesOf({
    kind: 'and',
    operands: Array.from({ length: 10 }, () => wide),
  })
  expect(count).toBe(1e20)
  expect(branches).toBeUndefined()
})

test('an operand that is never true spares the expansion of the others', () => {
  const operands = [...Array.from({ length: 10 }, () => wide), or([])]
  expect(branchesOf({ kind: 'and', operands })).toEqual({ count: 0, branches: [] })
})

test('a number of branches equal to the limit is expanded', () => {
  expect(branchesOf(and([wide]), 100).branches).toHaveLength(100)
  expect(branchesOf(and([wide]), 99).branches).toBeUndefined()
})
