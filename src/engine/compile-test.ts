import { assertNever } from '../base/index.ts'
import {
  anyField,
  anyRun,
  anywhere,
  type ComparisonTest,
  type FieldEqualsTest,
  fieldsOfTest,
  type InListTest,
  isTimeTransform,
  literal,
  type Pattern,
  pattern,
  type Regex,
  spellingsOf,
  type Test,
  type TextTest,
  type TimeTransform,
  type WildcardTest,
} from '../ir/index.ts'
import type { FieldValue, Spelling } from './field-value.ts'
import { toFieldValue, toText } from './field-value.ts'
import { foldCase } from './fold-case.ts'
import { isInNetwork, parseIpAddress, parseIpNetwork } from './ip-network.ts'
import { type At, compilePattern, foldPattern, type PatternMatcher } from './pattern-matcher.ts'
import { compileRegexMatcher } from './regex-matcher.ts'
import { compileTemplate } from './template-matcher.ts'
import { findTerm, type TermEnds } from './term-matcher.ts'
import { findNumber } from './text-number.ts'
import { findTimePart } from './time-part.ts'

/** The values of an event's fields, made ready; `undefined` when the event has no such field. */
export type ValuesOf = (field: string) => readonly FieldValue[] | undefined

/** The value that a test found, and where in its text. */
export interface Found {
  readonly value: FieldValue
  /** All of the text where no place in it is meant: in a time, a number, an address. */
  readonly at: At
}

/** `absence`: the test holds because of what the event does not have. */
export type Outcome = Found | 'absence' | 'unknown' | undefined

/** What a test says of an event; `undefined` when it does not hold. */
export type CompiledTest = (valuesOf: ValuesOf) => Outcome

/** Finds what one value has to have, or `undefined`. */
type ValueMatcher = (value: FieldValue) => At | undefined

export interface CompileOptions {
  /** The contents of lists, by name. */
  readonly lists?: ReadonlyMap<string, readonly string[]>
}

/**
 * A test that cannot be done (its expression does not compile, its network is none, its list is not
 * given, its text has no spelling) is unknown for every event.
 */
export function compileTest(test: Test, options: CompileOptions): CompiledTest {
  const compiled = findCompiledTest(test, options)
  if (compiled === undefined) return () => 'unknown'
  if (test.derived !== true) return compiled
  // What an earlier stage computes is not here to be looked at, unless the view has it.
  const fields = fieldsOfTest(test)
  return valuesOf =>
    fields.some(field => valuesOf(field) === undefined) ? 'unknown' : compiled(valuesOf)
}

/** The test of events that have the field, if it can be done at all; see {@link compileTest}. */
export function findCompiledTest(test: Test, options: CompileOptions): CompiledTest | undefined {
  switch (test.operator) {
    case 'exists':
      return compileExists(test.field, test.value)
    case 'null':
      return compileNull(test.field)
    case 'field_equals':
      return compileFieldEquals(test)
    case 'equals':
    case 'contains':
    case 'starts_with':
    case 'ends_with':
    case 'file_name':
    case 'has':
    case 'has_prefix':
    case 'has_suffix':
      return anyValue(test, compileText(test))
    case 'wildcard':
      return anyValue(test, compileWildcard(test))
    case 'regex':
      return anyValue(test, compileRegexTest(test.value))
    case 'cidr':
      return anyValue(test, compileCidr(test.value))
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return anyValue(test, compileComparison(test))
    case 'in_list':
      return anyValue(test, compileInList(test, options))
    default:
      return assertNever(test)
  }
}

/** Whether {@link findCompiledTest} gives something; to know that nothing but that needs to be compiled. */
export function isDoable(test: Test, options: CompileOptions): boolean {
  switch (test.operator) {
    case 'equals':
    case 'contains':
    case 'starts_with':
    case 'ends_with':
    case 'file_name':
    case 'has':
    case 'has_prefix':
    case 'has_suffix':
    case 'wildcard':
      return findSpellings(test) !== undefined
    default:
      return findCompiledTest(test, options) !== undefined
  }
}

/** Any element of a field of many values; an absent field has none. */
function anyValue(test: Test, matches: ValueMatcher | undefined): CompiledTest | undefined {
  if (matches === undefined) return undefined
  const { field } = test
  const part = findTimeTransform(test)
  return valuesOf => {
    for (const value of valuesOf(field) ?? []) {
      const seen = part === undefined ? value : toTimePart(value, part)
      const at = seen === undefined ? undefined : matches(seen)
      if (at !== undefined) return { value, at: part === undefined ? at : whole(value.own) }
    }
    return undefined
  }
}

export function findTimeTransform(test: Test): TimeTransform | undefined {
  return test.transforms.find(isTimeTransform)
}

function toTimePart(value: FieldValue, part: TimeTransform): FieldValue | undefined {
  const number = findTimePart(value.scalar, part)
  return number === undefined ? undefined : toFieldValue(number)
}

function whole(spelling: Spelling | undefined): At {
  return [0, spelling?.text.length ?? 0]
}

/** `exists` asks for the field alone; the field may be empty, null, or hold no element. */
function compileExists(field: string, isWanted: boolean): CompiledTest {
  return valuesOf => {
    const values = valuesOf(field)
    const isPresent = values !== undefined && !(field === anyField && values.length === 0)
    if (isPresent !== isWanted) return undefined
    const [value] = values ?? []
    return value === undefined ? 'absence' : { value, at: whole(value.own) }
  }
}

/** Absent, null, or without an element. Of many values, any that is null. */
function compileNull(field: string): CompiledTest {
  return valuesOf => {
    const values = valuesOf(field) ?? []
    return values.length === 0 || values.some(({ scalar }) => scalar === null)
      ? 'absence'
      : undefined
  }
}

/** Any value of one field with any value of the other. */
function compileFieldEquals(test: FieldEqualsTest): CompiledTest {
  const part = findTimeTransform(test)
  const { field: otherField, comparison } = test.value
  const matches = (one: FieldValue, other: FieldValue): At | undefined => {
    const seen = part === undefined ? one : toTimePart(one, part)
    const wanted = part === undefined ? other : toTimePart(other, part)
    if (seen === undefined || wanted?.own === undefined) return undefined
    const tokens = pattern([literal(test.cased ? wanted.own.text : wanted.own.folded)])
    const find = compilePattern(wholePattern(comparison, tokens))
    const spellings = comparison === 'contains' ? ownSpelling(seen) : seen.spellings
    return firstIn(spellings, test.cased, [find])
  }
  return valuesOf => {
    const others = valuesOf(otherField) ?? []
    for (const value of valuesOf(test.field) ?? []) {
      for (const other of others) {
        const at = matches(value, other)
        if (at !== undefined) return { value, at: part === undefined ? at : whole(value.own) }
      }
    }
    return undefined
  }
}

function compileText(test: TextTest): ValueMatcher | undefined {
  const spellings = foldedSpellings(test)
  if (spellings === undefined) return undefined
  const { operator, cased } = test
  switch (operator) {
    case 'equals':
    case 'starts_with':
    case 'ends_with':
      return onSpellings(
        spellings.map(tokens => wholePattern(operator, tokens)),
        cased,
      )
    case 'contains': {
      const finders = spellings.map(tokens => compilePattern(anywhere(tokens)))
      return value => firstIn(ownSpelling(value), cased, finders)
    }
    case 'file_name': {
      const finders = spellings.map(tokens => inFileName(compilePattern(tokens)))
      return value => firstIn(ownSpelling(value), cased, finders)
    }
    case 'has':
    case 'has_prefix':
    case 'has_suffix': {
      const finders = spellings.map(
        (tokens): PatternMatcher =>
          text =>
            findTerm(tokens, text, termEnds[operator]),
      )
      return value => firstIn(ownSpelling(value), cased, finders)
    }
    default:
      return assertNever(operator)
  }
}

const termEnds: Readonly<Record<'has' | 'has_prefix' | 'has_suffix', TermEnds>> = {
  has: 'both',
  has_prefix: 'start',
  has_suffix: 'end',
}

function compileWildcard(test: WildcardTest): ValueMatcher | undefined {
  const spellings = foldedSpellings(test)
  return spellings && onSpellings(spellings, test.cased)
}

/** A number or a boolean stands for its text; a part of a time loses its leading zeros. */
function textValue(test: TextTest): string {
  const text = toText(test.value) ?? ''
  return findTimeTransform(test) !== undefined && /^0\d+$/.test(text) ? String(Number(text)) : text
}

/** How the value of a test may be spelled in a log, in its own case; `undefined` when in no way. */
export function findSpellings(test: TextTest | WildcardTest): readonly Pattern[] | undefined {
  const tokens = test.operator === 'wildcard' ? test.value : pattern([literal(textValue(test))])
  return spellingsOf(tokens, test.transforms)
}

function foldedSpellings(test: TextTest | WildcardTest): readonly Pattern[] | undefined {
  const spellings = findSpellings(test)
  return test.cased ? spellings : spellings?.map(foldPattern)
}

function wholePattern(
  operator: 'equals' | 'contains' | 'starts_with' | 'ends_with',
  tokens: Pattern,
): Pattern {
  switch (operator) {
    case 'equals':
      return tokens
    case 'contains':
      return anywhere(tokens)
    case 'starts_with':
      return pattern([...tokens, anyRun])
    case 'ends_with':
      return pattern([anyRun, ...tokens])
    default:
      return assertNever(operator)
  }
}

/** Looks at a GUID both with and without its braces. */
function onSpellings(patterns: readonly Pattern[], cased: boolean): ValueMatcher {
  const finders = patterns.map(compilePattern)
  return value => firstIn(value.spellings, cased, finders)
}

function ownSpelling({ spellings }: FieldValue): readonly Spelling[] {
  return spellings.length > 1 ? spellings.slice(0, 1) : spellings
}

/** The first place in any of the spellings, as offsets in the value's own text. */
function firstIn(
  spellings: readonly Spelling[],
  cased: boolean,
  finders: readonly PatternMatcher[],
): At | undefined {
  for (const find of finders) {
    for (const { text, folded, shift } of spellings) {
      const at = find(cased ? text : folded)
      if (at !== undefined) return shift === 0 ? at : shifted(at, shift, text.length)
    }
  }
  return undefined
}

/** A place in a spelling as one in the value's own text, which has braces more or less. */
function shifted([start, end]: At, shift: number, length: number): At {
  const ownLength = length + 2 * shift
  return [clamp(start + shift, ownLength), clamp(end + shift, ownLength)]
}

function clamp(offset: number, length: number): number {
  return Math.max(0, Math.min(offset, length))
}

/** Looks at the last component of a path, whichever separator it has. */
function inFileName(find: (text: string) => At | undefined): (text: string) => At | undefined {
  return text => {
    const start = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1
    const at = find(text.slice(start))
    return at && [at[0] + start, at[1] + start]
  }
}

function compileRegexTest(regex: Regex): ValueMatcher | undefined {
  const find = compileRegexMatcher(regex)
  return find && (value => (value.own === undefined ? undefined : find(value.own.text)))
}

function compileCidr(text: string): ValueMatcher | undefined {
  const network = parseIpNetwork(text)
  if (network === undefined) return undefined
  return value => {
    const address = value.own && parseIpAddress(value.own.text)
    return address && isInNetwork(address, network) ? whole(value.own) : undefined
  }
}

/**
 * Against a number, or a text that is one, numbers compare and all else is false. Against any other
 * text, texts compare, code point by code point.
 */
function compileComparison(test: ComparisonTest): ValueMatcher {
  const bound = findNumber(test.value)
  if (bound !== undefined) {
    return value => {
      const number = findNumber(value.scalar)
      return number !== undefined &&
        holds(test.operator, number < bound ? -1 : number > bound ? 1 : 0)
        ? whole(value.own)
        : undefined
    }
  }
  if (typeof test.value === 'number') return () => undefined
  const text = test.cased ? test.value : foldCase(test.value)
  return ({ own }) => {
    if (own === undefined) return undefined
    const order = compareTexts(test.cased ? own.text : own.folded, text)
    return holds(test.operator, order) ? whole(own) : undefined
  }
}

function holds(operator: ComparisonTest['operator'], order: number): boolean {
  switch (operator) {
    case 'lt':
      return order < 0
    case 'lte':
      return order <= 0
    case 'gt':
      return order > 0
    case 'gte':
      return order >= 0
    default:
      return assertNever(operator)
  }
}

/** Negative, zero or positive, by code points; `<` would put U+FF00 after U+10000. */
function compareTexts(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] === b[i]) continue
    return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0)
  }
  return a.length - b.length
}

function compileInList(test: InListTest, { lists }: CompileOptions): ValueMatcher | undefined {
  const find = compileTemplate(test.value, lists ?? new Map(), test.cased)
  if (find === undefined) return undefined
  const finders = [find]
  return value => firstIn(ownSpelling(value), test.cased, finders)
}
