import type { Parsed, Span } from '../../../base/index.ts'
import type { Condition } from '../../../ir/condition/index.ts'
import type { Expression, Logic } from '../../../ir/index.ts'
import { findConstant } from '../constant.ts'
import { findOperand, noteSeveralValues, toOperand } from '../lower-operand.ts'
import { equalsConstant, holdsText, isInNetworks } from '../lower-test.ts'
import type { EsqlLowering } from '../lowering.ts'
import type { EsqlCall, EsqlExpression, EsqlString } from '../syntax.ts'
import { lowerMatch } from './search.ts'

/** Lowers a call that is a condition; `undefined` where the logic has no test for it. */
export type ConditionFunction = (call: EsqlCall, lowering: EsqlLowering) => Condition | undefined

/** Functions that are tests of a field, by name in lower case. */
export const conditionFunctions: Readonly<Record<string, ConditionFunction>> = {
  // “Returns a boolean that indicates whether a keyword string starts with another string.”
  starts_with: (call, lowering) => lowerText('starts_with', call, lowering),
  // “Returns a boolean that indicates whether a keyword string ends with another string.”
  ends_with: (call, lowering) => lowerText('ends_with', call, lowering),
  // “Returns a boolean that indicates whether a keyword substring is within another string.”
  contains: (call, lowering) => lowerText('contains', call, lowering),
  cidr_match: lowerCidrMatch,
  mv_contains: lowerContainsAll,
  mv_contains_all: lowerContainsAll,
  match: (call, lowering) => lowerMatch(call, 'any', lowering),
  match_phrase: (call, lowering) => lowerMatch(call, 'phrase', lowering),
  // “Performs a Term query on the specified field”: the whole value, as it is written.
  term: lowerTerm,
  kql: (call, lowering) => lowerEmbedded(call, lowering.options.parseKql, lowering),
  qstr: (call, lowering) => lowerEmbedded(call, lowering.options.parseLucene, lowering),
}

function lowerText(
  operator: 'starts_with' | 'ends_with' | 'contains',
  { arguments: args }: EsqlCall,
  lowering: EsqlLowering,
): Condition | undefined {
  const [subject, text] = args
  if (subject === undefined || text?.kind !== 'string') return undefined
  if (findConstant(subject) !== undefined) return undefined
  const operand = toOperand(subject, lowering)
  noteSeveralValues(operand, lowering)
  return holdsText(operator, operand, text, lowering)
}

function lowerCidrMatch(
  { arguments: args }: EsqlCall,
  lowering: EsqlLowering,
): Condition | undefined {
  const [subject, ...blocks] = args
  const networks = blocks.flatMap(block => (block.kind === 'list' ? block.values : [block]))
  if (subject === undefined || networks.length === 0 || !networks.every(isString)) return undefined
  const operand = toOperand(subject, lowering)
  noteSeveralValues(operand, lowering)
  return operand.fold === undefined ? isInNetworks(operand, networks, lowering) : undefined
}

/**
 * “Checks if all values yielded by the second multivalue expression are present in the values yielded
 * by the first multivalue expression. Returns a boolean. Null values are treated as an empty set.” So
 * it is never null.
 */
function lowerContainsAll(
  { arguments: args }: EsqlCall,
  lowering: EsqlLowering,
): Condition | undefined {
  const [subject, wanted] = args
  if (subject === undefined || wanted === undefined) return undefined
  const operand = findOperand(subject, lowering)
  if (operand === undefined || operand.fold !== undefined) return undefined
  const values = wanted.kind === 'list' ? wanted.values : [wanted]
  const list = lowering.newList()
  const tests = values.map(value => {
    const constant = findConstant(value)
    if (constant === undefined || constant === null) return undefined
    return equalsConstant(operand, constant, value, lowering, list)?.isTrue
  })
  const known = tests.filter(test => test !== undefined)
  if (known.length < tests.length) return undefined
  return lowering.connectives.total(lowering.connectives.conjunction(known))
}

function lowerTerm({ arguments: args }: EsqlCall, lowering: EsqlLowering): Condition | undefined {
  const [subject, text] = args
  if (subject === undefined || text?.kind !== 'string') return undefined
  const operand = findOperand(subject, lowering)
  const condition = operand && equalsConstant(operand, text.value, text, lowering)
  return condition && lowering.connectives.total(condition.isTrue)
}

function isString(expression: EsqlExpression): expression is EsqlString {
  return expression.kind === 'string'
}

/**
 * A query of another language: “returns true if the provided query matches the row”, so it is never
 * null. Its problems are told where its text stands.
 */
function lowerEmbedded(
  { arguments: args }: EsqlCall,
  parse: ((text: string) => Parsed<Logic>) | undefined,
  lowering: EsqlLowering,
): Condition | undefined {
  const [text] = args
  if (parse === undefined || text?.kind !== 'string') return undefined
  const { value, diagnostics } = parse(text.value)
  const place = placeOf(text, lowering.text)
  const filters: Expression[] = []
  for (const stage of value.stages) {
    if (stage.kind === 'filter') filters.push(stage.expression)
    else if (stage.kind === 'derive') lowering.addDerived({ ...stage, span: place(stage.span) })
    else return undefined
  }
  for (const { code, message, span, help } of diagnostics) {
    lowering.report(code, place(span), message, help)
  }
  const lists = new Map<number, number>()
  const moved = filters.map(filter => moveExpression(filter, place, lists, lowering))
  return lowering.connectives.total(lowering.connectives.conjunction(moved))
}

/** Where a place of a text stands in the query; a text with escapes is one place as a whole. */
function placeOf({ value, span }: EsqlString, text: string): (inner: Span) => Span {
  const source = text.slice(span.start, span.end)
  const quotes = source.startsWith('"""') ? 3 : 1
  if (source.slice(quotes, quotes + value.length) !== value) return () => span
  const shift = span.start + quotes
  return ({ start, end }) => ({ start: start + shift, end: end + shift })
}

/** An expression whose places and lists are those of the query around it. */
function moveExpression(
  expression: Expression,
  place: (inner: Span) => Span,
  lists: Map<number, number>,
  lowering: EsqlLowering,
): Expression {
  const move = (inner: Expression): Expression => moveExpression(inner, place, lists, lowering)
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(move) }
    case 'not':
      return { ...expression, operand: move(expression.operand) }
    case 'opaque':
      return { ...expression, span: place(expression.span) }
    case 'test': {
      const list = lists.get(expression.list) ?? lowering.newList()
      lists.set(expression.list, list)
      const { fieldSpan } = expression
      const moved = { ...expression, list, span: place(expression.span) }
      return fieldSpan === undefined ? moved : { ...moved, fieldSpan: place(fieldSpan) }
    }
  }
}
