import {
  type Branch,
  branchesOf,
  type Clause,
  type ClauseTree,
  type Expression,
  not,
  printExpression,
  type Test,
  testsOf,
} from '../../ir/index.ts'
import { defineLint, type Lint } from './lint.ts'
import { ownFilters } from './own-filters.ts'

/**
 * What can be proved without looking at events: a branch holds never if it demands a test and its
 * negation, or a field’s presence and its absence. Two values of one field prove nothing, since a
 * field may have several.
 */

export const neverTrue: Lint = defineLint({
  code: 'lint/never-true',
  summary: 'The condition demands something and its opposite, so it can never hold.',
  example: {
    bad: 'selection: { Image: a }\ncondition: selection and not selection',
    good: 'selection: { Image: a }\nfilter: { User: b }\ncondition: selection and not filter',
  },
  check(rule, report) {
    for (const { expression, span } of ownFilters(rule)) {
      if (isContradiction(expression)) report(span, 'the condition can never hold')
    }
  },
})

export const alwaysTrue: Lint = defineLint({
  code: 'lint/always-true',
  summary: 'The condition holds for every event of the log source.',
  example: {
    bad: 'selection: { Image: a }\ncondition: selection or not selection',
    good: 'selection: { Image: a }\ncondition: selection',
  },
  check(rule, report) {
    for (const { expression, span } of ownFilters(rule)) {
      // A stage without a test, such as a macro for local tuning, is meant to let everything through.
      if (testsOf(expression).length === 0) continue
      if (isContradiction(not(expression))) report(span, 'the condition always holds')
    }
  },
})

/** Branches past this many are not looked at: nothing is claimed then. */
const branchLimit = 1024

function isContradiction(expression: Expression): boolean {
  const { branches } = branchesOf(expression, branchLimit)
  return branches?.every(isImpossible) ?? false
}

function isImpossible(branch: Branch): boolean {
  const demanded = new Set<string>()
  const present = new Set<string>()
  const absent = new Set<string>()
  for (const clause of branch) {
    if (clause.kind !== 'clause' || clause.isNegated) continue
    demanded.add(clauseKey(clause))
    for (const test of single(clause)) {
      demanded.add(printExpression(test))
      if (isAbsence(test)) absent.add(test.field)
      else if (demandsPresence(test)) present.add(test.field)
    }
  }
  if ([...absent].some(field => present.has(field))) return true
  return branch.some(item => {
    if (item.kind === 'clause') return item.isNegated && isDemanded(item, demanded)
    return item.kind === 'exclusion' && isTreeDemanded(item.excluded, demanded)
  })
}

/** The tests of a clause that must hold each: all of them, or the only one. */
function single(clause: Clause): readonly Test[] {
  return clause.all || clause.tests.length === 1 ? clause.tests : []
}

function clauseKey({ tests, all }: Clause): string {
  const keys = [...new Set(tests.map(printExpression))].sort()
  return keys.length === 1 ? (keys[0] ?? '') : `${all ? 'all' : 'any'} ${keys.join(' ')}`
}

/** Whether what a negated clause denies is demanded elsewhere in the branch. */
function isDemanded(clause: Clause, demanded: ReadonlySet<string>): boolean {
  if (demanded.has(clauseKey(clause))) return true
  const holds = clause.tests.map(test => demanded.has(printExpression(test)))
  return clause.all ? holds.every(Boolean) : holds.some(Boolean)
}

function isTreeDemanded(tree: ClauseTree, demanded: ReadonlySet<string>): boolean {
  switch (tree.kind) {
    case 'opaque':
      return false
    case 'clause':
      return !tree.isNegated && isDemanded(tree, demanded)
    case 'and':
      return tree.operands.every(operand => isTreeDemanded(operand, demanded))
    case 'or':
      return tree.operands.some(operand => isTreeDemanded(operand, demanded))
  }
}

/** `exists: false` only: a null value is there, and another value may stand beside it. */
function isAbsence(test: Test): boolean {
  return test.operator === 'exists' && !test.value
}

function demandsPresence(test: Test): boolean {
  return test.operator !== 'null' && !isAbsence(test)
}
