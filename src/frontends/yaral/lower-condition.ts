import { assertNever, findNearest, type Span } from '../../base/index.ts'
import type { Expression } from '../../ir/index.ts'
import { allOf, always, anyOf, never, noneOf } from './connectives.ts'
import { findYaralFunction, functions, isAggregate, isOfOpenFamily } from './functions.ts'
import {
  comparesConstant,
  equalsConstant,
  equalsField,
  followsRegex,
  holdsText,
  isEmpty,
  isInList,
  isInNetwork,
} from './lower-test.ts'
import { computed, type YaralScope } from './lowering.ts'
import { frameOf, type Operand, toOperand, type ValueOperand } from './operand.ts'
import type {
  YaralCall,
  YaralComparison,
  YaralComparisonOperator,
  YaralExpression,
  YaralMembership,
  YaralNumberOf,
} from './syntax.ts'

/** Ways to choose some of several conditions, at the most. */
const maxChoices = 256

/** A condition as an expression; what it computes is left in the scope. */
export function lowerCondition(condition: YaralExpression, scope: YaralScope): Expression {
  return lower(condition, false, scope)
}

function lower(condition: YaralExpression, ignoresCase: boolean, scope: YaralScope): Expression {
  const { lowering } = scope
  const inner = (operand: YaralExpression): Expression => lower(operand, ignoresCase, scope)
  // That a placeholder has a value narrows nothing.
  if (scope.isBinding(condition)) return always
  switch (condition.kind) {
    case 'and':
      return allOf(condition.operands.map(inner))
    case 'or':
      return anyOf(condition.operands.map(inner))
    case 'not':
      return noneOf(inner(condition.operand))
    case 'nocase':
      return lower(condition.operand, true, scope)
    case 'comparison':
      return lowerComparison(condition, ignoresCase, scope)
    case 'membership':
      return lowerMembership(condition, ignoresCase, scope)
    case 'presence': {
      const operand = toOperand(condition.operand, scope)
      if (operand.kind !== 'value') return refuse(condition.span, 'only a field can be null', scope)
      const empty = isEmpty(operand, condition.span, scope)
      return condition.isNull ? empty : noneOf(empty)
    }
    case 'call':
      return lowerCall(condition, ignoresCase, scope)
    case 'number_of':
      return lowerNumberOf(condition, ignoresCase, scope)
    case 'boolean':
      return condition.value ? always : never
    case 'field':
    case 'quantified': {
      const operand = toOperand(condition, scope)
      if (operand.kind === 'value') return isTrue(operand, condition.span, scope)
      return refuse(condition.span, 'this is no condition', scope)
    }
    case 'error':
      return lowering.opaque('yaral/syntax', condition.span)
    case 'text':
    case 'regex':
    case 'number':
    case 'count':
    case 'list':
    case 'array':
    case 'sign':
    case 'arithmetic':
      return refuse(condition.span, 'a value alone is no condition', scope)
    default:
      return assertNever(condition)
  }
}

function refuse(span: Span, message: string, { lowering }: YaralScope): Expression {
  lowering.report('yaral/invalid-argument', span, message)
  return lowering.opaque('yaral/invalid-argument', span)
}

function isTrue(operand: ValueOperand, span: Span, scope: YaralScope): Expression {
  return {
    kind: 'test',
    ...frameOf(operand, { span, ignoresCase: true }, scope),
    operator: 'equals',
    value: true,
  }
}

/** A condition that the logic has no test for: its value is computed, and is true or false. */
function computedCondition(condition: YaralExpression, scope: YaralScope): Expression {
  const { span } = condition
  const name = computed(condition, scope)
  const base = { kind: 'value', fold: undefined, quantifier: undefined, span } as const
  return isTrue({ ...base, name, isDerived: true }, span, scope)
}

const turned = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

function lowerComparison(
  comparison: YaralComparison,
  ignoresCase: boolean,
  scope: YaralScope,
): Expression {
  const { operator, left, right, span } = comparison
  // `strings.contains(…) = true`
  const tested = findTestedCondition(comparison)
  if (tested !== undefined) {
    const { condition, isWanted } = tested
    const expression = lower(condition, ignoresCase, scope)
    return isWanted === (operator === '=') ? expression : noneOf(expression)
  }
  checkCalls(left, scope)
  checkCalls(right, scope)
  const a = toOperand(left, scope)
  const b = toOperand(right, scope)
  if (a.kind === 'error' || b.kind === 'error') return scope.lowering.opaque('yaral/syntax', span)
  const isTurned = a.kind !== 'value' && b.kind === 'value'
  const subject = isTurned ? b : a
  const object = isTurned ? a : b
  const order = isTurned ? turned[operator] : operator
  if (subject.kind !== 'value') return compareConstants(comparison, a, b, scope)
  if (order !== '=' && order !== '!=') return lowerOrder(comparison, order, subject, object, scope)
  const isNegated = order === '!='
  if (!canQuantify(subject, isNegated)) return computedCondition(comparison, scope)
  const equal = lowerEquality(comparison, subject, object, ignoresCase, scope)
  if (isNegated) noteSeveralValues(subject, span, scope)
  return isNegated ? noneOf(equal) : equal
}

/** Every value differs if none is equal, and some value is equal; the other two the logic has no test for. */
function canQuantify({ quantifier }: ValueOperand, isNegated: boolean): boolean {
  return quantifier === undefined || quantifier === (isNegated ? 'all' : 'any')
}

function lowerEquality(
  comparison: YaralComparison,
  subject: ValueOperand,
  object: Operand,
  ignoresCase: boolean,
  scope: YaralScope,
): Expression {
  const manner = { ignoresCase, span: object.span }
  switch (object.kind) {
    case 'constant':
      return equalsConstant(subject, object, ignoresCase, scope)
    case 'regex':
      return (
        followsRegex(subject, object.source, manner, scope) ??
        computedCondition({ ...comparison, operator: '=' }, scope)
      )
    case 'list':
      return isInList(subject, object.name, 'text', manner, scope)
    case 'value':
      if (subject.fold !== object.fold && !ignoresCase) {
        return computedCondition({ ...comparison, operator: '=' }, scope)
      }
      return equalsField(subject, object, manner, scope)
    case 'error':
      return scope.lowering.opaque('yaral/syntax', comparison.span)
    default:
      return assertNever(object)
  }
}

function lowerOrder(
  comparison: YaralComparison,
  order: Exclude<YaralComparisonOperator, '=' | '!='>,
  subject: ValueOperand,
  object: Operand,
  scope: YaralScope,
): Expression {
  if (object.kind === 'constant' && typeof object.value !== 'boolean') {
    const { value } = object
    if (subject.fold === undefined && subject.quantifier !== 'all') {
      return comparesConstant(order, subject, { ...object, value }, scope)
    }
    return computedCondition(comparison, scope)
  }
  if (object.kind === 'value') return computedCondition(comparison, scope)
  return refuse(comparison.span, 'only numbers and texts have an order', scope)
}

function compareConstants(
  { operator, span }: YaralComparison,
  a: Operand,
  b: Operand,
  scope: YaralScope,
): Expression {
  const isComparable =
    a.kind === 'constant' && b.kind === 'constant' && typeof a.value === typeof b.value
  if (!isComparable) return refuse(span, 'a comparison needs a field', scope)
  return compareValues(operator, a.value, b.value) ? always : never
}

function compareValues(
  operator: YaralComparisonOperator,
  a: string | number | boolean,
  b: string | number | boolean,
): boolean {
  switch (operator) {
    case '=':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

/** A condition that is compared with true or false. */
function findTestedCondition({
  operator,
  left,
  right,
}: YaralComparison):
  | { readonly condition: YaralExpression; readonly isWanted: boolean }
  | undefined {
  if (operator !== '=' && operator !== '!=') return undefined
  for (const [condition, value] of [
    [left, right],
    [right, left],
  ] as const) {
    if (value.kind === 'boolean' && isCondition(condition)) {
      return { condition, isWanted: value.value }
    }
  }
  return undefined
}

function isCondition(expression: YaralExpression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'nocase':
    case 'comparison':
    case 'membership':
    case 'presence':
    case 'number_of':
      return true
    case 'call':
      return findYaralFunction(expression.name)?.result === 'boolean'
    default:
      return false
  }
}

function lowerMembership(
  membership: YaralMembership,
  ignoresCase: boolean,
  scope: YaralScope,
): Expression {
  const { operand: written, list, as, isNegated, span } = membership
  checkCalls(written, scope)
  const operand = toOperand(written, scope)
  if (operand.kind === 'error' || list.kind === 'error') {
    return scope.lowering.opaque('yaral/syntax', span)
  }
  if (operand.kind !== 'value') return refuse(span, '“in” needs a field before it', scope)
  if (list.kind !== 'list') return refuse(list.span, '“in” needs a list: %name', scope)
  if (operand.quantifier === 'all' || operand.fold !== undefined) {
    // What the members of a list are like is not known.
    return computedCondition(membership, scope)
  }
  const manner = { ignoresCase, span: list.span }
  const expression = isInList(operand, list.name, as, manner, scope)
  return isNegated ? noneOf(expression) : expression
}

/** A function that is true or false. */
function lowerCall(call: YaralCall, ignoresCase: boolean, scope: YaralScope): Expression {
  checkCalls(call, scope)
  const { name, span } = call
  const [first, second] = call.arguments
  if (first === undefined || second === undefined || call.arguments.length > 2) {
    return computedCondition(call, scope)
  }
  const operand = toOperand(first, scope)
  const value = toOperand(second, scope)
  if (operand.kind === 'error' || value.kind === 'error') {
    return scope.lowering.opaque('yaral/syntax', span)
  }
  if (operand.kind !== 'value' || operand.quantifier === 'all')
    return computedCondition(call, scope)
  const manner = { ignoresCase, span: second.span }
  const text =
    value.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined
  switch (name) {
    case 're.regex': {
      const source = value.kind === 'regex' ? value.source : text
      if (source === undefined) return computedCondition(call, scope)
      return followsRegex(operand, source, manner, scope) ?? computedCondition(call, scope)
    }
    case 'strings.contains':
      return text === undefined
        ? computedCondition(call, scope)
        : holdsText('contains', operand, text, manner, scope)
    case 'strings.starts_with':
      return text === undefined
        ? computedCondition(call, scope)
        : holdsText('starts_with', operand, text, manner, scope)
    case 'strings.ends_with':
      return text === undefined
        ? computedCondition(call, scope)
        : holdsText('ends_with', operand, text, manner, scope)
    case 'net.ip_in_range_cidr':
      return text === undefined || operand.fold !== undefined
        ? computedCondition(call, scope)
        : isInNetwork(operand, text, second.span, scope)
    case 'arrays.contains':
      return value.kind === 'constant' && value.value !== ''
        ? equalsConstant(operand, value, ignoresCase, scope)
        : computedCondition(call, scope)
    default:
      return computedCondition(call, scope)
  }
}

/** `2 of [$a, $b, $c]` */
function lowerNumberOf(
  { number, items, span }: YaralNumberOf,
  ignoresCase: boolean,
  scope: YaralScope,
): Expression {
  const all = items.map(item => lower(item, ignoresCase, scope))
  if (number === 'all') return allOf(all)
  const count = number === 'any' ? 1 : Number(number)
  if (!Number.isInteger(count) || count < 1) return refuse(span, 'the number is at least 1', scope)
  const choices = choose(all, count)
  if (choices === undefined) {
    const message = `more than ${maxChoices} ways to choose ${count} of ${all.length}`
    scope.lowering.report('yaral/nesting-limit', span, message)
    return scope.lowering.opaque('yaral/nesting-limit', span)
  }
  return anyOf(choices.map(allOf))
}

/** Every choice of so many items; `undefined` if there are too many. */
function choose<T>(items: readonly T[], count: number): readonly (readonly T[])[] | undefined {
  let choices: readonly (readonly T[])[] = [[]]
  for (const [i, item] of items.entries()) {
    const left = items.length - i
    choices = choices.flatMap(choice => {
      const more = count - choice.length
      if (more === 0) return [choice]
      return more === left ? [[...choice, item]] : [[...choice, item], choice]
    })
    if (choices.length > maxChoices) return undefined
  }
  return choices.filter(choice => choice.length === count)
}

/** Fields that hold several values by their nature. */
const repeated = /(?:^|\.)(?:ip|mac|nat_ip|email_addresses|group_identifiers|category_details)$/

/** A test of each value by itself is true if any of them differs; the logic asks that none is equal. */
function noteSeveralValues(operand: ValueOperand, span: Span, { lowering }: YaralScope): void {
  if (operand.quantifier !== undefined || operand.isDerived || !repeated.test(operand.name)) return
  const message = `“${operand.name}” can hold several values, each of which is tested by itself`
  const help = 'write “all” before the field to ask that no value is equal'
  lowering.report('yaral/several-values', span, message, help)
}

/** Reports functions that are not known, or are given too few or too many arguments. */
export function checkCalls(expression: YaralExpression, scope: YaralScope): void {
  if (expression.kind === 'call') {
    checkCall(expression, scope)
    for (const argument of expression.arguments) checkCalls(argument, scope)
  } else if (expression.kind === 'arithmetic') {
    checkCalls(expression.left, scope)
    checkCalls(expression.right, scope)
  } else if (expression.kind === 'sign' || expression.kind === 'quantified') {
    checkCalls(expression.operand, scope)
  }
}

function checkCall({ name, nameSpan, arguments: list }: YaralCall, scope: YaralScope): void {
  const { lowering } = scope
  if (isAggregate(name) || isOfOpenFamily(name)) return
  const known = findYaralFunction(name)
  if (known === undefined) {
    const nearest = findNearest(
      name,
      functions.map(f => f.name),
    )
    const help = nearest === undefined ? undefined : `did you mean “${nearest}”?`
    lowering.report('yaral/unknown-function', nameSpan, `there is no function “${name}”`, help)
    return
  }
  if (list.length < known.minArguments || list.length > known.maxArguments) {
    const message = `“${name}” does not take ${list.length} argument${list.length === 1 ? '' : 's'}`
    lowering.report('yaral/invalid-argument', nameSpan, message)
  }
}
