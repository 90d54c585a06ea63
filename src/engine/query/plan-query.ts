import { noSpan } from '../../base/index.ts'
import {
  and,
  type Computation,
  type DeriveStage,
  type Expression,
  fieldsOf,
  fieldsOfTest,
  not,
  opaquesOf,
  or,
  type Stage,
  type Test,
  testsOf,
  toNegationNormalForm,
} from '../../ir/index.ts'
import type { Derived } from '../computed-view.ts'
import type { CheckStage, EventQuery } from './event-query.ts'

export interface QueryNeeds {
  /** Names that are read of the events afterwards: keys, and fields to compute with. */
  readonly reads?: readonly string[]
  /** An event counts unless it is certain that it does not. */
  readonly acceptsUnknown?: boolean
  /** Whether a test can be done at all. */
  isDoable(test: Test): boolean
}

export interface PlannedQuery {
  readonly query: EventQuery
  /** The least that `is_recent` asks for, in seconds: an aggregation looks back no longer. */
  readonly lookBack?: number
  /** What is needed of a condition and not known how to compute, which makes that part unknown. */
  readonly uncomputed?: Uncomputed
  /** The same of what is read afterwards. */
  readonly unreadable?: Uncomputed
}

/** A name, and the text of the stage that derives it. */
export interface Uncomputed {
  readonly name: string
  readonly text: string
}

/**
 * Plans what filters and derived values before the first stage of several events ask of one event.
 * What is derived and then needed by nothing plays no part.
 */
export function planQuery(stages: readonly Stage[], needs: QueryNeeds): PlannedQuery {
  const names = new Map<string, Meaning>()
  const rewritten: CheckStage[] = []
  const necessary: Expression[] = []
  let isChecked = false
  let lookBack: number | undefined
  let uncomputed: Uncomputed | undefined
  for (const stage of stages) {
    if (stage.kind === 'derive') {
      const derived = define(stage, names, needs)
      if (derived !== undefined) rewritten.push(derived)
    } else if (stage.kind === 'filter') {
      for (const seconds of recentOf(stage.expression, names)) {
        lookBack = Math.min(seconds, lookBack ?? seconds)
      }
      const expression = mapTests(stage.expression, test => {
        const meanings = fieldsOfTest(test).flatMap(field => names.get(field) ?? [])
        if (meanings.length === 0) return test
        const lost = meanings.find(({ kind }) => kind === 'unknown')
        if (lost?.kind !== 'unknown' && test.derived === true) {
          return names.get(test.field)?.kind === 'recent' ? ofRecent(test) : test
        }
        // A test that does not say so is one of the event’s field, whose name now means something else.
        uncomputed ??= lost?.kind === 'unknown' ? lost.uncomputed : hidden(test)
        return unknownPart(test)
      })
      const isDerived = (test: Test): boolean =>
        fieldsOfTest(test).some(field => names.get(field)?.kind === 'computed')
      isChecked ||= testsOf(expression).some(isDerived)
      necessary.push(weaken(expression, isDerived, needs))
      rewritten.push({ kind: 'filter', expression })
    }
  }
  const reads = needs.reads ?? []
  const unreadable = reads.map(name => names.get(name)).find(m => m?.kind === 'unknown')
  const kept = isChecked ? rewritten : rewritten.filter(stage => stage.kind === 'derive')
  const check = withoutNeedless(kept, reads)
  return {
    query: {
      expression: and(necessary),
      ...(check.length === 0
        ? {}
        : {
            check: {
              stages: check,
              ...(needs.acceptsUnknown ? { acceptsUnknown: true as const } : {}),
            },
          }),
    },
    ...(lookBack === undefined ? {} : { lookBack }),
    ...(uncomputed === undefined ? {} : { uncomputed }),
    ...(unreadable?.kind === 'unknown' ? { unreadable: unreadable.uncomputed } : {}),
  }
}

/** What an earlier stage has made of a name. */
type Meaning =
  | { readonly kind: 'computed' }
  /** Whether the event is no more than so many seconds old. */
  | { readonly kind: 'recent'; readonly seconds: number }
  | { readonly kind: 'unknown'; readonly uncomputed: Uncomputed }

/** Notes what a stage derives; what it computes of it. */
function define(
  { names: own, computations, text }: DeriveStage,
  names: Map<string, Meaning>,
  { isDoable }: QueryNeeds,
): Derived | undefined {
  const needed = (computation: Computation): Meaning | undefined =>
    fieldsOf(computation)
      .map(field => names.get(field))
      .find(meaning => meaning?.kind === 'unknown')
  const meanings = own.map((name, i): Meaning => {
    const computation = computations?.[i]
    const isKnown =
      computation !== undefined &&
      conditionsOf(computation).every(
        condition => opaquesOf(condition).length === 0 && testsOf(condition).every(isDoable),
      )
    if (!isKnown) return { kind: 'unknown', uncomputed: { name, text } }
    const seconds = findRecent(computation)
    if (seconds !== undefined) return { kind: 'recent', seconds }
    return needed(computation) ?? { kind: 'computed' }
  })
  own.forEach((name, i) => {
    names.set(name, meanings[i] ?? { kind: 'computed' })
  })
  if (computations === undefined || meanings.some(({ kind }) => kind === 'unknown'))
    return undefined
  return { kind: 'derive', names: own, computations: computations.map(withoutPlaces) }
}

/** The conditions that a computation chooses by. */
function conditionsOf(computation: Computation): readonly Expression[] {
  switch (computation.kind) {
    case 'field':
    case 'constant':
      return []
    case 'call':
      return computation.arguments.flatMap(conditionsOf)
    case 'list':
      return conditionsOf(computation.of)
    case 'choice':
      return [
        ...computation.cases.flatMap(({ when, value }) => [when, ...conditionsOf(value)]),
        ...conditionsOf(computation.otherwise),
      ]
  }
}

/** The seconds of `is_recent(time, seconds)`. */
function findRecent(computation: Computation): number | undefined {
  if (computation.kind !== 'call' || computation.function !== 'is_recent') return undefined
  const [, seconds] = computation.arguments
  const value = seconds?.kind === 'constant' ? seconds.value : undefined
  return typeof value === 'object' && value !== null ? value.number : undefined
}

/** The spans that a condition asks for, where all of it needs them. */
function recentOf(expression: Expression, names: ReadonlyMap<string, Meaning>): readonly number[] {
  const operands = expression.kind === 'and' ? expression.operands : [expression]
  return operands.flatMap(operand => {
    const meaning = operand.kind === 'test' ? names.get(operand.field) : undefined
    return meaning?.kind === 'recent' ? [meaning.seconds] : []
  })
}

/** What `is_recent`, which is true of every event, makes of a test. */
function ofRecent(test: Test): Expression {
  if (test.operator === 'null') return or([])
  if (test.operator !== 'equals') return unknownPart(test)
  return String(test.value) === 'true' ? and([]) : or([])
}

function hidden({ field }: Test): Uncomputed {
  return { name: field, text: `the field that a computed value hides` }
}

/** In place of a test that nothing is known of. */
function unknownPart({ field, span }: Test): Expression {
  return { kind: 'opaque', text: field, reason: 'run/not-computed', span }
}

/**
 * An expression that holds whenever the other does: tests of derived values count as true. So does,
 * where that is wanted, what is unknown.
 */
function weaken(
  expression: Expression,
  isDerived: (test: Test) => boolean,
  { acceptsUnknown = false, isDoable }: QueryNeeds,
): Expression {
  const isFree = (test: Test): boolean => isDerived(test) || (acceptsUnknown && !isDoable(test))
  const needsWork =
    testsOf(expression).some(isFree) || expression.kind === 'opaque' || acceptsUnknown
  if (!needsWork) return expression
  const walk = (e: Expression): Expression => {
    switch (e.kind) {
      case 'test':
        return isFree(e) ? and([]) : e
      case 'not':
        return e.operand.kind === 'test' && !isFree(e.operand)
          ? e
          : e.operand.kind === 'opaque' && !acceptsUnknown
            ? e
            : and([])
      case 'opaque':
        return acceptsUnknown ? and([]) : e
      case 'and':
        return and(e.operands.map(walk))
      case 'or': {
        const operands = e.operands.map(walk)
        return operands.some(isTrue) ? and([]) : or(operands)
      }
    }
  }
  return walk(toNegationNormalForm(expression))
}

function isTrue(expression: Expression): boolean {
  return expression.kind === 'and' && expression.operands.length === 0
}

function isFalse(expression: Expression): boolean {
  return expression.kind === 'or' && expression.operands.length === 0
}

/** The expression with others in place of tests, and without what these make needless. */
export function mapTests(expression: Expression, map: (test: Test) => Expression): Expression {
  switch (expression.kind) {
    case 'test':
      return map(expression)
    case 'opaque':
      return expression
    case 'not': {
      const operand = mapTests(expression.operand, map)
      if (operand === expression.operand) return expression
      return isTrue(operand) ? or([]) : isFalse(operand) ? and([]) : not(operand)
    }
    case 'and':
    case 'or': {
      const operands = expression.operands.map(operand => mapTests(operand, map))
      if (operands.every((operand, i) => operand === expression.operands[i])) return expression
      if (expression.kind === 'and') return operands.some(isFalse) ? or([]) : and(operands)
      return operands.some(isTrue) ? and([]) : or(operands)
    }
  }
}

/** The stages without those that derive what nothing behind them needs. */
export function withoutNeedless(
  stages: readonly CheckStage[],
  reads: readonly string[],
): readonly CheckStage[] {
  const needed = new Set(reads)
  const kept: CheckStage[] = []
  for (const stage of stages.toReversed()) {
    if (stage.kind === 'filter') {
      for (const test of testsOf(stage.expression)) {
        for (const field of fieldsOfTest(test)) needed.add(field)
      }
      kept.push({ kind: 'filter', expression: withoutSpans(stage.expression) })
      continue
    }
    if (!stage.names.some(name => needed.has(name))) continue
    for (const name of stage.names) needed.delete(name)
    for (const computation of stage.computations ?? []) {
      for (const field of fieldsOf(computation)) needed.add(field)
    }
    kept.push(stage)
  }
  return kept.reverse()
}

/** Where the tests stand in the rule is not kept. */
function withoutSpans(expression: Expression): Expression {
  switch (expression.kind) {
    case 'test': {
      const { part: _, fieldSpan: __, ...rest } = expression
      return { ...rest, span: noSpan }
    }
    case 'opaque':
      return { ...expression, span: noSpan }
    case 'not':
      return { kind: 'not', operand: withoutSpans(expression.operand) }
    case 'and':
    case 'or':
      return { kind: expression.kind, operands: expression.operands.map(withoutSpans) }
  }
}

function withoutPlaces(computation: Computation): Computation {
  switch (computation.kind) {
    case 'field':
    case 'constant':
      return computation
    case 'call':
      return { ...computation, arguments: computation.arguments.map(withoutPlaces) }
    case 'list':
      return { ...computation, of: withoutPlaces(computation.of) }
    case 'choice':
      return {
        ...computation,
        cases: computation.cases.map(({ when, value }) => ({
          when: withoutSpans(when),
          value: withoutPlaces(value),
        })),
        otherwise: withoutPlaces(computation.otherwise),
      }
  }
}
