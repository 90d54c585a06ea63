import {
  and,
  anyField,
  anyRun,
  type Expression,
  findLiteralText,
  isNetwork,
  not,
  or,
  type Pattern,
  pattern,
  type Test,
  type TestFrame,
  toTermTest,
  toTextTest,
} from '../../ir/index.ts'
import { findStrayBackslash, readSearchPattern, unescapeText } from './escapes.ts'
import { isTuningMacro } from './known-macros.ts'
import { lowerSubsearch } from './lower-subsearch.ts'
import type { SplLowering } from './lowering.ts'
import { parseMacroCall } from './macro.ts'
import type { Operand } from './operand.ts'
import type {
  SplCondition,
  SplMacro,
  SplSearchComparison,
  SplSearchIn,
  SplSearchValue,
  SplTerm,
} from './syntax.ts'
import { isTimeModifier } from './time-modifiers.ts'

/** A condition of the search command. It is true or false of every event: `NOT` keeps what has no value. */
export function lowerSearch(condition: SplCondition, lowering: SplLowering): Expression {
  switch (condition.kind) {
    case 'and':
      return conjunction(condition.operands.map(operand => lowerSearch(operand, lowering)))
    case 'or':
      return disjunction(condition.operands.map(operand => lowerSearch(operand, lowering)))
    case 'not':
      return negation(lowerSearch(condition.operand, lowering))
    case 'comparison':
      return lowerComparison(condition, lowering)
    case 'in':
      return lowerIn(condition, lowering)
    case 'term':
      return lowerTerm(condition, lowering)
    case 'subsearch':
      return lowerSubsearch(condition, lowering)
    case 'macro':
      return lowerMacro(condition, lowering)
    case 'missing':
      return lowering.opaque('spl/syntax', condition.span)
  }
}

/** Conditions that all hold; what is true for every event is left out. */
export function conjunction(operands: readonly Expression[]): Expression {
  const flat = operands.flatMap(e => (e.kind === 'and' ? e.operands : [e]))
  return flat.some(isNever) ? or([]) : and(flat)
}

export function disjunction(operands: readonly Expression[]): Expression {
  const flat = operands.flatMap(e => (e.kind === 'or' ? e.operands : [e]))
  return flat.some(isAlways) ? and([]) : or(flat)
}

export function negation(operand: Expression): Expression {
  if (isAlways(operand)) return or([])
  return isNever(operand) ? and([]) : not(operand)
}

function isAlways(expression: Expression): boolean {
  return expression.kind === 'and' && expression.operands.length === 0
}

function isNever(expression: Expression): boolean {
  return expression.kind === 'or' && expression.operands.length === 0
}

/** The name of a field as it stands in a search. */
export function searchFieldName({ raw, isQuoted }: SplSearchValue): string {
  const name = unescapeText(raw)
  return !isQuoted && /^'[^']+'$/.test(name) ? name.slice(1, -1) : name
}

export function searchOperand(field: SplSearchValue, lowering: SplLowering): Operand {
  const name = searchFieldName(field)
  const operand = lowering.operand(name, field.span)
  if (name === '*') return { ...operand, field: anyField }
  // Which fields a name with a star stands for, only the event knows.
  return name.includes('*') ? { ...operand, isDerived: true } : operand
}

const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const

/** “Search for field values that match the `=` expression”, wildcards and networks included. */
function lowerComparison(comparison: SplSearchComparison, lowering: SplLowering): Expression {
  const { field, operator, value } = comparison
  // What is searched is all that there is, whichever time an alternative asks for.
  if (lowering.isFirst && isTimeModifier(searchFieldName(field))) return and([])
  const operand = searchOperand(field, lowering)
  if (operator === '=') return equalsValue(operand, value, lowering, lowering.newList())
  if (operator === '!=') {
    // “Events that do not have a value in the field are not included in the results.”
    if (isAnyValue(value)) return or([])
    const isEqual = equalsValue(operand, value, lowering, lowering.newList())
    return conjunction([lowering.presence(operand), negation(isEqual)])
  }
  const text = unescapeText(value.raw)
  const number = toNumber(text)
  const frame = lowering.frame(operand, value.span, false)
  return { kind: 'test', ...frame, operator: orders[operator], value: number ?? text }
}

/** A star alone, or several. */
function isAnyValue({ raw }: SplSearchValue): boolean {
  return /^\*+$/.test(raw)
}

/** “`<field> IN (<value-list>)`: the field matches any of the values.” */
function lowerIn({ field, values }: SplSearchIn, lowering: SplLowering): Expression {
  const operand = searchOperand(field, lowering)
  const list = lowering.newList()
  return disjunction(values.map(value => equalsValue(operand, value, lowering, list)))
}

/** Case does not count, except in `CASE(…)`: “search for case-sensitive matches for terms and field values”. */
function equalsValue(
  operand: Operand,
  value: SplSearchValue,
  lowering: SplLowering,
  list: number,
): Expression {
  noteStray(value, lowering)
  const tokens = readSearchPattern(value.raw)
  const frame = lowering.frame(operand, value.span, value.directive === 'CASE', list)
  const text = findLiteralText(tokens)
  // “The search command supports IPv4 and IPv6 addresses and subnets that use CIDR notation.”
  if (text?.includes('/') && isNetwork(text))
    return { kind: 'test', ...frame, operator: 'cidr', value: text }
  const number = text === undefined ? undefined : toWholeNumber(text)
  if (number !== undefined)
    return { kind: 'test', ...frame, cased: false, operator: 'equals', value: number }
  const test = toTextTest(tokens, frame)
  if (test.operator !== 'exists') return test
  return lowering.isPresent(operand, value.span, list)
}

/** A number that is written as numbers are, so that its text is the same. */
function toWholeNumber(text: string): number | undefined {
  return /^(?:0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined
}

export function toNumber(text: string): number | undefined {
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined
}

/**
 * A word or a phrase: “Splunk software searches the _raw field for the matching events”. A word that stands alone
 * in the event, or a phrase that does, is enough.
 */
function lowerTerm({ value, span }: SplTerm, lowering: SplLowering): Expression {
  noteStray(value, lowering)
  noteOperator(value, lowering)
  const text = findEventText(value)
  if (text !== undefined) {
    const operand = lowering.operand(text.field, span)
    const frame = lowering.frame(operand, span, value.directive === 'CASE')
    const number = toWholeNumber(unescapeText(text.value))
    if (number !== undefined)
      return { kind: 'test', ...frame, cased: false, operator: 'equals', value: number }
    return toTextTest(readSearchPattern(text.value), frame)
  }
  const frame: TestFrame = {
    ...lowering.frame(
      { field: anyField, isDerived: false, span },
      span,
      value.directive === 'CASE',
    ),
  }
  return termTest(readSearchPattern(value.raw), frame)
}

/** A term in the text of the event; what stands around it ends a word. */
function termTest(tokens: Pattern, { fieldSpan: _, ...frame }: TestFrame): Expression {
  const [first, second] = tokens
  const last = tokens.at(-1)
  if (tokens.length === 0) return and([])
  if (tokens.length === 1 && first?.kind === 'any_run') return and([])
  const text = findLiteralText(tokens)
  if (text !== undefined) return { kind: 'test', ...frame, operator: 'has', value: text }
  if (tokens.length === 2 && first?.kind === 'literal' && last?.kind === 'any_run') {
    return { kind: 'test', ...frame, operator: 'has_prefix', value: first.text }
  }
  if (tokens.length === 2 && second?.kind === 'literal') {
    return { kind: 'test', ...frame, operator: 'has_suffix', value: second.text }
  }
  if (tokens.length === 3 && first?.kind === 'any_run' && last?.kind === 'any_run') {
    if (second?.kind === 'literal')
      return { kind: 'test', ...frame, operator: 'contains', value: second.text }
  }
  const test = toTermTest(tokens, frame)
  return test === undefined
    ? toTextTest(pattern([anyRun, ...tokens, anyRun]), frame)
    : ({ ...test, cased: frame.cased } as Test)
}

/**
 * The text of an event that says what a field’s value is: `TERM(EventCode=4688)`, `"<EventID>4688<"`. The logic
 * knows events by their fields, and this is a test of one.
 */
function findEventText({
  raw,
  isQuoted,
  directive,
}: SplSearchValue): { readonly field: string; readonly value: string } | undefined {
  if (!isQuoted && directive === undefined) return undefined
  const [, key, value] = /^([A-Za-z_]\w*)=([^\s=<>"]+)$/.exec(raw) ?? []
  if (key !== undefined && value !== undefined) return { field: key, value }
  const [, element, content] = /^<?([A-Za-z_]\w*)>([^\s<>]+)<(?:\/\w*>?)?$/.exec(raw) ?? []
  if (element === undefined || content === undefined) return undefined
  return { field: element, value: content }
}

function lowerMacro({ call, span }: SplMacro, lowering: SplLowering): Expression {
  const parsed = parseMacroCall(call)
  if (parsed !== undefined && isTuningMacro(parsed)) return and([])
  lowering.reportMacro(call, span)
  return lowering.opaque('spl/unknown-macro', span)
}

function noteStray(value: SplSearchValue, lowering: SplLowering): void {
  const stray = findStrayBackslash(value.raw)
  if (stray === undefined) return
  const message =
    stray === '\\*'
      ? '“\\*” is a backslash and a wildcard: a star cannot be escaped'
      : `“${stray}” is a backslash and “${stray.slice(1)}”`
  lowering.report('spl/stray-backslash', value.span, message, 'write “\\\\” for a backslash')
}

function noteOperator({ raw, isQuoted, span }: SplSearchValue, lowering: SplLowering): void {
  if (isQuoted || !/^(?:and|or|not)$/i.test(raw)) return
  const message = `“${raw}” is a word to be found: operators stand in capitals`
  lowering.report('spl/lower-case-operator', span, message, `write “${raw.toUpperCase()}”`)
}
