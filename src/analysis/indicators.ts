import type { Span } from '../base/index.ts'
import {
  type Clause,
  type ClauseTree,
  type Logic,
  type LogSource,
  type Operator,
  type Rule,
  type Test,
  type Transform,
  toClauseTree,
  toNegationNormalForm,
  valueText,
} from '../ir/index.ts'
import {
  type CanonicalField,
  canonicalField,
  type EventType,
  selectorKind,
} from '../knowledge/index.ts'
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
   * once, since any of its values is enough, but under `all` each of its values counts. Selectors,
   * tests of absence, what cannot be read and what must *not* hold (`not e` in `not (f and not e)`)
   * count, since without them nothing is excluded, but are not listed.
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
 * derived fields are neither. Two spellings of one test count once. `types` are those that the rule
 * can see.
 */
export function indicatorsOf(
  rule: Rule,
  types: readonly EventType[] = visibleEventTypes(rule),
): RuleIndicators {
  const normalise = indicatorFactory(rule, types)
  const trees = treesOf(rule.logic)
  const indicators = gather(trees.flatMap(unnegatedTests).flatMap(test => normalise(test) ?? []))
  const conjunctions = trees.flatMap(excludedConjunctions).map(c => unique(c, isSameTree))
  const groups = unique(conjunctions, isSameConjunction).flatMap(conjunction => {
    const tests = conjunction.flatMap(tree =>
      tree.kind === 'clause' && tree.isNegated ? tree.tests : [],
    )
    const members = gather(tests.flatMap(test => normalise(test) ?? []))
    return members.length === 0 ? [] : [{ members, groupSize: sizeOf(conjunction) }]
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

/** What must not hold together, each condition as it stands in the negation normal form: denied. */
type Conjunction = readonly ClauseTree[]

/** The items without those that are the same as an earlier one, such as a selection named twice. */
function unique<T>(items: readonly T[], isSame: (a: T, b: T) => boolean): readonly T[] {
  const kept: T[] = []
  for (const item of items) if (!kept.some(known => isSame(known, item))) kept.push(item)
  return kept
}

function isSameConjunction(a: Conjunction, b: Conjunction): boolean {
  return a.length === b.length && a.every(one => b.some(other => isSameTree(one, other)))
}

function isSameTree(a: ClauseTree, b: ClauseTree): boolean {
  if (a.kind === 'opaque' || b.kind === 'opaque') {
    return a.kind === 'opaque' && b.kind === 'opaque' && a.opaque === b.opaque
  }
  if (a.kind === 'clause' || b.kind === 'clause') {
    return a.kind === 'clause' && b.kind === 'clause' && isSameClause(a, b)
  }
  return (
    a.kind === b.kind &&
    a.operands.length === b.operands.length &&
    a.operands.every((operand, i) => {
      const other = b.operands[i]
      return other !== undefined && isSameTree(operand, other)
    })
  )
}

function isSameClause(a: Clause, b: Clause): boolean {
  return (
    a.all === b.all &&
    a.isNegated === b.isNegated &&
    a.tests.length === b.tests.length &&
    a.tests.every((test, i) => isSameTest(test, b.tests[i]))
  )
}

/** The negation normal form makes copies of the tests of existence that it turns around. */
function isSameTest(a: Test, b: Test | undefined): boolean {
  if (a === b) return true
  if (a.operator !== 'exists' || b?.operator !== 'exists') return false
  return a.field === b.field && a.value === b.value && isSameSpan(a.span, b.span)
}

function sizeOf(conjunction: Conjunction): number {
  return conjunction.reduce(
    (size, tree) => size + (tree.kind === 'clause' && tree.all ? tree.tests.length : 1),
    0,
  )
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
 * What must not hold, as conjunctions: of `not (a and (b or c))` that is `a, b` and `a, c`. What
 * stands unnegated beside negated parts (`e`, in the form that `not (f and not e)` has) is one more
 * condition of theirs, and is looked through for conjunctions of its own.
 */
function excludedConjunctions(tree: ClauseTree): readonly Conjunction[] {
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
      return [...own.map(group => [...group, ...rest]), ...rest.flatMap(excludedConjunctions)]
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
function multiply(operands: readonly ClauseTree[]): readonly Conjunction[] {
  const factors = operands.map(denied)
  const size = factors.reduce((product, factor) => product * factor.length, 1)
  // Past the limit the group stays one: everything in it stands together.
  if (size > maxGroups) return [factors.flat(2)]
  return factors.reduce<readonly Conjunction[]>(
    (groups, factor) => groups.flatMap(group => factor.map(more => [...group, ...more])),
    [[]],
  )
}

/** The conjunctions that an all-negated tree denies. */
function denied(tree: ClauseTree): readonly Conjunction[] {
  switch (tree.kind) {
    case 'opaque':
    case 'clause':
      return [[tree]]
    case 'and':
      return tree.operands.flatMap(denied)
    case 'or':
      return multiply(tree.operands)
  }
}

/** Makes indicators of a rule’s tests; `undefined` for tests that are none. */
function indicatorFactory(
  { logSource }: Rule,
  types: readonly EventType[],
): (test: Test) => Indicator | undefined {
  return test => {
    if (test.derived === true) return undefined
    if (test.operator === 'null') return undefined
    if (test.operator === 'exists' && !test.value) return undefined
    const selector = selectorKind(logSource, test.field)
    if (selector !== undefined && selector !== 'operation') return undefined
    const { name, scope, renamedFrom, kind } = canonicalTest(logSource, types, test)
    return {
      key: indicatorKey(scope, name, test, kind),
      field: test.field,
      canonicalField: name,
      scope,
      ...(renamedFrom === undefined ? {} : { renamedFrom }),
      kind,
      value: valueText(test),
      cased: test.cased,
      transforms: test.transforms,
      test,
      spans: [test.span],
    }
  }
}

/**
 * The canonical field of a test and its operator. That a file has a name is said of its path
 * (`file_name`), whichever of the two fields a vendor has.
 */
export function canonicalTest(
  logSource: LogSource,
  types: readonly EventType[],
  test: Test,
): CanonicalField & { readonly kind: Operator } {
  const { fileNameOf, ...field } = canonicalField(logSource, types, test.field)
  const isName =
    test.operator === 'equals' && typeof test.value === 'string' && /^[^\\/]+$/.test(test.value)
  return fileNameOf === undefined || !isName
    ? { ...field, kind: test.operator }
    : { ...field, name: fileNameOf, renamedFrom: test.field, kind: 'file_name' }
}

/** The fields of paths, which a test of a file name alone can be about. */
const pathFields: ReadonlySet<string> = new Set([
  'Image',
  'ParentImage',
  'SourceImage',
  'TargetImage',
  'ImageLoaded',
  'TargetFilename',
  'SourceFilename',
])

/**
 * The count key: scope, canonical field, kind and folded value. A test of a file name alone shares
 * the key of `ends_with` with a separator before it, where the field is a path: a command line that
 * ends with `/all` is another than one that ends with `\\all`. Encodings belong to the key, since another text
 * is looked for; `windash` and case do not.
 */
export function indicatorKey(
  scope: string,
  canonical: string,
  test: Test,
  operator: Operator = test.operator,
): string {
  const encodings = test.transforms
    .filter(transform => transform !== 'windash')
    .map(transform => (transform === 'wide' ? 'utf16le' : transform))
  // Base64 of another case is another text altogether.
  const isFolded = !encodings.some(encoding => encoding.startsWith('base64'))
  const fold = (text: string): string => (isFolded ? text.toLowerCase() : text)
  const [kind, value] = keyedValue(test, operator, pathFields.has(canonical), fold)
  return JSON.stringify([scope, canonical, kind, value, ...encodings])
}

function keyedValue(
  test: Test,
  operator: Operator,
  isPath: boolean,
  fold: (text: string) => string,
): readonly [string, string] {
  const text = valueText(test)
  switch (test.operator) {
    case 'ends_with': {
      const name = isPath ? /^[\\/]([^\\/]+)$/.exec(text)?.[1] : undefined
      return name === undefined ? ['ends_with', fold(text)] : ['file_name', fold(name)]
    }
    case 'regex': {
      const { ignoreCase, multiline, dotAll, anchored, dialect } = test.value
      return [`regex ${ignoreCase} ${multiline} ${dotAll} ${anchored} ${dialect}`, text]
    }
    case 'field_equals':
      return [`field_equals ${test.value.comparison}`, fold(text)]
    default:
      return [operator, fold(text)]
  }
}
