import type { Span } from '../base/index.ts'
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
  /** Where that name holds: empty for endpoint events, else the log source. */
  readonly scope: string
  /** The rule’s name of the field, where the canonical one is another. */
  readonly renamedFrom?: string
  readonly kind: Operator
  /** As written, unescaped. */
  readonly value: string
  readonly cased: boolean
  readonly transforms: readonly Transform[]
  /** The first test that says it. */
  readonly test: Test
  /** Every place where the rule says it, in whichever spelling. */
  readonly spans: readonly Span[]
}

/** A member of a negated conjunction. */
export interface ExclusionMember {
  readonly indicator: Indicator
  /** Members with equal numbers stand in one conjunction, which must not hold as a whole. */
  readonly group: number
  /**
   * How many conditions the conjunction has: of 1, each value is excluded by itself. A list counts
   * once, since any of its values is enough, but under `all` each of its values counts. Selectors
   * and tests of absence count, since without them nothing is excluded, but are not listed.
   */
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
  const trees = treesOf(rule.logic)
  const indicators = gather(trees.flatMap(unnegatedTests).flatMap(test => normalise(test) ?? []))
  const groups = trees.flatMap(excludedConjunctions).flatMap(conjunction => {
    const clauses = uniqueClauses(conjunction)
    const tests = clauses.flatMap(clause => clause.tests)
    const members = gather(tests.flatMap(test => normalise(test) ?? []))
    return members.length === 0 ? [] : [{ members, groupSize: sizeOf(clauses) }]
  })
  return {
    indicators,
    exclusions: groups.flatMap(({ members, groupSize }, group) =>
      members.map(indicator => ({ indicator, group, groupSize })),
    ),
  }
}

/** Each indicator once, at all of its places. */
function gather(indicators: readonly Indicator[]): readonly Indicator[] {
  const byKey = new Map<string, Indicator>()
  for (const indicator of indicators) {
    const known = byKey.get(indicator.key)
    if (known === undefined) byKey.set(indicator.key, indicator)
    else if (!known.spans.some(span => isSameSpan(span, indicator.test.span))) {
      byKey.set(indicator.key, { ...known, spans: [...known.spans, indicator.test.span] })
    }
  }
  return [...byKey.values()]
}

function isSameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end
}

/** A selection that a conjunction holds twice is one condition of it. */
function uniqueClauses(conjunction: readonly Clause[]): readonly Clause[] {
  const kept: Clause[] = []
  for (const clause of conjunction) {
    const isKnown = kept.some(
      ({ tests, all }) =>
        all === clause.all &&
        tests.length === clause.tests.length &&
        tests.every((test, i) => test === clause.tests[i]),
    )
    if (!isKnown) kept.push(clause)
  }
  return kept
}

function sizeOf(conjunction: readonly Clause[]): number {
  return conjunction.reduce((size, { all, tests }) => size + (all ? tests.length : 1), 0)
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
      return isAllNegated(tree) ? [[tree]] : []
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

/** The negation normal form turns a negated `exists: true` around; it is negated all the same. */
function isAllNegated(tree: ClauseTree): boolean {
  switch (tree.kind) {
    case 'opaque':
      return tree.isNegated
    case 'clause':
      return tree.isNegated || tree.tests.every(test => test.operator === 'exists' && !test.value)
    case 'and':
    case 'or':
      return tree.operands.every(isAllNegated)
  }
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
    const { name, scope, renamedFrom } = canonicalField(logSource, types, test.field)
    return {
      key: indicatorKey(scope, name, test),
      field: test.field,
      canonicalField: name,
      scope,
      ...(renamedFrom === undefined ? {} : { renamedFrom }),
      kind: test.operator,
      value: valueText(test),
      cased: test.cased,
      transforms: test.transforms,
      test,
      spans: [test.span],
    }
  }
}

/**
 * The count key: scope, canonical field, kind and folded value. A test of a file name alone shares
 * the key of `ends_with` with a separator before it. Encodings belong to the key, since another text
 * is looked for; `windash` and case do not.
 */
export function indicatorKey(scope: string, canonical: string, test: Test): string {
  const encodings = test.transforms
    .filter(transform => transform !== 'windash')
    .map(transform => (transform === 'wide' ? 'utf16le' : transform))
  // Base64 of another case is another text altogether.
  const isFolded = !encodings.some(encoding => encoding.startsWith('base64'))
  const [kind, value] = keyedValue(test, text => (isFolded ? text.toLowerCase() : text))
  return JSON.stringify([scope, canonical, kind, value, ...encodings])
}

function keyedValue(test: Test, fold: (text: string) => string): readonly [string, string] {
  const text = valueText(test)
  switch (test.operator) {
    case 'ends_with': {
      const name = /^[\\/]([^\\/]+)$/.exec(text)?.[1]
      return name === undefined ? ['ends_with', fold(text)] : ['file_name', fold(name)]
    }
    case 'regex': {
      const { ignoreCase, multiline, dotAll, anchored, dialect } = test.value
      return [`regex ${ignoreCase} ${multiline} ${dotAll} ${anchored} ${dialect}`, text]
    }
    case 'field_equals':
      return [`field_equals ${test.value.comparison}`, fold(text)]
    default:
      return [test.operator, fold(text)]
  }
}
