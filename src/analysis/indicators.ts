import {
  type Clause,
  type ClauseTree,
  type Logic,
  type Operator,
  type Rule,
  type Test,
  type Transform,
  toClauseTree,
  toNegationNormalForm,
  valueText,
} from '../ir/index.ts'
import { canonicalField, selectorKind } from '../knowledge/index.ts'
import { visibleEventTypes } from './event-coverage.ts'
import { clausesOf, expressionsOf } from './predicates.ts'

/** What a rule looks for, or excludes: one value of one field, in normal form. */
export interface Indicator {
  /** Equal keys are one indicator, in whichever rule, spelling and language. */
  readonly key: string
  /** As the rule writes it. */
  readonly field: string
  /** The name that all spellings of the field share. */
  readonly canonicalField: string
  readonly kind: Operator
  /** As written, unescaped. */
  readonly value: string
  readonly cased: boolean
  readonly transforms: readonly Transform[]
  readonly test: Test
}

/** A member of a negated conjunction. */
export interface ExclusionMember {
  readonly indicator: Indicator
  /** Members with equal numbers stand in one conjunction, which must not hold as a whole. */
  readonly group: number
  /** How many predicates the conjunction has; of 1, each value is excluded by itself. */
  readonly groupSize: number
}

export interface RuleIndicators {
  readonly indicators: readonly Indicator[]
  readonly exclusions: readonly ExclusionMember[]
}

/** Conjunctions that one excluded condition is multiplied out into, at the most. */
const maxGroups = 512

/**
 * The indicators of a rule: tests that stand unnegated in the negation normal form, and what its
 * negated conjunctions exclude. Selectors (which say *which events*), tests of absence and tests of
 * derived fields are neither. Two spellings of one test count once.
 */
export function indicatorsOf(rule: Rule): RuleIndicators {
  const normalise = indicatorFactory(rule)
  const indicators = new Map<string, Indicator>()
  const exclusions: ExclusionMember[] = []
  let group = 0
  for (const tree of treesOf(rule.logic)) {
    for (const test of unnegatedTests(tree)) {
      const indicator = normalise(test)
      if (indicator !== undefined && !indicators.has(indicator.key)) {
        indicators.set(indicator.key, indicator)
      }
    }
    for (const conjunction of excludedConjunctions(tree)) {
      const members = conjunction.flatMap(clause => clause.tests.flatMap(t => normalise(t) ?? []))
      if (members.length === 0) continue
      const seen = new Set<string>()
      for (const indicator of members) {
        if (seen.has(indicator.key)) continue
        seen.add(indicator.key)
        exclusions.push({ indicator, group, groupSize: conjunction.length })
      }
      group++
    }
  }
  return { indicators: [...indicators.values()], exclusions }
}

function treesOf(logic: Logic): readonly ClauseTree[] {
  return logic.stages.flatMap(expressionsOf).map(e => toClauseTree(toNegationNormalForm(e)))
}

function unnegatedTests(tree: ClauseTree): readonly Test[] {
  return clausesOf(tree)
    .filter(clause => !clause.isNegated)
    .flatMap(clause => clause.tests)
}

/**
 * What must not hold, as conjunctions of clauses: of `not (a and (b or c))` that is `a, b` and
 * `a, c`. A part that mixes negated with unnegated clauses is taken apart further down.
 */
function excludedConjunctions(tree: ClauseTree): readonly (readonly Clause[])[] {
  switch (tree.kind) {
    case 'opaque':
      return []
    case 'clause':
      return tree.isNegated ? [[tree]] : []
    case 'and':
      return tree.operands.flatMap(excludedConjunctions)
    case 'or': {
      const negated = tree.operands.filter(isAllNegated)
      const rest = tree.operands.filter(operand => !isAllNegated(operand))
      const own = negated.length === 0 ? [] : multiply(negated)
      return [...own, ...rest.flatMap(excludedConjunctions)]
    }
  }
}

function isAllNegated(tree: ClauseTree): boolean {
  if (tree.kind === 'clause' || tree.kind === 'opaque') return tree.isNegated
  return tree.operands.every(isAllNegated)
}

/** `not a or (not b and not c)` denies `a and (b or c)`: the conjunctions `a, b` and `a, c`. */
function multiply(operands: readonly ClauseTree[]): readonly (readonly Clause[])[] {
  const factors = operands.map(denied)
  const size = factors.reduce((product, factor) => product * factor.length, 1)
  // Past the limit the group stays one: everything in it stands together.
  if (size > maxGroups) return [factors.flat(2)]
  return factors.reduce<readonly (readonly Clause[])[]>(
    (groups, factor) => groups.flatMap(group => factor.map(more => [...group, ...more])),
    [[]],
  )
}

/** The conjunctions that an all-negated tree denies. */
function denied(tree: ClauseTree): readonly (readonly Clause[])[] {
  switch (tree.kind) {
    case 'opaque':
      return [[]]
    case 'clause':
      return [[tree]]
    case 'and':
      return tree.operands.flatMap(denied)
    case 'or':
      return multiply(tree.operands)
  }
}

/** Makes indicators of a rule’s tests; `undefined` for tests that are none. */
function indicatorFactory(rule: Rule): (test: Test) => Indicator | undefined {
  const { logSource } = rule
  const types = visibleEventTypes(rule)
  return test => {
    if (test.derived === true) return undefined
    if (test.operator === 'null') return undefined
    if (test.operator === 'exists' && !test.value) return undefined
    const selector = selectorKind(logSource, test.field)
    if (selector !== undefined && selector !== 'operation') return undefined
    const { name, scope } = canonicalField(logSource, types, test.field)
    return {
      key: indicatorKey(scope, name, test),
      field: test.field,
      canonicalField: name,
      kind: test.operator,
      value: valueText(test),
      cased: test.cased,
      transforms: test.transforms,
      test,
    }
  }
}

/**
 * The count key: scope, canonical field, kind and folded value. A test of a file name alone shares
 * the key of `ends_with` with a separator before it. Encodings belong to the key, since another text
 * is looked for; `windash` and case do not.
 */
export function indicatorKey(scope: string, canonical: string, test: Test): string {
  const encodings = test.transforms.filter(transform => transform !== 'windash')
  const [kind, value] = keyedValue(test)
  return JSON.stringify([scope, canonical, kind, value, ...encodings])
}

function keyedValue(test: Test): readonly [string, string] {
  const text = valueText(test)
  switch (test.operator) {
    case 'ends_with': {
      const name = /^[\\/]([^\\/]+)$/.exec(text)?.[1]
      return name === undefined
        ? ['ends_with', text.toLowerCase()]
        : ['file_name', name.toLowerCase()]
    }
    case 'regex': {
      const { ignoreCase, multiline, dotAll, anchored, dialect } = test.value
      return [`regex ${ignoreCase} ${multiline} ${dotAll} ${anchored} ${dialect}`, text]
    }
    case 'field_equals':
      return [`field_equals ${test.value.comparison}`, text]
    default:
      return [test.operator, text.toLowerCase()]
  }
}
