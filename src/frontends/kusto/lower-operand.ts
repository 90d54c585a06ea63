import { anyField } from '../../ir/index.ts'
import { fieldMeaning } from './columns.ts'
import { findConstant, resolve } from './constant.ts'
import type { KustoLowering, Operand } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoCall, KustoElement, KustoExpression } from './syntax.ts'

/**
 * What an expression is a value of: a field, possibly in another case; else a computed value with the
 * name of its text.
 */
export function toOperand(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Operand {
  const operand = findOperand(expression, scope, lowering)
  if (operand !== undefined) return operand
  const computed = lowering.parts.computation(expression, scope, lowering)
  for (const [i, stage] of (computed?.before ?? []).entries()) {
    lowering.addBefore(`needed ${i} ${expression.span.start}`, stage)
  }
  return lowering.compute(expression, scope, computed?.computation)
}

/** The field of an expression that is one, possibly converted in ways that tests can follow. */
export function findOperand(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Operand | undefined {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  const { span } = expression
  switch (value.kind) {
    case 'name':
      return { ...lowering.columns.find(value.name), span }
    case 'star':
      return { ...fieldMeaning(anyField), span }
    case 'path': {
      // `$left.name`
      if (value.operand.kind === 'name' && value.operand.name.startsWith('$')) {
        return { ...lowering.columns.find(value.name), span }
      }
      const operand = findOperand(value.operand, inner, lowering)
      return operand && within(operand, `.${value.name}`)
    }
    case 'element':
      return throughElement(value, inner, lowering)
    case 'call':
      return throughCall(value, inner, lowering)
    default:
      return undefined
  }
}

/** A part of a value that has parts. */
function within(operand: Operand, path: string): Operand | undefined {
  if (operand.fold !== undefined || operand.isFileName || operand.field === anyField)
    return undefined
  return { ...operand, field: operand.field + path, isConverted: false }
}

function throughElement(
  element: KustoElement,
  scope: Scope,
  lowering: KustoLowering,
): Operand | undefined {
  const index = findConstant(element.index, scope, lowering)
  const list = resolve(element.operand, scope, lowering)
  if (list.value.kind === 'call' && list.value.name === 'split') {
    return index === -1 ? lastOfPath(list.value, list.scope, lowering) : undefined
  }
  if (typeof index !== 'string' && typeof index !== 'number') return undefined
  const operand = findOperand(element.operand, scope, lowering)
  return operand && within(operand, typeof index === 'string' ? `.${index}` : `[${index}]`)
}

/** `split(path, "\\")[-1]`: what follows the last backslash. */
function lastOfPath(call: KustoCall, scope: Scope, lowering: KustoLowering): Operand | undefined {
  const [path, separator] = call.arguments
  if (path === undefined || separator === undefined || call.arguments.length !== 2) return undefined
  const text = findConstant(separator, scope, lowering)
  if (text !== '\\' && text !== '/') return undefined
  const operand = findOperand(path, scope, lowering)
  return operand === undefined || operand.isFileName ? undefined : { ...operand, isFileName: true }
}

/** Functions whose result has the text of what they are given. */
const sameText =
  /^(?:tostring|todynamic|parse_?json|dynamic_to_json|toguid|todecimal|tobool|toboolean|column_?ifexists)$/

/** Functions that give a number, or null for what is none. */
const toNumber = /^(?:toint|tolong|toreal|todouble)$/

function throughCall(call: KustoCall, scope: Scope, lowering: KustoLowering): Operand | undefined {
  const { name } = call
  const [argument] = call.arguments
  if (name === 'ingestion_time') return { ...fieldMeaning('ingestion_time()'), span: call.span }
  if (argument === undefined) return undefined
  if (/^column_?ifexists$/.test(name)) {
    const column = findConstant(argument, scope, lowering)
    if (typeof column === 'string') return { ...lowering.columns.find(column), span: call.span }
    return undefined
  }
  if (call.arguments.length !== 1) return undefined
  if (name === 'tolower' || name === 'toupper') {
    const operand = findOperand(argument, scope, lowering)
    return operand && { ...operand, fold: name === 'tolower' ? 'lower' : 'upper' }
  }
  if (sameText.test(name)) return findOperand(argument, scope, lowering)
  if (toNumber.test(name)) {
    const operand = findOperand(argument, scope, lowering)
    return operand && { ...operand, isConverted: true }
  }
  return undefined
}
