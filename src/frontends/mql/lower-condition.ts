import { assertNever, type Span } from '../../base/index.ts'
import { always, type Condition, isNull, never } from '../../ir/condition/index.ts'
import type { Expression, Test } from '../../ir/index.ts'
import { textTests } from './functions.ts'
import { lowerQuantifier, numberOf } from './lower-items.ts'
import { strict, textTest } from './lower-text-test.ts'
import { MqlPlace } from './lowering.ts'
import { checkCall, checkCalls, toOperand } from './operand.ts'
import type { ConstantOperand, FieldOperand, Operand } from './scope.ts'
import type {
  MqlCall,
  MqlComparison,
  MqlComparisonOperator,
  MqlExpression,
  MqlMembership,
  MqlNumberOf,
} from './syntax.ts'

/**
 * A condition: when it is true, and when it is false. “If an expression can’t be evaluated because one of
 * the required arguments is missing (null), then the result is also null.”
 */
export function lowerCondition(expression: MqlExpression, place: MqlPlace): Condition {
  const { lowering } = place
  const { connectives } = lowering
  const { span } = expression
  switch (expression.kind) {
    case 'and':
      return connectives.all(expression.operands.map(part => lowerCondition(part, place)))
    case 'or':
      return listed(connectives.any(expression.operands.map(part => lowerCondition(part, place))))
    case 'not':
      return connectives.not(lowerCondition(expression.operand, place))
    case 'boolean':
      return expression.value ? always : never
    case 'null':
      return isNull
    case 'comparison':
      return lowerComparison(expression, place)
    case 'membership':
      return lowerMembership(expression, place)
    case 'presence': {
      const operand = toOperand(expression.operand, place)
      if (operand.kind === 'error') return lowering.opaque('mql/syntax', span)
      if (operand.kind !== 'field') return refuse(span, 'only a field can be null', place)
      const absent: Test = {
        kind: 'test',
        ...lowering.frame(operand, span, true),
        operator: 'null',
      }
      const condition = connectives.total(absent)
      return expression.isNull ? condition : connectives.not(condition)
    }
    case 'number_of':
      return lowerNumberOf(expression, place)
    case 'call':
      return lowerCall(expression, place)
    case 'name':
    case 'item':
    case 'member':
    case 'index': {
      const operand = toOperand(expression, place)
      if (operand.kind === 'field') return isTrue(operand, span, place)
      if (operand.kind === 'error') return lowering.opaque('mql/syntax', span)
      if (operand.kind === 'constant' && typeof operand.value === 'boolean') {
        return operand.value ? always : never
      }
      return refuse(span, 'this is no condition', place)
    }
    case 'error':
      return lowering.opaque('mql/syntax', span)
    case 'text':
    case 'number':
    case 'list':
    case 'array':
    case 'sign':
    case 'arithmetic':
      return refuse(span, 'a value alone is no condition', place)
    default:
      return assertNever(expression)
  }
}

function refuse(span: Span, message: string, { lowering }: MqlPlace): Condition {
  lowering.report('mql/invalid-argument', span, message)
  return lowering.opaque('mql/invalid-argument', span)
}

/** A value that is true, or false, or null. */
function isTrue(operand: FieldOperand, span: Span, { lowering }: MqlPlace): Condition {
  const frame = lowering.frame(operand, span, true)
  return {
    isTrue: { kind: 'test', ...frame, operator: 'equals', value: true },
    isFalse: { kind: 'test', ...frame, operator: 'equals', value: false },
  }
}

function computed(expression: MqlExpression, place: MqlPlace): Condition {
  return isTrue(place.compute(expression), expression.span, place)
}

/** A chain (`0 < a < 5`) is all of its comparisons. */
function lowerComparison({ operands, operators, span }: MqlComparison, place: MqlPlace): Condition {
  const conditions = operators.map((operator, i): Condition => {
    const [left, right] = [operands[i], operands[i + 1]]
    if (left === undefined || right === undefined) return place.lowering.opaque('mql/syntax', span)
    return comparePair(operator, left, right, place)
  })
  const [only] = conditions
  return conditions.length === 1 && only !== undefined
    ? only
    : place.lowering.connectives.all(conditions)
}

const turned = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const
const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const

function comparePair(
  operator: MqlComparisonOperator,
  left: MqlExpression,
  right: MqlExpression,
  place: MqlPlace,
): Condition {
  const { lowering } = place
  const tested = findTestedCondition(operator, left, right)
  if (tested !== undefined) {
    const condition = lowerCondition(tested.condition, place)
    return tested.isWanted ? condition : lowering.connectives.not(condition)
  }
  const a = toOperand(left, place)
  const b = toOperand(right, place)
  const span = { start: left.span.start, end: right.span.end }
  if (a.kind === 'error' || b.kind === 'error') return lowering.opaque('mql/syntax', span)
  if (isNullConstant(a) || isNullConstant(b)) {
    const message = 'a comparison with null is never true'
    lowering.report('mql/null-comparison', span, message, 'write “is null” or “is not null”')
    return isNull
  }
  const isTurned = a.kind !== 'field' && b.kind === 'field'
  const subject = isTurned ? b : a
  const object = isTurned ? a : b
  if (subject.kind !== 'field') return refuse(span, 'a comparison needs a field', place)
  switch (operator) {
    case '==':
    case '=~':
      return equals(subject, object, operator === '=~', span, place)
    case '!=':
    case '!~':
      return lowering.connectives.not(equals(subject, object, operator === '!~', span, place))
    default:
      return compares(isTurned ? turned[operator] : operator, subject, object, span, place)
  }
}

function isNullConstant(operand: Operand): boolean {
  return operand.kind === 'constant' && operand.value === null
}

/** A condition that is compared with true or false. */
function findTestedCondition(
  operator: MqlComparisonOperator,
  left: MqlExpression,
  right: MqlExpression,
): { readonly condition: MqlExpression; readonly isWanted: boolean } | undefined {
  if (operator !== '==' && operator !== '!=') return undefined
  for (const [condition, value] of [
    [left, right],
    [right, left],
  ] as const) {
    if (value.kind !== 'boolean' || !isCondition(condition)) continue
    return { condition, isWanted: value.value === (operator === '==') }
  }
  return undefined
}

function isCondition(expression: MqlExpression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'membership':
    case 'presence':
    case 'number_of':
      return true
    case 'call':
      return textTests.has(expression.name) || /^(?:any|all)$/.test(expression.name)
    default:
      return false
  }
}

function equals(
  subject: FieldOperand,
  object: Operand,
  ignoresCase: boolean,
  span: Span,
  place: MqlPlace,
  list: number = place.lowering.newList(),
): Condition {
  const { lowering } = place
  switch (object.kind) {
    case 'constant': {
      const { value } = object
      if (value === null) return isNull
      if (typeof value === 'boolean') {
        const condition = isTrue(subject, object.span, place)
        return value ? condition : lowering.connectives.not(condition)
      }
      const frame = lowering.frame(
        subject,
        object.span,
        ignoresCase || typeof value !== 'string',
        list,
      )
      return strict({ kind: 'test', ...frame, operator: 'equals', value }, [subject], place)
    }
    case 'field': {
      const frame = lowering.frame(subject, span, ignoresCase, list)
      const test: Test = {
        kind: 'test',
        ...frame,
        ...(object.isDerived ? { derived: true as const } : {}),
        operator: 'field_equals',
        value: { field: object.name, comparison: 'equals' },
      }
      return strict(test, [subject, object], place)
    }
    case 'list': {
      const frame = lowering.frame(subject, object.span, ignoresCase, list)
      const value = [{ kind: 'list' as const, name: object.name }]
      return strict({ kind: 'test', ...frame, operator: 'in_list', value }, [subject], place)
    }
    case 'error':
      return lowering.opaque('mql/syntax', span)
    default:
      return assertNever(object)
  }
}

function compares(
  operator: '<' | '<=' | '>' | '>=',
  subject: FieldOperand,
  object: Operand,
  span: Span,
  place: MqlPlace,
): Condition {
  const { lowering } = place
  if (object.kind === 'field') {
    const text = `${subject.name} ${operator} ${object.name}`
    place.add(text, { kind: 'derive', names: [text], text, span })
    return isTrue({ kind: 'field', name: text, isDerived: true, span }, span, place)
  }
  if (object.kind !== 'constant' || typeof object.value === 'boolean' || object.value === null) {
    return refuse(span, 'only numbers, texts and times have an order', place)
  }
  const { value } = object
  const frame = lowering.frame(subject, object.span, typeof value === 'number')
  return {
    isTrue: { kind: 'test', ...frame, operator: orders[operator], value },
    isFalse: { kind: 'test', ...frame, operator: orders[opposite[operator]], value },
  }
}

function lowerMembership(
  { operand: written, values, ignoresCase, isNegated, span }: MqlMembership,
  place: MqlPlace,
): Condition {
  const { lowering } = place
  const operand = toOperand(written, place)
  if (operand.kind === 'error') return lowering.opaque('mql/syntax', span)
  const list = lowering.newList()
  const items = values.flatMap(value => (value.kind === 'array' ? value.items : [value]))
  const conditions = items.map((item): Condition => {
    const object = toOperand(item, place)
    if (object.kind === 'error') return lowering.opaque('mql/syntax', item.span)
    if (operand.kind === 'field') {
      return equals(operand, object, ignoresCase, item.span, place, list)
    }
    // `"x" in sender.names`
    if (object.kind === 'field') return equals(object, operand, ignoresCase, span, place, list)
    if (operand.kind === 'constant' && object.kind === 'constant') {
      return isSame(operand, object, ignoresCase) ? always : never
    }
    return computed({ ...membership(written, item, ignoresCase), span }, place)
  })
  const condition = lowering.connectives.any(conditions)
  return isNegated ? lowering.connectives.not(condition) : condition
}

function membership(
  operand: MqlExpression,
  item: MqlExpression,
  ignoresCase: boolean,
): MqlMembership {
  const span = operand.span
  return {
    kind: 'membership',
    isNegated: false,
    ignoresCase,
    operand,
    values: [item],
    isList: false,
    span,
  }
}

function isSame(a: ConstantOperand, b: ConstantOperand, ignoresCase: boolean): boolean {
  if (!ignoresCase) return a.value === b.value
  return String(a.value).toLowerCase() === String(b.value).toLowerCase()
}

/** A function that is true or false. */
function lowerCall(call: MqlCall, place: MqlPlace): Condition {
  checkCall(call, place)
  if (call.name === 'any' || call.name === 'all') return lowerQuantifier(call, place)
  const known = textTests.get(call.name)
  if (known === undefined) {
    const operand = toOperand(call, place)
    if (operand.kind === 'field') return isTrue(operand, call.span, place)
    return place.lowering.opaque('mql/syntax', call.span)
  }
  const [first, ...others] = call.arguments.map(argument => argument.value)
  if (first === undefined || others.length === 0) {
    return refuse(call.span, `“${call.name}” needs a value and a text`, place)
  }
  const subject = toOperand(first, place)
  if (subject.kind === 'error') return place.lowering.opaque('mql/syntax', call.span)
  if (subject.kind !== 'field') {
    for (const other of others) checkCalls(other, place)
    return computed(call, place)
  }
  const list = place.lowering.newList()
  const items = others.flatMap(value => (value.kind === 'array' ? value.items : [value]))
  return place.lowering.connectives.any(
    items.map(item => {
      const object = toOperand(item, place)
      if (object.kind === 'error') return place.lowering.opaque('mql/syntax', item.span)
      if (object.kind === 'constant' && typeof object.value === 'string') {
        const text = { value: object.value, span: object.span }
        return textTest(known.test, subject, text, known.ignoresCase, list, place)
      }
      const comparison = known.test
      const isPlain =
        comparison === 'contains' || comparison === 'starts_with' || comparison === 'ends_with'
      if (object.kind === 'field' && isPlain) {
        const frame = place.lowering.frame(subject, item.span, known.ignoresCase)
        const test: Test = {
          kind: 'test',
          ...frame,
          ...(object.isDerived ? { derived: true as const } : {}),
          operator: 'field_equals',
          value: { field: object.name, comparison },
        }
        return strict(test, [subject, object], place)
      }
      return computed(
        { ...call, arguments: call.arguments.slice(0, 1).concat({ name: undefined, value: item }) },
        place,
      )
    }),
  )
}

/** `2 of (a, b, c)`: how many of the conditions hold. */
function lowerNumberOf({ number, items, span }: MqlNumberOf, place: MqlPlace): Condition {
  const { lowering } = place
  const count = number === 'any' ? 1 : number === 'all' ? items.length : Number(number)
  if (!Number.isInteger(count) || count < 1 || count > items.length) {
    return refuse(span, `there are ${items.length} conditions to choose from`, place)
  }
  if (count === 1 || count === items.length) {
    const conditions = items.map(item => lowerCondition(item, place))
    const { connectives } = lowering
    return count === 1 ? connectives.any(conditions) : connectives.all(conditions)
  }
  const sides = items.map(item => {
    const inner = new MqlPlace(lowering, place.scope)
    return { condition: lowerCondition(item, inner), place: inner, span: item.span }
  })
  const atLeast = (least: number, pick: (condition: Condition) => Expression): Expression =>
    numberOf(
      least,
      sides.map(side => ({ ...side, expression: pick(side.condition) })),
      span,
      place,
    )
  return {
    isTrue: atLeast(count, condition => condition.isTrue),
    // So many are false that too few are left.
    isFalse: atLeast(items.length - count + 1, condition => condition.isFalse),
  }
}

const listedOperators: ReadonlySet<string> = new Set([
  'equals',
  'contains',
  'starts_with',
  'ends_with',
  'wildcard',
  'regex',
])

/** Texts of one field side by side under one “or” are a list, as those of one function are. */
function listed(condition: Condition): Condition {
  const { isTrue: whole } = condition
  if (whole.kind !== 'or') return condition
  const lists = new Map<string, number>()
  const operands = whole.operands.map(operand => {
    if (operand.kind !== 'test' || !listedOperators.has(operand.operator)) return operand
    const key = `${operand.field}\n${operand.cased}`
    const list = lists.get(key)
    if (list !== undefined) return { ...operand, list }
    lists.set(key, operand.list)
    return operand
  })
  return { ...condition, isTrue: { kind: 'or', operands } }
}
