import {
  and,
  type Branch,
  branchesOf,
  type Clause,
  not,
  type Rule,
  toClauseTree,
  toNegationNormalForm,
} from '../ir/index.ts'
import type { EventType } from '../knowledge/index.ts'
import { type Candidate, candidatesOf } from './candidate-events.ts'
import { clauseTruth, type Leaf, treeTruth } from './clause-truth.ts'
import { fieldTruth, lackedFields } from './field-truth.ts'
import { clausesOf } from './predicates.ts'
import { selectorTruth } from './selector-truth.ts'

/** How much of a rule one type of event can satisfy. */
export interface EventCoverage {
  readonly type: EventType
  /** The ways in which the rule can fire; 1 when there are too many to be told apart. */
  readonly branches: number
  readonly branchesCovered: number
  /**
   * Fields that some branch needs and the event has not. A branch whose exclusion asks for the
   * absence of such a field needs it too: without it, the exclusion always applies.
   */
  readonly missingFields: readonly string[]
  /** Fields of exclusions that the event has not: there the exclusion never applies. */
  readonly exclusionsWithoutField: readonly string[]
  /** Fields whose absence is asked for and that the event never has. */
  readonly vacuousAbsences: readonly string[]
  /** Whether the fields of the event are known; if not, it is assumed to have them. */
  readonly areFieldsKnown: boolean
}

/**
 * The event types that can satisfy a rule, branch by branch. A type covers a branch when none of the
 * branch’s selectors contradicts it and it has every field of the branch’s unnegated tests, tests of
 * absence apart. Types that every branch’s selectors rule out are left out.
 */
export function eventCoverage(rule: Rule): readonly EventCoverage[] {
  const branches = waysOf(rule)
  return candidatesOf(rule, branches).flatMap(candidate => {
    const admitted = branches.filter(branch => admits(branch, candidate, rule))
    if (admitted.length === 0) return []
    const { type } = candidate
    const reports = admitted.map(branch => inspect(branch, candidate, rule))
    return [
      {
        type,
        branches: branches.length,
        branchesCovered: reports.filter(report => report.missing.length === 0).length,
        missingFields: unique(reports.flatMap(report => report.missing)),
        exclusionsWithoutField: unique(reports.flatMap(report => report.unfiltered)),
        vacuousAbsences: unique(reports.flatMap(report => report.vacuous)),
        areFieldsKnown: type.fields !== undefined,
      },
    ]
  })
}

/** The event types that a rule can see: of its log source, and not ruled out by its selectors. */
export function visibleEventTypes(rule: Rule): readonly EventType[] {
  const branches = waysOf(rule)
  return candidatesOf(rule, branches)
    .filter(candidate => branches.some(branch => admits(branch, candidate, rule)))
    .map(({ type }) => type)
}

/** The ways in which a rule can fire; the rule as a whole when there are too many. */
function waysOf(rule: Rule): readonly Branch[] {
  const filters = rule.logic.stages.flatMap(s => (s.kind === 'filter' ? [s.expression] : []))
  if (filters.length === 0) return []
  const expression = and(filters)
  const { branches } = branchesOf(expression)
  if (branches !== undefined) return branches
  // The rule holds where its negation does not: one exclusion, however many branches it has.
  const excluded = toClauseTree(toNegationNormalForm(not(expression)))
  return [[{ kind: 'exclusion', excluded }]]
}

/** Whether no selector of the branch contradicts the type. */
function admits(branch: Branch, candidate: Candidate, rule: Rule): boolean {
  const leaf = selectorTruth(candidate, rule, branch)
  return branch.every(item => branchItemTruth(item, leaf) !== false)
}

/** What is certain of one part of a branch. */
function branchItemTruth(item: Branch[number], leaf: Leaf): boolean | undefined {
  switch (item.kind) {
    case 'opaque':
      return undefined
    case 'clause':
      return clauseTruth(item, leaf)
    case 'exclusion': {
      const excluded = treeTruth(item.excluded, leaf)
      return excluded === undefined ? undefined : !excluded
    }
  }
}

interface BranchReport {
  readonly missing: readonly string[]
  readonly unfiltered: readonly string[]
  readonly vacuous: readonly string[]
}

/** What the fields of a type decide of a branch. */
function inspect(branch: Branch, candidate: Candidate, rule: Rule): BranchReport {
  const { type } = candidate
  const missing: string[] = []
  const unfiltered: string[] = []
  const vacuous: string[] = []
  const field = fieldTruth(type, rule)
  const selector = selectorTruth(candidate, rule, branch)
  const either: Leaf = test => selector(test) ?? field(test)
  for (const item of branch) {
    const clauses = clausesIn(item)
    const isImpossible = branchItemTruth(item, item.kind === 'exclusion' ? either : field) === false
    for (const clause of clauses) {
      const isExcluded = (item.kind === 'exclusion') !== clause.isNegated
      const lacked = clause.tests.flatMap(test => lackedFields(test, type, rule))
      // Without the field the tests of the clause hold (`true`), hold not, or it does not matter.
      const holds = clauseTruth({ ...clause, isNegated: false }, field)
      if (holds === undefined) continue
      if (isImpossible && holds === isExcluded) missing.push(...lacked)
      else if (holds) vacuous.push(...lacked)
      else if (isExcluded) unfiltered.push(...lacked)
    }
  }
  return { missing, unfiltered, vacuous }
}

function clausesIn(item: Branch[number]): readonly Clause[] {
  switch (item.kind) {
    case 'opaque':
      return []
    case 'clause':
      return [item]
    case 'exclusion':
      return clausesOf(item.excluded)
  }
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
