import { findNearest } from '../../base/index.ts'
import { isKnownFunction, knownFunctions } from './functions/known.ts'
import type { EsqlLowering } from './lowering.ts'
import type { Operand } from './operand.ts'
import type { EsqlCall, EsqlCast, EsqlExpression, EsqlName } from './syntax.ts'
import { isTimeUnit } from './time-unit.ts'

/**
 * What an expression is a value of: a field, possibly in another case; else a computed value with
 * the name of its text.
 */
export function toOperand(expression: EsqlExpression, lowering: EsqlLowering): Operand {
  return findOperand(expression, lowering) ?? lowering.compute(expression)
}

/** The field of an expression that is one, possibly converted in ways that tests can follow. */
export function findOperand(
  expression: EsqlExpression,
  lowering: EsqlLowering,
): Operand | undefined {
  switch (expression.kind) {
    case 'name':
      return toField(expression, lowering)
    case 'cast':
      return throughCast(expression, lowering)
    case 'call':
      return throughCall(expression, lowering)
    default:
      return undefined
  }
}

function toField(name: EsqlName, lowering: EsqlLowering): Operand {
  const text = name.parts.join('.')
  const { field, isDerived } = lowering.columns.find(text)
  if (lowering.columns.isDropped(text)) {
    const message = `STATS leaves no column “${text}”`
    lowering.report('esql/unknown-column', name.span, message, 'add it behind BY or to the values')
  }
  // Elastic’s `.caseless` beside a field holds its value in lower case.
  const isCaseless = !isDerived && field.endsWith('.caseless')
  return {
    field: isCaseless ? field.slice(0, -'.caseless'.length) : field,
    isDerived,
    fold: isCaseless ? 'lower' : undefined,
    isAddress: false,
    isNumber: false,
    span: name.span,
  }
}

/** Fields of Elastic’s Common Schema that hold several values as a rule. */
const severalValues =
  /^(?:process\.(?:parent\.)?(?:args|env_vars|thread\.capabilities\.\w+)|host\.(?:ip|mac)|related\.\w+|tags|.*\.ancestry)$/

/**
 * Tells of a comparison that several values make null: “if either field is multivalued then the result
 * is `null`”. The logic has no test of how many values a field has, and asks any of them.
 */
export function noteSeveralValues(operand: Operand, lowering: EsqlLowering): void {
  if (operand.isDerived || !severalValues.test(operand.field)) return
  if (lowering.columns.isExpanded(operand.field)) return
  const message = `“${operand.field}” holds several values as a rule, and ES|QL compares those as null`
  const help = 'MV_CONTAINS, MV_EXPAND or MATCH look at each of them'
  lowering.report('esql/several-values', operand.span, message, help)
}

/** Types whose texts are those of the value itself. */
const textTypes: ReadonlySet<string> = new Set(['keyword', 'string', 'text'])

function throughCast({ operand, types }: EsqlCast, lowering: EsqlLowering): Operand | undefined {
  let found = findOperand(operand, lowering)
  for (const type of types) {
    if (textTypes.has(type)) continue
    if (type === 'ip') found = found && { ...found, isAddress: true }
    else if (type === 'double') found = found && { ...found, isNumber: true }
    else return undefined
  }
  return found
}

function throughCall(call: EsqlCall, lowering: EsqlLowering): Operand | undefined {
  const [argument] = call.arguments
  if (argument === undefined || call.arguments.length !== 1) return undefined
  const inner = (): Operand | undefined => findOperand(argument, lowering)
  switch (call.name.toLowerCase()) {
    case 'to_string':
    case 'to_str':
    case 'to_text':
      return inner()
    case 'to_lower': {
      const operand = inner()
      return operand && { ...operand, fold: 'lower' }
    }
    case 'to_upper': {
      const operand = inner()
      return operand && { ...operand, fold: 'upper' }
    }
    case 'to_ip': {
      const operand = inner()
      return operand && { ...operand, isAddress: true }
    }
    case 'to_double':
    case 'to_dbl': {
      const operand = inner()
      return operand && { ...operand, isNumber: true }
    }
    default:
      return undefined
  }
}

/** Tells functions and units of time that do not exist, in an expression and everything in it. */
export function checkNames(expression: EsqlExpression, lowering: EsqlLowering): void {
  for (const inner of partsOf(expression)) checkNames(inner, lowering)
  if (expression.kind === 'call' && !isKnownFunction(expression.name)) {
    const nearest = findNearest(expression.name.toLowerCase(), knownFunctions)
    const help = nearest === undefined ? undefined : `did you mean “${nearest.toUpperCase()}”?`
    const message = `“${expression.name}” is no function`
    lowering.report('esql/unknown-function', expression.nameSpan, message, help)
  }
  if (expression.kind === 'time_span' && !isTimeUnit(expression.unit)) {
    const message = `“${expression.unit}” is no unit of time`
    lowering.report('esql/unknown-unit', expression.span, message)
  }
}

/** The expressions directly inside another. */
export function partsOf(expression: EsqlExpression): readonly EsqlExpression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands
    case 'not':
    case 'is_null':
    case 'sign':
    case 'cast':
      return [expression.operand]
    case 'comparison':
      return [expression.left, expression.right]
    case 'in':
      return [expression.operand, ...expression.values]
    case 'like':
    case 'rlike':
      return [expression.operand, ...expression.patterns]
    case 'match':
      return [expression.operand, expression.value]
    case 'arithmetic':
      return [expression.first, ...expression.rest.map(({ operand }) => operand)]
    case 'call':
      return expression.arguments
    case 'list':
      return expression.values
    case 'map':
      return expression.entries.map(({ value }) => value)
    default:
      return []
  }
}
