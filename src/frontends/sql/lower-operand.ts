import {
  findConstant,
  findQuotedText,
  isIntegerType,
  isNumberType,
  isTextType,
  isTimeType,
  timeFunctions,
  transparent,
} from './constant.ts'
import type { SqlLowering } from './lowering.ts'
import type { SqlOperand } from './operand.ts'
import { partsOf } from './parts.ts'
import type { SqlCall, SqlCast, SqlExpression, SqlName, SqlPath, SqlPathStep } from './syntax.ts'

/**
 * What an expression is a value of: a field, possibly in another case; else a computed value with
 * the name of its text.
 */
export function toOperand(expression: SqlExpression, lowering: SqlLowering): SqlOperand {
  return findOperand(expression, lowering) ?? lowering.compute(expression)
}

/** The field of an expression that is one, possibly converted in ways that tests can follow. */
export function findOperand(
  expression: SqlExpression,
  lowering: SqlLowering,
): SqlOperand | undefined {
  switch (expression.kind) {
    case 'name':
      return toField(expression, lowering)
    case 'path':
      return throughPath(expression, lowering)
    case 'cast':
      return throughCast(expression, lowering)
    case 'call':
      return throughCall(expression, lowering)
    default:
      return undefined
  }
}

/** The value that a name is the alias of, followed to what is no alias. */
export function withoutAlias(expression: SqlExpression, lowering: SqlLowering): SqlExpression {
  if (expression.kind !== 'name') return expression
  const value = lowering.scope.findAlias(expression)
  return value === undefined || !lowering.mayFollowAlias() ? expression : value
}

function toField(name: SqlName, lowering: SqlLowering): SqlOperand | undefined {
  const value = withoutAlias(name, lowering)
  if (value !== name) {
    if (findConstant(value, lowering) !== undefined) return lowering.compute(value)
    const found = findOperand(value, lowering) ?? lowering.compute(value)
    return { ...found, span: name.span }
  }
  const { field, isDerived } = lowering.scope.resolve(name)
  return {
    field,
    isDerived: isDerived || lowering.defined.has(field),
    fold: undefined,
    isNumber: false,
    isTime: false,
    span: name.span,
  }
}

/**
 * `raw:field.sub`: a field of the event, whose parts its name joins with points. An element by its
 * number is a choice among the values of a field, which tests cannot make, so it counts as computed.
 */
function throughPath(
  { operand, steps, span }: SqlPath,
  lowering: SqlLowering,
): SqlOperand | undefined {
  const base = findOperand(operand, lowering)
  if (base === undefined || base.fold !== undefined) return undefined
  return { ...base, ...atPath(base, steps), span }
}

function atPath(
  base: SqlOperand,
  steps: readonly SqlPathStep[],
): Pick<SqlOperand, 'field' | 'isDerived'> {
  let { field, isDerived } = base
  for (const step of steps) {
    if (step.kind === 'key') field += `.${step.name}`
    else {
      const text = step.value.kind === 'number' ? step.value.text : '…'
      field += `[${text}]`
      isDerived = true
    }
  }
  return { field, isDerived }
}

function throughCast(
  { operand, type, isTry }: SqlCast,
  lowering: SqlLowering,
): SqlOperand | undefined {
  const found = findOperand(operand, lowering)
  if (found === undefined || isTextType(type)) return found
  if (isTimeType(type)) return { ...found, isTime: true }
  if (type === 'boolean') return found
  // What is no number makes the query fail, or the value null: tests of order are false of both.
  if (isIntegerType(type) || isNumberType(type)) return { ...found, isNumber: true }
  return isTry ? undefined : undefined
}

/** Paths as texts: `GET_PATH(a, 'b.c')`, `GET(a, 'b')`. */
const pathText = /^[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*)*$/

function throughCall(call: SqlCall, lowering: SqlLowering): SqlOperand | undefined {
  const [first, second] = call.arguments
  if (call.name.length > 1 || first?.value === undefined || call.over !== undefined)
    return undefined
  const name = call.name[0]?.text.toLowerCase() ?? ''
  const argument = first.value
  if (name === 'get_path' || name === 'get') {
    const path = second?.value?.kind === 'string' ? second.value.value : ''
    if (call.arguments.length !== 2 || !pathText.test(path)) return undefined
    const keys = name === 'get' ? [path] : path.split(/[.:]/)
    const steps = keys.map(key => ({ kind: 'key' as const, name: key, isQuoted: false }))
    return throughPath({ kind: 'path', operand: argument, steps, span: call.span }, lowering)
  }
  if (call.arguments.length !== 1) return undefined
  const inner = (): SqlOperand | undefined => findOperand(argument, lowering)
  if (transparent.has(name)) return inner()
  if (timeFunctions.has(name)) {
    const operand = inner()
    return operand && { ...operand, isTime: true }
  }
  if (name !== 'lower' && name !== 'upper') return undefined
  const operand = inner()
  return operand && !operand.isNumber ? { ...operand, fold: name } : undefined
}

/** The names in an expression, texts in quotation marks and those of queries inside it apart. */
export function namesIn(expression: SqlExpression, lowering: SqlLowering): readonly SqlName[] {
  if (expression.kind === 'name') {
    return findQuotedText(expression, lowering) === undefined ? [expression] : []
  }
  return partsOf(expression).flatMap(part => namesIn(part, lowering))
}
