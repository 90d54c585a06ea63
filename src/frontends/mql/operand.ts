import { exactResult, findNearest } from '../../base/index.ts'
import { functionNames, isKnownFunction, itemFunctions } from './functions.ts'
import type { MqlPlace } from './lowering.ts'
import { type FieldOperand, findScope, itemsOf, type Operand } from './scope.ts'
import type { MqlCall, MqlExpression } from './syntax.ts'

export function toOperand(expression: MqlExpression, place: MqlPlace): Operand {
  const { span } = expression
  switch (expression.kind) {
    case 'text':
    case 'boolean':
      return { kind: 'constant', value: expression.value, span }
    case 'number':
      return { kind: 'constant', value: Number(expression.text), span }
    case 'null':
      return { kind: 'constant', value: null, span }
    case 'list':
      return { kind: 'list', name: expression.name, span }
    case 'name':
      return { kind: 'field', name: expression.name, isDerived: false, span }
    case 'item': {
      const found = findScope(place.scope, expression.depth)
      if (found !== undefined) return { ...found.item, span }
      const message = `“${'.'.repeat(expression.depth)}” stands for no item here`
      place.lowering.report('mql/invalid-scope', span, message)
      return { kind: 'error', span }
    }
    case 'member': {
      const object = toOperand(expression.object, place)
      if (object.kind === 'error') return object
      if (object.kind !== 'field') return place.compute(expression)
      const { name, isDerived } = itemsOf(object)
      return { kind: 'field', name: `${name}.${expression.name}`, isDerived, span }
    }
    case 'index': {
      const object = toOperand(expression.object, place)
      const index = toOperand(expression.index, place)
      if (object.kind === 'error' || index.kind === 'error') return { kind: 'error', span }
      if (object.kind !== 'field' || index.kind !== 'constant') return place.compute(expression)
      const { name, isDerived } = itemsOf(object)
      return { kind: 'field', name: `${name}[${JSON.stringify(index.value)}]`, isDerived, span }
    }
    case 'call':
      return callOperand(expression, place)
    case 'sign':
    case 'arithmetic': {
      const value = numberOf(expression)
      if (value !== undefined) return { kind: 'constant', value, span }
      checkCalls(expression, place)
      return place.compute(expression)
    }
    case 'error':
      return { kind: 'error', span }
    default:
      return place.compute(expression)
  }
}

function callOperand(call: MqlCall, place: MqlPlace): Operand {
  checkCall(call, place)
  if (itemFunctions.has(call.name)) return place.lowering.parts.lowerItems(call, place)
  const [first] = call.arguments
  // “length(filter(attachments, …))”: what is counted is the list as a stage before says it.
  if (call.name === 'length' && first !== undefined) {
    const list = toOperand(first.value, place)
    if (list.kind === 'error') return list
    if (list.kind === 'field') return measured('length', list, call, place)
  }
  for (const { value } of call.arguments) checkCalls(value, place)
  return place.compute(call)
}

function measured(
  name: string,
  list: FieldOperand,
  { span }: MqlCall,
  place: MqlPlace,
): FieldOperand {
  const text = `${name}(${list.name})`
  place.add(text, { kind: 'derive', names: [text], text, span })
  return { kind: 'field', name: text, isDerived: true, span }
}

/** Reports functions that are not known, and dots that stand for nothing, in what is only computed. */
export function checkCalls(expression: MqlExpression, place: MqlPlace): void {
  if (expression.kind === 'call') {
    checkCall(expression, place)
    // Inside a scope of its own dots mean its items.
    const list = itemFunctions.has(expression.name)
      ? expression.arguments.slice(0, 1)
      : expression.arguments
    for (const { value } of list) checkCalls(value, place)
  } else if (expression.kind === 'item') toOperand(expression, place)
  else if (expression.kind === 'member') checkCalls(expression.object, place)
  else if (expression.kind === 'arithmetic') {
    checkCalls(expression.left, place)
    checkCalls(expression.right, place)
  } else if (expression.kind === 'sign') checkCalls(expression.operand, place)
}

export function checkCall({ name, nameSpan }: MqlCall, { lowering }: MqlPlace): void {
  if (isKnownFunction(name)) return
  const nearest = findNearest(name, functionNames)
  const help = nearest === undefined ? undefined : `did you mean “${nearest}”?`
  lowering.report('mql/unknown-function', nameSpan, `there is no function “${name}”`, help)
}

function numberOf(expression: MqlExpression): number | undefined {
  switch (expression.kind) {
    case 'number':
      return Number(expression.text)
    case 'sign': {
      const value = numberOf(expression.operand)
      return value === undefined ? undefined : 0 - value
    }
    case 'arithmetic': {
      const left = numberOf(expression.left)
      const right = numberOf(expression.right)
      if (left === undefined || right === undefined) return undefined
      return exactResult(expression.operator, left, right)
    }
    default:
      return undefined
  }
}
