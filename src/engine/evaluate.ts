import { assertNever } from '../base/index.ts'
import {
  anyField,
  type Branch,
  type Branches,
  branchesOf,
  type ClauseTree,
  type Exclusion,
  type Expression,
  type Test,
  testsOf,
  toNegationNormalForm,
} from '../ir/index.ts'
import { type CompiledTest, compileTest, type Outcome, type ValuesOf } from './compile-test.ts'
import type { EventView } from './event-view.ts'
import { type Explanation, toTestMatch } from './explanation.ts'
import { type FieldValue, toFieldValue } from './field-value.ts'
import { every, negate, some, type Truth } from './truth.ts'

export interface EvaluateOptions {
  /** The contents of lists for `in_list`, by name, each member a literal text. */
  readonly lists?: ReadonlyMap<string, readonly string[]>
}

/** Evaluates many expressions on many events, and keeps what it worked out of either. */
export interface Evaluator {
  /** What an expression says of an event. */
  evaluate(expression: Expression, view: EventView): Truth
  /** Why an expression matches an event; `undefined` if it does not. */
  explain(expression: Expression, view: EventView): Explanation | undefined
  /** Why an expression matches an event that it is known to match. */
  explainMatch(expression: Expression, view: EventView): Explanation
}

/** What an expression says of an event with these values. */
type CompiledExpression = (values: ValuesOf) => Truth

/**
 * The reference evaluator: the meaning of the logic, written to be read. `docs/ir.md` says the same
 * in words.
 */
export function createEvaluator(options: EvaluateOptions = {}): Evaluator {
  const compiledTests = new WeakMap<Test, CompiledTest>()
  const names = new Map<string, string>()
  const expressions = new WeakMap<Expression, CompiledExpression>()
  const branches = new WeakMap<Expression, Branches>()
  const readyValues = new WeakMap<EventView, ValuesOf>()

  const valuesOf = (view: EventView): ValuesOf =>
    remember(readyValues, view, () => prepareValues(view))

  // Every rule brings its own copy of a field's name. One for all makes looking it up three times
  // as fast, since it is then found by its address.
  const sameName = (name: string): string => {
    const known = names.get(name)
    if (known === undefined) names.set(name, name)
    return known ?? name
  }

  const compiledTest = (test: Test): CompiledTest =>
    remember(compiledTests, test, () =>
      compileTest({ ...test, field: sameName(test.field) }, options),
    )

  const compile = (expression: Expression): CompiledExpression => {
    switch (expression.kind) {
      case 'test': {
        const compiled = compiledTest(expression)
        return values => toTruth(compiled(values))
      }
      case 'opaque':
        return () => 'unknown'
      case 'not': {
        const operand = compile(expression.operand)
        return values => negate(operand(values))
      }
      case 'and': {
        const operands = expression.operands.map(compile)
        return values => every(operands, operand => operand(values))
      }
      case 'or': {
        const operands = expression.operands.map(compile)
        return values => some(operands, operand => operand(values))
      }
      default:
        return assertNever(expression)
    }
  }

  const truthOf = (expression: Expression, values: ValuesOf): Truth =>
    remember(expressions, expression, () => compile(expression))(values)

  const treeTruth = (tree: ClauseTree | Exclusion, outcomeOf: (test: Test) => Outcome): Truth => {
    switch (tree.kind) {
      case 'clause': {
        const together = (tree.all ? every : some)(tree.tests, test => toTruth(outcomeOf(test)))
        return tree.isNegated ? negate(together) : together
      }
      case 'opaque':
        return 'unknown'
      case 'exclusion':
        return negate(treeTruth(tree.excluded, outcomeOf))
      case 'and':
        return every(tree.operands, operand => treeTruth(operand, outcomeOf))
      case 'or':
        return some(tree.operands, operand => treeTruth(operand, outcomeOf))
    }
  }

  const evaluate = (expression: Expression, view: EventView): Truth =>
    truthOf(expression, valuesOf(view))

  const explainMatch = (expression: Expression, view: EventView): Explanation => {
    const values = valuesOf(view)
    // Branches have tests in common, and those of the one that holds are asked again.
    const outcomes = new Map<Test, Outcome>()
    const outcomeOf = (test: Test): Outcome => {
      if (outcomes.has(test)) return outcomes.get(test)
      const outcome = compiledTest(test)(values)
      outcomes.set(test, outcome)
      return outcome
    }
    const all = remember(branches, expression, () => branchesOf(expression)).branches
    const index = all?.findIndex(branch =>
      branch.every(clause => treeTruth(clause, outcomeOf) === 'match'),
    )
    const branch = index === undefined ? undefined : all?.[index]
    const tests = branch === undefined ? unnegatedTests(expression) : testsOfBranch(branch)
    return {
      branch: branch === undefined ? undefined : index,
      tests: tests.flatMap(test => toTestMatch(test, outcomeOf(test))),
    }
  }

  const explain = (expression: Expression, view: EventView): Explanation | undefined =>
    evaluate(expression, view) === 'match' ? explainMatch(expression, view) : undefined

  return { evaluate, explain, explainMatch }
}

/** What an expression says of an event; for many of either, {@link createEvaluator} is faster. */
export function evaluate(
  expression: Expression,
  view: EventView,
  options: EvaluateOptions = {},
): Truth {
  return createEvaluator(options).evaluate(expression, view)
}

/** Why an expression matches an event; `undefined` if it does not. */
export function explain(
  expression: Expression,
  view: EventView,
  options: EvaluateOptions = {},
): Explanation | undefined {
  return createEvaluator(options).explain(expression, view)
}

function toTruth(outcome: Outcome): Truth {
  if (outcome === 'unknown') return 'unknown'
  return outcome === undefined ? 'no_match' : 'match'
}

function remember<Key extends object, Value>(
  known: WeakMap<Key, Value>,
  key: Key,
  make: () => Value,
): Value {
  const old = known.get(key)
  if (old !== undefined) return old
  const value = make()
  known.set(key, value)
  return value
}

/** Reads, folds and keeps the values of a view's fields as tests ask for them. */
function prepareValues(view: EventView): ValuesOf {
  const ready = new Map<string, readonly FieldValue[] | undefined>()
  return field => {
    if (ready.has(field)) return ready.get(field)
    const values = field === anyField ? [...view.allValues()] : view.values(field)
    const prepared = values?.map(toFieldValue)
    ready.set(field, prepared)
    return prepared
  }
}

function testsOfBranch(branch: Branch): readonly Test[] {
  return branch.flatMap(clause =>
    clause.kind === 'clause' && !clause.isNegated ? clause.tests : [],
  )
}

/** The tests that may be why an expression holds, whatever its branches are. */
export function unnegatedTests(expression: Expression): readonly Test[] {
  const collect = (e: Expression): readonly Test[] => {
    if (e.kind === 'and' || e.kind === 'or') return e.operands.flatMap(collect)
    return e.kind === 'not' ? [] : testsOf(e)
  }
  return collect(toNegationNormalForm(expression))
}
