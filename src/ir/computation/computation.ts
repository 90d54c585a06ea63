import { assertNever } from '../../base/index.ts'
import type { Scalar } from '../event.ts'
import { type Expression, fieldsOfTest, testsOf } from '../expression.ts'
import { type ComputedValue, type GivenValue, isNumber } from './computed-value.ts'
import type { ComputingFunction, RegexOf } from './computing-function.ts'
import { type ListFunction, listFunctions } from './list-functions.ts'
import * as numbers from './number-functions.ts'
import * as patterns from './pattern-functions.ts'
import * as texts from './text-functions.ts'
import * as times from './time-functions.ts'

/** How a derived value comes from the event. Plain data. */
export type Computation = FieldOperand | ConstantOperand | FunctionCall | Choice | ListCall

export interface FieldOperand {
  readonly kind: 'field'
  readonly field: string
}

export interface ConstantOperand {
  readonly kind: 'constant'
  readonly value: ComputedValue
}

export interface FunctionCall {
  readonly kind: 'call'
  readonly function: FunctionName
  readonly ignoresCase: boolean
  readonly arguments: readonly Computation[]
}

/** The value of the first case whose condition is true of the event: `CASE`, `if`, `iff`. */
export interface Choice {
  readonly kind: 'choice'
  readonly cases: readonly { readonly when: Expression; readonly value: Computation }[]
  readonly otherwise: Computation
}

/** One value of all values that a computation has: how many, the first, their texts joined. */
export interface ListCall {
  readonly kind: 'list'
  readonly function: ListFunction
  readonly of: Computation
  /** What `join` puts between them; nothing if not given. */
  readonly separator?: string
}

/** Every function that derived values are computed with, those apart that see null. */
const functions: Readonly<Record<Exclude<FunctionName, 'coalesce'>, ComputingFunction>> = {
  add: numbers.add,
  subtract: numbers.subtract,
  multiply: numbers.multiply,
  divide: numbers.divide,
  modulo: numbers.modulo,
  negate: numbers.negate,
  to_number: numbers.toNumber,
  eq: numbers.equal,
  neq: numbers.notEqual,
  lt: numbers.less,
  lte: numbers.lessOrEqual,
  gt: numbers.greater,
  gte: numbers.greaterOrEqual,
  abs: numbers.abs,
  round: numbers.round,
  floor: numbers.floor,
  ceil: numbers.ceil,
  to_whole: numbers.toWhole,
  between: texts.between,
  concat: texts.concat,
  contains: texts.contains,
  ends_with: texts.endsWith,
  index_of: texts.indexOf,
  length: texts.length,
  starts_with: texts.startsWith,
  substring: texts.substring,
  to_text: texts.toText,
  characters: texts.characters,
  part: texts.part,
  to_lower: texts.toLower,
  to_upper: texts.toUpper,
  trim: texts.trim,
  replace: texts.replace,
  replace_regex: patterns.replaceRegex,
  extract_regex: patterns.extractRegex,
  time_floor: times.timeFloor,
  time_difference: times.timeDifference,
  is_recent: times.isRecent,
}

export type FunctionName =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'modulo'
  | 'negate'
  | 'to_number'
  | 'eq'
  | 'neq'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'between'
  | 'concat'
  | 'contains'
  | 'ends_with'
  | 'index_of'
  | 'length'
  | 'starts_with'
  | 'substring'
  | 'to_text'
  | 'abs'
  | 'round'
  | 'floor'
  | 'ceil'
  | 'to_whole'
  | 'characters'
  | 'part'
  | 'to_lower'
  | 'to_upper'
  | 'trim'
  | 'replace'
  | 'replace_regex'
  | 'extract_regex'
  | 'time_floor'
  | 'time_difference'
  | 'is_recent'
  | 'coalesce'

/**
 * What a function gives for values: null if one of them is null, but of `coalesce`, which gives the
 * first that is not; `undefined` if it cannot work with them.
 */
export function applyFunction(
  name: FunctionName,
  values: readonly ComputedValue[],
  ignoresCase: boolean,
  regexOf: RegexOf = patterns.compileJavaRegex,
): ComputedValue | undefined {
  if (name === 'coalesce') return values.find(value => value !== null) ?? null
  if (values.includes(null)) return null
  const apply = functions[name]
  return apply(
    values.filter((value): value is GivenValue => value !== null),
    ignoresCase,
    regexOf,
  )
}

/** The combinations of values that one computation looks at, since fields can have many. */
const maxCombinations = 64

/** What computations need of whoever evaluates them. */
export interface Computing {
  /** Whether a condition is true of the event, if that is known; without it no choice can be made. */
  readonly holds?: (condition: Expression) => boolean | undefined
  readonly regexOf?: RegexOf
}

/**
 * The values of a computation for an event: one for each combination of the values of its fields, of
 * which an absent one has null. `undefined` if it cannot be computed, or has too many.
 */
export function computeValues(
  computation: Computation,
  valuesOf: (field: string) => readonly Scalar[] | undefined,
  computing: Computing = {},
): readonly Scalar[] | undefined {
  let combinations: readonly ReadonlyMap<string, ComputedValue>[] = [new Map()]
  for (const field of new Set(operandsOf(computation))) {
    const found = (valuesOf(field) ?? []).map(toComputedValue)
    const values = found.length === 0 ? [null] : found
    if (combinations.length * values.length > maxCombinations) return undefined
    combinations = combinations.flatMap(start =>
      values.map(value => new Map([...start, [field, value]])),
    )
  }
  const event: Event = { ...computing, valuesOf }
  const results: Scalar[] = []
  for (const fields of combinations) {
    const value = compute(computation, fields, event)
    if (value === undefined) return undefined
    results.push(toScalar(value))
  }
  return results
}

interface Event extends Computing {
  valuesOf(field: string): readonly Scalar[] | undefined
}

/** The fields that a computation reads, each as often as it stands there. */
export function fieldsOf(computation: Computation): readonly string[] {
  switch (computation.kind) {
    case 'constant':
      return []
    case 'field':
      return [computation.field]
    case 'call':
      return computation.arguments.flatMap(fieldsOf)
    case 'list':
      return fieldsOf(computation.of)
    case 'choice':
      return [
        ...computation.cases.flatMap(({ when, value }) => [
          ...testsOf(when).flatMap(fieldsOfTest),
          ...fieldsOf(value),
        ]),
        ...fieldsOf(computation.otherwise),
      ]
    default:
      return assertNever(computation)
  }
}

/** The fields of which a computation takes one value at a time. */
function operandsOf(computation: Computation): readonly string[] {
  switch (computation.kind) {
    case 'constant':
    case 'list':
      return []
    case 'field':
      return [computation.field]
    case 'call':
      return computation.arguments.flatMap(operandsOf)
    case 'choice':
      return [...computation.cases.map(({ value }) => value), computation.otherwise].flatMap(
        operandsOf,
      )
    default:
      return assertNever(computation)
  }
}

function compute(
  computation: Computation,
  fields: ReadonlyMap<string, ComputedValue>,
  event: Event,
): ComputedValue | undefined {
  switch (computation.kind) {
    case 'constant':
      return computation.value
    case 'field':
      return fields.get(computation.field)
    case 'call': {
      const values: ComputedValue[] = []
      for (const argument of computation.arguments) {
        const value = compute(argument, fields, event)
        if (value === undefined) return undefined
        values.push(value)
      }
      return applyFunction(computation.function, values, computation.ignoresCase, event.regexOf)
    }
    case 'choice': {
      for (const { when, value } of computation.cases) {
        const isChosen = event.holds?.(when)
        if (isChosen === undefined) return undefined
        if (isChosen) return compute(value, fields, event)
      }
      return compute(computation.otherwise, fields, event)
    }
    case 'list': {
      const all = computeValues(computation.of, event.valuesOf, event)
      const given = all?.filter(value => value !== null).map(toComputedValue)
      if (given === undefined) return undefined
      return listFunctions[computation.function](
        given.filter((value): value is GivenValue => value !== null),
        computation.separator ?? '',
      )
    }
    default:
      return assertNever(computation)
  }
}

function toComputedValue(scalar: Scalar): ComputedValue {
  return typeof scalar === 'number'
    ? { number: scalar, isFloat: !Number.isInteger(scalar) }
    : scalar
}

function toScalar(value: ComputedValue): Scalar {
  return isNumber(value) ? (value.digits ?? value.number) : value
}
