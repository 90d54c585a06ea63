import {
  and,
  type Branch,
  branchesOf,
  type Clause,
  type Expression,
  type Logic,
  not,
  or,
  type Rule,
  toClauseTree,
  toNegationNormalForm,
} from '../ir/index.ts'
import { type EventType, selectorKind } from '../knowledge/index.ts'
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
  const admits = admission(rule)
  return candidatesOf(rule, branches).flatMap(candidate => {
    const admitted = branches.filter(branch => admits(branch, candidate))
    if (admitted.length === 0) return []
    const { type } = candidate
    const inspect = inspection(candidate, rule)
    const reports = admitted.map(inspect)
    const all = unique(reports.flat())
    return [
      {
        type,
        branches: branches.length,
        branchesCovered: reports.filter(items => items.every(item => item.missing.length === 0))
          .length,
        missingFields: unique(all.flatMap(report => report.missing)),
        exclusionsWithoutField: unique(all.flatMap(report => report.unfiltered)),
        vacuousAbsences: unique(all.flatMap(report => report.vacuous)),
        areFieldsKnown: type.fields !== undefined,
      },
    ]
  })
}

/** The event types that a rule can see: of its log source, and not ruled out by its selectors. */
export function visibleEventTypes(rule: Rule): readonly EventType[] {
  const branches = waysOf(rule)
  const admits = admission(rule)
  return candidatesOf(rule, branches)
    .filter(candidate => branches.some(branch => admits(branch, candidate)))
    .map(({ type }) => type)
}

/** The ways in which a rule can fire; the rule as a whole when there are too many. */
function waysOf(rule: Rule): readonly Branch[] {
  const filters = conditionsOf(rule.logic)
  if (filters.length === 0) return []
  const expression = and(filters)
  const { branches } = branchesOf(expression)
  if (branches !== undefined) return branches
  // The rule holds where its negation does not: one exclusion, however many branches it has.
  const excluded = toClauseTree(toNegationNormalForm(not(expression)))
  return [[{ kind: 'exclusion', excluded }]]
}

/** Joins whose sides are rows beside one another, so that an event satisfies one of them. */
const alternatives: ReadonlySet<string> = new Set(['union', 'union_all', 'fork', 'batch'])

/** The conditions on one event, all of which must hold; of the sides of a union, those of one. */
function conditionsOf({ stages }: Logic): readonly Expression[] {
  return stages.flatMap((stage): readonly Expression[] => {
    if (stage.kind === 'filter') return [stage.expression]
    if (stage.kind !== 'join' || !alternatives.has(stage.how)) return []
    const sides = stage.sides.map(conditionsOf)
    return sides.some(side => side.length > 0) ? [or(sides.map(and))] : []
  })
}

/**
 * Whether no selector of a branch contradicts a type. Branches share their parts, so each part is looked
 * at once for whether it selects anything.
 */
function admission(rule: Rule): (branch: Branch, candidate: Candidate) => boolean {
  const selecting = new Map<Branch[number], boolean>()
  const isSelecting = (item: Branch[number]): boolean => {
    const known = selecting.get(item)
    if (known !== undefined) return known
    const clauses = clausesIn(item)
    const decides =
      clauses.some(({ tests }) =>
        tests.some(test => selectorKind(rule.logSource, test.field) !== undefined),
      ) || branchItemTruth(item, () => undefined) !== undefined
    selecting.set(item, decides)
    return decides
  }
  return (branch, candidate) => {
    const items = branch.filter(isSelecting)
    if (items.length === 0) return true
    const leaf = selectorTruth(candidate, rule, branch)
    return items.every(item => branchItemTruth(item, leaf) !== false)
  }
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

interface ItemReport {
  readonly missing: readonly string[]
  readonly unfiltered: readonly string[]
  readonly vacuous: readonly string[]
}

/**
 * What the fields of a type decide of the parts of a branch. Branches share their parts, and only in logs of
 * operations does the rest of a branch change what is decided of one.
 */
function inspection(candidate: Candidate, rule: Rule): (branch: Branch) => readonly ItemReport[] {
  const field = fieldTruth(candidate.type, rule)
  const known = new Map<Branch[number], ItemReport>()
  return branch => {
    const selector = selectorTruth(candidate, rule, branch)
    const either: Leaf = test => selector(test) ?? field(test)
    return branch.map(item => {
      const report =
        (candidate.isOperationLog ? undefined : known.get(item)) ??
        inspectItem(item, candidate, rule, { field, either })
      known.set(item, report)
      return report
    })
  }
}

function inspectItem(
  item: Branch[number],
  { type }: Candidate,
  rule: Rule,
  { field, either }: { readonly field: Leaf; readonly either: Leaf },
): ItemReport {
  const missing: string[] = []
  const unfiltered: string[] = []
  const vacuous: string[] = []
  const isImpossible = branchItemTruth(item, item.kind === 'exclusion' ? either : field) === false
  for (const clause of clausesIn(item)) {
    const isExcluded = (item.kind === 'exclusion') !== clause.isNegated
    // Without the field the tests of the clause hold (`true`), hold not, or it does not matter.
    const holds = clauseTruth({ ...clause, isNegated: false }, field)
    if (holds === undefined) continue
    const lacked = clause.tests.flatMap(test => lackedFields(test, type, rule))
    if (isImpossible && holds === isExcluded) missing.push(...lacked)
    else if (holds) vacuous.push(...lacked)
    else if (isExcluded) unfiltered.push(...lacked)
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

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}
