import { assertNever } from '../../base/index.ts'
import { always, type Condition, never } from '../../ir/condition/index.ts'
import { byValue, isChoice } from './by-value.ts'
import { compareConstants } from './compare-constants.ts'
import { conditionFunctions } from './condition-functions.ts'
import { type Constant, findConstant, type Member, resolve } from './constant.ts'
import { lowerIn } from './lower-in.ts'
import { findOperand, toOperand } from './lower-operand.ts'
import {
  comparesConstant,
  comparesFields,
  equalsConstant,
  holdsText,
  matchesRegex,
  textOperators,
} from './lower-test.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type {
  KustoBetween,
  KustoCall,
  KustoComparison,
  KustoComparisonOperator,
  KustoExpression,
} from './syntax.ts'
import { findSeconds, findTime, isEventTime } from './time.ts'

/** When an expression is true, and when it is false. */
export function lowerCondition(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Condition {
  const lower = (operand: KustoExpression): Condition => lowerCondition(operand, scope, lowering)
  if (isBroken(expression)) return lowering.opaque('kusto/syntax', expression.span)
  switch (expression.kind) {
    case 'and':
      return lowering.all(expression.operands.map(lower))
    case 'or':
      return lowering.any(expression.operands.map(lower))
    case 'comparison':
      return lowerComparison(expression, scope, lowering)
    case 'in':
      return lowerIn(expression, scope, lowering)
    case 'between':
      return lowerBetween(expression, scope, lowering)
    case 'boolean':
      return expression.value ? always : never
    case 'null':
      return { isTrue: never.isTrue, isFalse: never.isTrue }
    case 'call':
      return lowerCall(expression, scope, lowering)
    case 'name':
    case 'path':
    case 'element':
      return lowerValue(expression, scope, lowering)
    case 'other':
      if (expression.reason === 'unread') return lowering.computed(expression, scope)
      return lowering.opaque(
        expression.reason === 'missing' ? 'kusto/syntax' : 'kusto/nesting-limit',
        expression.span,
      )
    case 'string':
    case 'guid':
    case 'number':
    case 'time_span':
    case 'date':
    case 'list':
    case 'bag':
    case 'arithmetic':
    case 'sign':
    case 'star':
    case 'pipeline':
    case 'datatable':
    case 'externaldata':
    case 'function':
      return lowering.computed(expression, scope)
    default:
      return assertNever(expression)
  }
}

/** Whether a part of a test is missing. */
function isBroken(expression: KustoExpression): boolean {
  const isMissing = (part: KustoExpression): boolean =>
    part.kind === 'other' && part.reason === 'missing'
  switch (expression.kind) {
    case 'comparison':
      return isMissing(expression.left) || isMissing(expression.right)
    case 'in':
      return isMissing(expression.operand) || expression.values.some(isMissing)
    case 'between':
      return [expression.operand, expression.low, expression.high].some(isMissing)
    default:
      return false
  }
}

/** A value that is a condition: a name of one, or a field that is true or false. */
function lowerValue(expression: KustoExpression, scope: Scope, lowering: KustoLowering): Condition {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  if (value !== expression && isCondition(value)) return lowerCondition(value, inner, lowering)
  const operand = findOperand(value, inner, lowering)
  if (operand === undefined || operand.fold !== undefined || operand.isFileName) {
    return lowering.computed(expression, scope)
  }
  return lowering.isBoolean(operand, expression.span)
}

/** Whether an expression is a test, and no value that may be a boolean. */
function isCondition(expression: KustoExpression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'comparison':
    case 'in':
    case 'between':
    case 'boolean':
      return true
    case 'call':
      return expression.name === 'not' || Object.hasOwn(conditionFunctions, expression.name)
    default:
      return false
  }
}

const flipped: Readonly<Partial<Record<KustoComparisonOperator, KustoComparisonOperator>>> = {
  '==': '==',
  '=~': '=~',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function lowerComparison(
  comparison: KustoComparison,
  scope: Scope,
  lowering: KustoLowering,
): Condition {
  if (comparison.isNegated) {
    return lowering.denied(() =>
      lowerComparison({ ...comparison, isNegated: false }, scope, lowering),
    )
  }
  const { left, right } = comparison
  const turned = flipped[comparison.operator]
  const isFixed = (expression: KustoExpression): boolean =>
    findConstant(expression, scope, lowering) !== undefined ||
    findTime(expression, scope, lowering) !== undefined
  if (turned !== undefined && isFixed(left) && !isFixed(right)) {
    return compare({ ...comparison, operator: turned, left: right, right: left }, scope, lowering)
  }
  return compare(comparison, scope, lowering)
}

/** The value is on the right, if there is one. */
function compare(comparison: KustoComparison, scope: Scope, lowering: KustoLowering): Condition {
  const { operator, left, right } = comparison
  const time = findTime(right, scope, lowering)
  if (time !== undefined) {
    const isAfter = operator === '>' || operator === '>='
    if (!isAfter || time.kind !== 'ago') return lowering.computed(comparison, scope)
    return isRecent(comparison, left, time.seconds, scope, lowering)
  }
  const value = findConstant(right, scope, lowering)
  if (value === undefined) return compareValues(comparison, scope, lowering)
  // A value behind a name stands where the name was given.
  const { kind, span } = resolve(right, scope, lowering).value
  const member = { value, isGuid: kind === 'guid', span }
  return (
    byValue(left, scope, lowering, (operand, inner) =>
      compareWith(operator, operand, member, inner, lowering),
    ) ?? lowering.computed(comparison, scope)
  )
}

/** `TimeGenerated > ago(1d)`: how far back the query looks. */
function isRecent(
  expression: KustoExpression,
  left: KustoExpression,
  seconds: number,
  scope: Scope,
  lowering: KustoLowering,
): Condition {
  const operand = findOperand(left, scope, lowering)
  if (operand === undefined || operand.isDerived || !isEventTime(operand.field) || seconds <= 0) {
    return lowering.computed(expression, scope)
  }
  return lowering.computed(expression, scope, {
    kind: 'call',
    function: 'is_recent',
    ignoresCase: false,
    arguments: [
      { kind: 'field', field: operand.field },
      { kind: 'constant', value: { number: seconds, isFloat: !Number.isInteger(seconds) } },
    ],
  })
}

function compareWith(
  operator: KustoComparisonOperator,
  left: KustoExpression,
  member: Member,
  scope: Scope,
  lowering: KustoLowering,
): Condition | undefined {
  const own = findConstant(left, scope, lowering)
  if (own !== undefined) return compareConstants(operator, own, member.value)
  const { value } = member
  if ((operator === '==' || operator === '=~') && typeof value === 'boolean') {
    const inner = resolve(left, scope, lowering)
    if (isCondition(inner.value)) {
      const condition = lowerCondition(inner.value, inner.scope, lowering)
      return value ? condition : lowering.not(condition)
    }
  }
  const isFound = findsText(operator, left, value, scope, lowering)
  if (isFound !== undefined) return isFound
  const operand = toOperand(left, scope, lowering)
  const text = textOperators[operator]
  if (text !== undefined) return holdsText(text, operand, member, lowering)
  switch (operator) {
    case '==':
    case '=~':
      return equalsConstant(operator === '==', operand, member, lowering)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparesConstant(operator, operand, member, lowering)
    case 'matches regex':
      return matchesRegex(operand, member, lowering)
    default:
      return undefined
  }
}

/** `indexof(field, "x") >= 0` asks whether the text is there: “Returns -1 if the string isn't found”. */
function findsText(
  operator: KustoComparisonOperator,
  left: KustoExpression,
  value: Constant,
  scope: Scope,
  lowering: KustoLowering,
): Condition | undefined {
  if (left.kind !== 'call' || left.arguments.length !== 2) return undefined
  if (left.name !== 'indexof' && left.name !== 'has_any_index') return undefined
  const isFound = (operator === '>' && value === -1) || (operator === '>=' && value === 0)
  const isMissing = (operator === '==' && value === -1) || (operator === '<' && value === 0)
  const [source, part] = left.arguments
  if ((!isFound && !isMissing) || source === undefined || part === undefined) return undefined
  const { span } = left
  const condition =
    left.name === 'indexof'
      ? lowerComparison(
          {
            kind: 'comparison',
            operator: 'contains_cs',
            isNegated: false,
            left: source,
            right: part,
            span,
          },
          scope,
          lowering,
        )
      : lowerIn(
          {
            kind: 'in',
            operator: 'has_any',
            isNegated: false,
            operand: source,
            values: [part],
            span,
          },
          scope,
          lowering,
        )
  return isFound ? condition : lowering.not(condition)
}

const fieldComparisons: Readonly<
  Partial<
    Record<
      KustoComparisonOperator,
      readonly ['equals' | 'contains' | 'starts_with' | 'ends_with', boolean]
    >
  >
> = {
  '==': ['equals', true],
  '=~': ['equals', false],
  contains: ['contains', false],
  contains_cs: ['contains', true],
  startswith: ['starts_with', false],
  startswith_cs: ['starts_with', true],
  endswith: ['ends_with', false],
  endswith_cs: ['ends_with', true],
}

/** Two fields, or what is computed from them. */
function compareValues(
  comparison: KustoComparison,
  scope: Scope,
  lowering: KustoLowering,
): Condition {
  const fields = fieldComparisons[comparison.operator]
  if (fields === undefined) return lowering.computed(comparison, scope)
  const left = findOperand(comparison.left, scope, lowering)
  const right = findOperand(comparison.right, scope, lowering)
  if (left === undefined || right === undefined) return lowering.computed(comparison, scope)
  const [how, isCased] = fields
  return (
    comparesFields(how, isCased, left, right, comparison.span, lowering) ??
    lowering.computed(comparison, scope)
  )
}

/** `operand between (low .. high)`: “The range is inclusive” at both ends. */
function lowerBetween(expression: KustoBetween, scope: Scope, lowering: KustoLowering): Condition {
  if (expression.isNegated) {
    return lowering.denied(() => lowerBetween({ ...expression, isNegated: false }, scope, lowering))
  }
  const { operand, low, high, span } = expression
  const [first, last] = [findTime(low, scope, lowering), findTime(high, scope, lowering)]
  if (first !== undefined || last !== undefined) {
    const isUntilNow = first?.kind === 'ago' && last?.kind === 'ago' && last.seconds === 0
    if (isUntilNow) return isRecent(expression, operand, first.seconds, scope, lowering)
    return lowering.computed(expression, scope)
  }
  if (findSeconds(low, scope, lowering) !== undefined) return lowering.computed(expression, scope)
  const bound = (operator: '<=' | '>=', right: KustoExpression): Condition =>
    lowerComparison(
      { kind: 'comparison', operator, isNegated: false, left: operand, right, span },
      scope,
      lowering,
    )
  if (findConstant(low, scope, lowering) === undefined) return lowering.computed(expression, scope)
  if (findConstant(high, scope, lowering) === undefined) return lowering.computed(expression, scope)
  return lowering.all([bound('>=', low), bound('<=', high)])
}

function lowerCall(call: KustoCall, scope: Scope, lowering: KustoLowering): Condition {
  const [first] = call.arguments
  if (call.name === 'not' && first !== undefined) {
    return lowering.denied(() => lowerCondition(first, scope, lowering))
  }
  const { value, scope: inner } = resolve(call, scope, lowering)
  if (value !== call) {
    if (isCondition(value) || value.kind === 'call') return lowerCondition(value, inner, lowering)
    return lowerValue(call, scope, lowering)
  }
  const lower = Object.hasOwn(conditionFunctions, call.name)
    ? conditionFunctions[call.name]
    : undefined
  const byFunction = lower?.(call, scope, lowering)
  if (byFunction !== undefined) return byFunction
  if (isChoice(call)) {
    const chosen = byValue(call, scope, lowering, (choice, own) =>
      lowerCondition(choice, own, lowering),
    )
    return chosen ?? lowering.computed(call, scope)
  }
  return lowerValue(call, scope, lowering)
}
