import type { Span } from '../../../base/index.ts'
import type { PyFunction } from './syntax.ts'
import type { Truth } from './truth.ts'

/** What an expression of a rule stands for, as far as the rule’s text says it. */
export type Value =
  | ConstantValue
  | ListValue
  | DictionaryValue
  | FieldValue
  | TruthValue
  | ChoiceValue
  | FunctionValue
  | LibraryValue
  | PatternValue
  | NetworkValue
  | ComputedValue
  | UnknownValue

export type Constant = string | number | boolean | null

export interface ConstantValue {
  readonly kind: 'constant'
  readonly value: Constant
  readonly span: Span
}

/** A list, a tuple or a set that the rule writes out. */
export interface ListValue {
  readonly kind: 'list'
  readonly items: readonly Value[]
}

export interface DictionaryValue {
  readonly kind: 'dictionary'
  readonly entries: readonly { readonly key: Value; readonly value: Value }[]
}

/** A value of the event; an empty path is the event itself. */
export interface FieldValue {
  readonly kind: 'field'
  readonly path: readonly string[]
  /** What it is where the event does not have it; `raises` where asking for it is an error then. */
  readonly absent: Value | 'raises'
  /** A null counts as absent, as with `deep_get`. */
  readonly nullIsAbsent: boolean
  /** Both cases are made one: `lower` or `upper` was called. */
  readonly folding?: 'lower' | 'upper'
  /** It is one element of a list of the event, whichever. */
  readonly element?: ElementOf
  readonly span: Span
}

/** The loop whose variable an element is. */
export interface ElementOf {
  readonly path: readonly string[]
}

export interface TruthValue {
  readonly kind: 'truth'
  readonly truth: Truth
  /** A match of a regular expression, which is `None` where there is none. */
  readonly isMatch: boolean
}

/** One of two values, as a condition decides. */
export interface ChoiceValue {
  readonly kind: 'choice'
  readonly condition: Truth
  readonly whenTrue: Value
  readonly whenFalse: Value
}

/** A function of the rule’s own, or of a file beside it. */
export interface FunctionValue {
  readonly kind: 'function'
  readonly function: PyFunction
  readonly scope: Scope
}

/** A module or a function of a library: `re`, `re.search`, `deep_get`. */
export interface LibraryValue {
  readonly kind: 'library'
  readonly name: string
}

/** A compiled regular expression. */
export interface PatternValue {
  readonly kind: 'pattern'
  readonly source: string
  readonly flags: PatternFlags
}

export interface PatternFlags {
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
}

/** `ip_network("10.0.0.0/8")`, which holds addresses. */
export interface NetworkValue {
  readonly kind: 'network'
  readonly network: string
  readonly span: Span
}

/** Computed from fields in a way that has no test of its own; later tests name it by its text. */
export interface ComputedValue {
  readonly kind: 'computed'
  readonly text: string
  readonly span: Span
}

export interface UnknownValue {
  readonly kind: 'unknown'
  readonly span: Span
}

/** The names that are known at a place, and what they stand for. */
export type Scope = ReadonlyMap<string, Value>

export const none: ConstantValue = { kind: 'constant', value: null, span: { start: 0, end: 0 } }

/** The constants of a list, or `undefined` if it has anything else. */
export function constantsOf(value: Value): readonly ConstantValue[] | undefined {
  if (value.kind !== 'list') return undefined
  const constants = value.items.filter(item => item.kind === 'constant')
  return constants.length === value.items.length ? constants : undefined
}

/** Whether Python takes a value for true, where the text alone says it. */
export function findConstantTruth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value)
    case 'list':
      return value.items.length > 0
    case 'dictionary':
      return value.entries.length > 0
    case 'function':
    case 'library':
    case 'pattern':
    case 'network':
      return true
    default:
      return undefined
  }
}

/** “Lists, tuples and texts are equal if their members are.” `undefined` where the text does not say it. */
export function findEquality(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'constant' && b.kind === 'constant') return asNumber(a.value) === asNumber(b.value)
  if (a.kind === 'list' && b.kind === 'list') {
    if (a.items.length !== b.items.length) return false
    const results = a.items.map((item, i) => findEquality(item, b.items[i] ?? none))
    if (results.includes(false)) return false
    return results.includes(undefined) ? undefined : true
  }
  const isWritten = (value: Value): boolean =>
    value.kind === 'constant' || value.kind === 'list' || value.kind === 'dictionary'
  return isWritten(a) && isWritten(b) && a.kind !== b.kind ? false : undefined
}

/** `True` equals 1, and `False` 0. */
function asNumber(value: Constant): Constant {
  return typeof value === 'boolean' ? Number(value) : value
}
