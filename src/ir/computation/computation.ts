import { assertNever } from '../../base/index.ts'
import type { Scalar } from '../event.ts'
import { type ComputedValue, type GivenValue, isNumber } from './computed-value.ts'
import type { ComputingFunction } from './computing-function.ts'
import * as numbers from './number-functions.ts'
import * as texts from './text-functions.ts'

/** How a derived value comes from the event. Plain data. */
export type Computation = FieldOperand | ConstantOperand | FunctionCall

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

/** Every function that derived values are computed with. */
const functions: Readonly<Record<FunctionName, ComputingFunction>> = {
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
  between: texts.between,
  concat: texts.concat,
  contains: texts.contains,
  ends_with: texts.endsWith,
  index_of: texts.indexOf,
  length: texts.length,
  starts_with: texts.startsWith,
  substring: texts.substring,
  to_text: texts.toText,
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

/**
 * What a function gives for values: null if one of them is null, `undefined` if it cannot work with
 * them.
 */
export function applyFunction(
  name: FunctionName,
  values: readonly ComputedValue[],
  ignoresCase: boolean,
): ComputedValue | undefined {
  if (values.includes(null)) return null
  const apply = functions[name]
  return apply(
    values.filter((value): value is GivenValue => value !== null),
    ignoresCase,
  )
}

/** The combinations of values that one computation looks at, since fields can have many. */
const maxCombinations = 64

/**
 * The values of a computation for an event: one for each combination of the values of its fields, of
 * which an absent one has null. `undefined` if it cannot be computed, or has too many.
 */
export function computeValues(
  computation: Computation,
  valuesOf: (field: string) => readonly Scalar[] | undefined,
): readonly Scalar[] | undefined {
  let combinations: readonly ReadonlyMap<string, ComputedValue>[] = [new Map()]
  for (const field of new Set(fieldsOf(computation))) {
    const found = (valuesOf(field) ?? []).map(toComputedValue)
    const values = found.length === 0 ? [null] : found
    if (combinations.length * values.length > maxCombinations) return undefined
    combinations = combinations.flatMap(start =>
      values.map(value => new Map([...start, [field, value]])),
    )
  }
  const results: Scalar[] = []
  for (const fields of combinations) {
    const value = compute(computation, fields)
    if (value === undefined) return undefined
    results.push(isNumber(value) ? (value.digits ?? value.number) : value)
  }
  return results
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
    default:
      return assertNever(computation)
  }
}

function compute(
  computation: Computation,
  fields: ReadonlyMap<string, ComputedValue>,
): ComputedValue | undefined {
  switch (computation.kind) {
    case 'constant':
      return computation.value
    case 'field':
      return fields.get(computation.field)
    case 'call': {
      const values: ComputedValue[] = []
      for (const argument of computation.arguments) {
        const value = compute(argument, fields)
        if (value === undefined) return undefined
        values.push(value)
      }
      return applyFunction(computation.function, values, computation.ignoresCase)
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
