import {
  assertNever,
  type Diagnostic,
  diagnostic,
  findNearest,
  type Span,
} from '../../base/index.ts'
import {
  applyFunction,
  type Computation,
  type ComputedValue,
  type FunctionName,
  isNumber,
  signed,
  toNumberValue,
} from '../../ir/index.ts'
import type { EqlFunction } from './functions/index.ts'
import { findFunction, functions } from './functions/index.ts'
import { printExpression, printFieldName } from './print.ts'
import type { Arithmetic, Call, Expression, Literal, Sign } from './syntax.ts'

/** What a side of a test, or an argument of a function, is. */
export type Operand =
  | ConstantOperand
  | FieldOperand
  | ComputedOperand
  | ConditionOperand
  | OpaqueOperand

/** A value that is known before any event. */
export interface ConstantOperand {
  readonly kind: 'constant'
  readonly value: ComputedValue
  readonly text: string
  readonly span: Span
}

/** A field as the event has it. */
export interface FieldOperand {
  readonly kind: 'field'
  readonly name: string
  /** `number(field)` is compared as a number; `string(field)` is the field, whose text tests look at. */
  readonly as: 'itself' | 'number' | 'text'
  readonly text: string
  readonly span: Span
}

/** A value that is computed from fields. */
export interface ComputedOperand {
  readonly kind: 'computed'
  readonly result: 'boolean' | 'number' | 'text'
  /** Its canonical spelling, which is its name. */
  readonly text: string
  /** How it is computed, where that can be said. */
  readonly computation: Computation | undefined
  readonly span: Span
}

/** Something that is true or false. */
export interface ConditionOperand {
  readonly kind: 'condition'
  readonly expression: Expression
  readonly text: string
  readonly span: Span
}

/** What has no translation; it has been reported. */
export interface OpaqueOperand {
  readonly kind: 'opaque'
  readonly reason: Diagnostic['code']
  readonly text: string
  readonly span: Span
}

type Report = (diagnostic: Diagnostic) => void

/** Finds out what an expression is, once, from the inside out; what is constant is computed. */
export function toOperand(expression: Expression, report: Report): Operand {
  const { span } = expression
  switch (expression.kind) {
    case 'literal':
      return literalOperand(expression)
    case 'field': {
      const { name } = expression
      return { kind: 'field', name, as: 'itself', text: printFieldName(name), span }
    }
    case 'call':
      return callOperand(expression, report)
    case 'sign':
      return signOperand(expression, report)
    case 'arithmetic':
      return arithmeticOperand(expression, report)
    case 'comparison':
    case 'lookup':
    case 'not':
    case 'and':
    case 'or':
    case 'lineage':
      return { kind: 'condition', expression, text: `(${printExpression(expression)})`, span }
    case 'error':
      return opaque(expression, 'eql/syntax')
    default:
      return assertNever(expression)
  }
}

function literalOperand(expression: Literal): ConstantOperand {
  const { value, span } = expression
  const isNumeric = typeof value === 'object' && value !== null
  return {
    kind: 'constant',
    value: isNumeric ? toNumberValue(value.number) : value,
    text: printExpression(expression),
    span,
  }
}

function signOperand(expression: Sign, report: Report): Operand {
  const { operator, span } = expression
  const operand = toOperand(expression.operand, report)
  if (operand.kind === 'opaque') return operand
  const text = `${operator}${operand.text}`
  if (operand.kind === 'constant') {
    const { value } = operand
    if (value === null) return { kind: 'constant', value, text, span }
    if (isNumber(value)) return { kind: 'constant', value: signed(operator, value), text, span }
  }
  const isNumeric =
    operand.kind === 'field' || (operand.kind === 'computed' && operand.result === 'number')
  if (isNumeric) {
    const inner = toComputation(operand)
    const computation = operator === '+' ? inner : inner && computedBy('negate', [inner], false)
    return { kind: 'computed', result: 'number', text, computation, span }
  }
  return refuse(expression, `“${operator}” needs a number`, report)
}

const arithmeticNames = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
} as const

/** An operator is its function: `a + b` is `add(a, b)`. */
function arithmeticOperand(expression: Arithmetic, report: Report): Operand {
  const { operator, left, right, span } = expression
  const operands = [toOperand(left, report), toOperand(right, report)]
  const definition = findFunction(arithmeticNames[operator]) as EqlFunction
  const texts = operands.map((operand, i) => {
    const part = i === 0 ? left : right
    const binds = part.kind === 'arithmetic' || part.kind === 'sign'
    return binds && operand.kind !== 'constant' ? `(${operand.text})` : operand.text
  })
  const text = texts.join(` ${operator} `)
  return applied(definition, operands, false, { expression, text, span }, report)
}

function callOperand(expression: Call, report: Report): Operand {
  const { nameSpan, span, ignoresCase } = expression
  const definition = checkFunction(expression, report)
  if (definition === undefined) return opaque(expression, 'eql/unknown-function')
  if (isTooFewOrMany(definition, expression.arguments.length)) {
    return refuse(expression, argumentCountText(definition), report, nameSpan)
  }
  if (definition.name === 'arrayCount' || definition.name === 'arraySearch') {
    // Its second argument names a variable, so the third is no expression of fields.
    const text = printExpression(expression)
    return { kind: 'computed', result: definition.result, text, computation: undefined, span }
  }
  const operands = expression.arguments.map(argument => toOperand(argument, report))
  const [first] = operands
  if (first?.kind === 'field' && operands.length === 1) {
    if (definition.name === 'string') return { ...first, as: 'text', span }
    if (definition.name === 'number') return { ...first, as: 'number', span }
  }
  const form = ignoresCase && definition.hasCaseForm ? '~' : ''
  const list = operands.map(operand => operand.text).join(', ')
  const text = `${definition.name}${form}(${list})`
  return applied(definition, operands, form === '~', { expression, text, span }, report)
}

interface Place {
  readonly expression: Expression
  readonly text: string
  readonly span: Span
}

function applied(
  definition: EqlFunction,
  operands: readonly Operand[],
  ignoresCase: boolean,
  { expression, text, span }: Place,
  report: Report,
): Operand {
  const lost = operands.find(operand => operand.kind === 'opaque')
  if (lost !== undefined) return { ...lost, text, span }
  const condition = operands.find(operand => operand.kind === 'condition')
  if (condition !== undefined) {
    return refuse(expression, `“${definition.name}” does not work with conditions`, report)
  }
  // “If this argument is explicitly null, the default value is used.”
  const isDefault = (i: number): boolean =>
    definition.name === 'number' && i > 0 && isNullConstant(operands[i])
  const given = operands.filter((_, i) => !isDefault(i))
  // “If any of the arguments are null, the function returns null.”
  if (given.some(isNullConstant)) return { kind: 'constant', value: null, text, span }
  const { operation, result } = definition
  const values = given.flatMap(operand => (operand.kind === 'constant' ? [operand.value] : []))
  // Of several texts any is enough: those are tests of their own.
  const isPlain = result !== 'boolean' || given.length === 2
  if (values.length === given.length && operation !== undefined && isPlain) {
    const value = applyFunction(operation, values, ignoresCase)
    if (value !== undefined) return { kind: 'constant', value, text, span }
    return refuse(expression, `“${definition.name}” cannot work with these values`, report)
  }
  const inner = given.flatMap(operand => toComputation(operand) ?? [])
  const isComputable = operation !== undefined && isPlain && inner.length === given.length
  const computation = isComputable ? computedBy(operation, inner, ignoresCase) : undefined
  return { kind: 'computed', result, text, computation, span }
}

function isNullConstant(operand: Operand | undefined): boolean {
  return operand?.kind === 'constant' && operand.value === null
}

export function computedBy(
  name: FunctionName,
  list: readonly Computation[],
  ignoresCase: boolean,
): Computation {
  return { kind: 'call', function: name, ignoresCase, arguments: list }
}

/** How the value of an operand is computed, if that can be said. */
export function toComputation(operand: Operand): Computation | undefined {
  switch (operand.kind) {
    case 'constant':
      return { kind: 'constant', value: operand.value }
    case 'field': {
      const field: Computation = { kind: 'field', field: operand.name }
      if (operand.as === 'itself') return field
      return computedBy(operand.as === 'number' ? 'to_number' : 'to_text', [field], false)
    }
    case 'computed':
      return operand.computation
    case 'condition':
    case 'opaque':
      return undefined
    default:
      return assertNever(operand)
  }
}

/** The function that a call names; reports an unknown one, and forms that Elasticsearch refuses. */
export function checkFunction(call: Call, report: Report): EqlFunction | undefined {
  const { name, nameSpan, ignoresCase } = call
  const definition = findFunction(name)
  if (definition === undefined) {
    const nearest = findNearest(
      name,
      functions.map(known => known.name),
    )
    const help = nearest === undefined ? undefined : `did you mean “${nearest}”?`
    report(diagnostic('eql/unknown-function', nameSpan, `there is no function “${name}”`, help))
    return undefined
  }
  if (definition.isOfOtherDialect) {
    const message = `Elasticsearch does not have “${definition.name}”`
    report(diagnostic('eql/other-dialect', nameSpan, message))
  } else if (ignoresCase && !definition.hasCaseForm) {
    const message = `“${definition.name}” has no form with “~”`
    report(diagnostic('eql/other-dialect', nameSpan, message))
  }
  return definition
}

export function isTooFewOrMany(definition: EqlFunction, count: number): boolean {
  return count < definition.minArguments || count > definition.maxArguments
}

export function argumentCountText(definition: EqlFunction): string {
  const { name, minArguments, maxArguments } = definition
  if (minArguments === maxArguments) {
    return `“${name}” takes ${minArguments} argument${minArguments === 1 ? '' : 's'}`
  }
  if (maxArguments === Number.POSITIVE_INFINITY) {
    return `“${name}” takes ${minArguments} argument${minArguments === 1 ? '' : 's'} or more`
  }
  return `“${name}” takes ${minArguments} to ${maxArguments} arguments`
}

function refuse(
  expression: Expression,
  message: string,
  report: Report,
  span: Span = expression.span,
): OpaqueOperand {
  report(diagnostic('eql/invalid-argument', span, message))
  return opaque(expression, 'eql/invalid-argument')
}

function opaque(expression: Expression, reason: Diagnostic['code']): OpaqueOperand {
  return { kind: 'opaque', reason, text: printExpression(expression), span: expression.span }
}
