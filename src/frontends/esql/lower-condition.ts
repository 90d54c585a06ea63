import { assertNever } from '../../base/index.ts'
import { always, type Condition, isNull, never } from '../../ir/condition/index.ts'
import { type Expression, type InListTest, not, or } from '../../ir/index.ts'
import { type Constant, findConstant } from './constant.ts'
import { conditionFunctions } from './functions/conditions.ts'
import { findOperand, noteSeveralValues, toOperand } from './lower-operand.ts'
import {
  comparesConstant,
  equalsConstant,
  isAbsent,
  isLike,
  isRegexLike,
  strict,
} from './lower-test.ts'
import type { EsqlLowering } from './lowering.ts'
import type { Operand } from './operand.ts'
import type {
  EsqlCall,
  EsqlComparison,
  EsqlComparisonOperator,
  EsqlExpression,
  EsqlIn,
  EsqlLike,
  EsqlParameter,
} from './syntax.ts'

/** When an expression is true, and when it is false. */
export function lowerCondition(expression: EsqlExpression, lowering: EsqlLowering): Condition {
  const { connectives } = lowering
  switch (expression.kind) {
    case 'and':
      return connectives.all(expression.operands.map(operand => lowerCondition(operand, lowering)))
    case 'or':
      return connectives.any(expression.operands.map(operand => lowerCondition(operand, lowering)))
    case 'not':
      // “Rows where the comparison is `NULL` are still dropped, because `NOT NULL` is also `NULL`.”
      return connectives.not(lowerCondition(expression.operand, lowering))
    case 'comparison':
      return lowerComparison(expression, lowering)
    case 'in':
      return negatedIf(expression, lowerIn(expression, lowering), lowering)
    case 'like':
    case 'rlike':
      return negatedIf(expression, lowerLike(expression, lowering), lowering)
    case 'is_null':
      return negatedIf(expression, lowerIsNull(expression.operand, lowering), lowering)
    case 'match': {
      const { operand, value, span } = expression
      const call: EsqlCall = {
        kind: 'call',
        name: 'match',
        arguments: [operand, value],
        span,
        nameSpan: span,
      }
      return conditionFunctions.match?.(call, lowering) ?? lowering.computed(expression)
    }
    case 'boolean':
      return expression.value ? always : never
    case 'null':
      return isNull
    case 'name':
    case 'cast': {
      const operand = toOperand(expression, lowering)
      return lowering.isBoolean(operand, expression.span)
    }
    case 'call':
      return lowerCall(expression, lowering)
    case 'missing':
      return lowering.opaque('esql/syntax', expression.span)
    case 'arithmetic':
    case 'sign':
    case 'string':
    case 'number':
    case 'time_span':
    case 'list':
    case 'map':
    case 'parameter':
    case 'star':
      return lowering.computed(expression)
    default:
      return assertNever(expression)
  }
}

function negatedIf(
  { isNegated }: { readonly isNegated: boolean },
  condition: Condition,
  lowering: EsqlLowering,
): Condition {
  return isNegated ? lowering.connectives.not(condition) : condition
}

const flipped: Readonly<Record<EsqlComparisonOperator, EsqlComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function lowerComparison(comparison: EsqlComparison, lowering: EsqlLowering): Condition {
  const { operator, left, right } = comparison
  const isLeftConstant = findConstant(left) !== undefined || left.kind === 'parameter'
  if (isLeftConstant && findConstant(right) === undefined) {
    return compare(
      { ...comparison, operator: flipped[operator], left: right, right: left },
      lowering,
    )
  }
  return compare(comparison, lowering)
}

/** The value is on the right, if there is one. */
function compare(comparison: EsqlComparison, lowering: EsqlLowering): Condition {
  const { operator, left, right } = comparison
  if (operator === '!=') {
    return lowering.connectives.not(compare({ ...comparison, operator: '==' }, lowering))
  }
  const value = findConstant(right)
  if (value === undefined) return compareValues(comparison, lowering)
  return (
    byValue(left, lowering, operand =>
      compareWith({ ...comparison, left: operand }, value, lowering),
    ) ?? lowering.computed(comparison)
  )
}

function compareWith(
  { operator, left, right }: EsqlComparison,
  value: Constant,
  lowering: EsqlLowering,
): Condition | undefined {
  const own = findConstant(left)
  if (own !== undefined) return compareConstants(operator, own, value)
  const special = compareCall(operator, left, value, lowering)
  if (special !== undefined) return special
  if (typeof value === 'boolean' && operator === '==' && isCondition(left)) {
    const condition = lowerCondition(left, lowering)
    return value ? condition : lowering.connectives.not(condition)
  }
  const operand = toOperand(left, lowering)
  noteSeveralValues(operand, lowering)
  return operator === '==' || operator === '!='
    ? equalsConstant(operand, value, right, lowering)
    : comparesConstant(operator, operand, value, right, lowering)
}

function compareConstants(
  operator: EsqlComparisonOperator,
  left: Constant,
  right: Constant,
): Condition | undefined {
  if (left === null || right === null) return isNull
  if (typeof left !== typeof right || operator !== '==') return undefined
  return left === right ? always : never
}

/** `LOCATE(field, "x") > 0` asks whether the text is there; “returns 0 if it cannot be found”. */
function compareCall(
  operator: EsqlComparisonOperator,
  left: EsqlExpression,
  value: Constant,
  lowering: EsqlLowering,
): Condition | undefined {
  if (left.kind !== 'call' || left.name.toLowerCase() !== 'locate') return undefined
  if (left.arguments.length !== 2) return undefined
  const isFound = (operator === '>' && value === 0) || (operator === '>=' && value === 1)
  const isMissing = (operator === '==' && value === 0) || (operator === '<' && value === 1)
  if (!isFound && !isMissing) return undefined
  const condition = conditionFunctions.contains?.(left, lowering)
  if (condition === undefined) return undefined
  return isFound ? condition : lowering.connectives.not(condition)
}

/** Whether an expression is a test, and no value that may be a boolean. */
export function isCondition(expression: EsqlExpression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'in':
    case 'like':
    case 'rlike':
    case 'is_null':
    case 'match':
      return true
    case 'call':
      return Object.hasOwn(conditionFunctions, expression.name.toLowerCase())
    default:
      return false
  }
}

/** Two fields, or a field and what a parameter gives. */
function compareValues(comparison: EsqlComparison, lowering: EsqlLowering): Condition {
  const { operator, left, right } = comparison
  if (right.kind === 'parameter') return compareParameter(comparison, right, lowering)
  if (operator !== '==') return lowering.computed(comparison)
  const a = findOperand(left, lowering)
  const b = findOperand(right, lowering)
  const isPlain = a !== undefined && b !== undefined && a.fold === b.fold
  if (!isPlain || a.isNumber || b.isNumber) return lowering.computed(comparison)
  const isDerived = a.isDerived || b.isDerived
  const test = {
    kind: 'test' as const,
    ...lowering.frame({ ...a, isDerived }, comparison.span),
    operator: 'field_equals' as const,
    value: { field: b.field, comparison: 'equals' as const },
  }
  return strict(test, [a, b], lowering)
}

/** `field == ?name`: the value is given elsewhere. */
function compareParameter(
  comparison: EsqlComparison,
  parameter: EsqlParameter,
  lowering: EsqlLowering,
): Condition {
  const operand = findOperand(comparison.left, lowering)
  if (operand === undefined || comparison.operator !== '==' || operand.fold !== undefined) {
    return lowering.computed(comparison)
  }
  return equalsParameter(operand, parameter, lowering, lowering.newList())
}

function equalsParameter(
  operand: Operand,
  parameter: EsqlParameter,
  lowering: EsqlLowering,
  list: number,
): Condition {
  const test: InListTest = {
    kind: 'test',
    ...lowering.frame(operand, parameter.span, list),
    operator: 'in_list',
    value: [{ kind: 'list', name: parameter.text }],
  }
  return strict(test, [operand], lowering)
}

/** “Whether a field or expression equals an element in a list of literals, fields or expressions.” */
function lowerIn({ operand, values, span }: EsqlIn, lowering: EsqlLowering): Condition {
  const list = lowering.newList()
  const condition = byValue(operand, lowering, subject => {
    const field = findConstant(subject) === undefined ? findOperand(subject, lowering) : undefined
    if (field !== undefined) noteSeveralValues(field, lowering)
    const members = values.map(value => {
      const constant = findConstant(value)
      if (field !== undefined && value.kind === 'parameter' && field.fold === undefined) {
        return equalsParameter(field, value, lowering, list)
      }
      if (field === undefined || constant === undefined) {
        return lowerComparison(
          { kind: 'comparison', operator: '==', left: subject, right: value, span: value.span },
          lowering,
        )
      }
      return equalsConstant(field, constant, value, lowering, list)
    })
    const known = members.filter(member => member !== undefined)
    return known.length < members.length ? undefined : lowering.connectives.any(known)
  })
  return condition ?? lowering.computed({ kind: 'in', isNegated: false, operand, values, span })
}

/** “If a list of patterns is provided, the expression will return true if any of the patterns match.” */
function lowerLike(like: EsqlLike, lowering: EsqlLowering): Condition {
  const list = lowering.newList()
  const lower = like.kind === 'like' ? isLike : isRegexLike
  const condition = byValue(like.operand, lowering, subject => {
    if (findConstant(subject) !== undefined) return undefined
    const operand = toOperand(subject, lowering)
    noteSeveralValues(operand, lowering)
    const members = like.patterns.map(pattern =>
      pattern.kind === 'string' ? lower(operand, pattern, lowering, list) : undefined,
    )
    const known = members.filter(member => member !== undefined)
    return known.length < members.length ? undefined : lowering.connectives.any(known)
  })
  return condition ?? lowering.computed({ ...like, isNegated: false })
}

/** “Use `IS NULL` to test whether an expression evaluates to a `NULL` value.” */
function lowerIsNull(operand: EsqlExpression, lowering: EsqlLowering): Condition {
  const { connectives } = lowering
  if (operand.kind === 'null') return always
  if (findConstant(operand) !== undefined) return never
  if (operand.kind === 'call' && operand.name.toLowerCase() === 'coalesce') {
    return connectives.all(operand.arguments.map(value => lowerIsNull(value, lowering)))
  }
  if (isCondition(operand)) {
    const isKnown = lowering.choice(() => {
      const { isTrue, isFalse } = lowerCondition(operand, lowering)
      return connectives.total(or([isTrue, isFalse]))
    })
    if (isKnown !== undefined) return connectives.not(isKnown)
  }
  return isAbsent(toOperand(operand, lowering), operand, lowering)
}

function lowerCall(call: EsqlCall, lowering: EsqlLowering): Condition {
  const name = call.name.toLowerCase()
  const lower = Object.hasOwn(conditionFunctions, name) ? conditionFunctions[name] : undefined
  const byFunction = lower?.(call, lowering)
  if (byFunction !== undefined) return byFunction
  if (name !== 'case' && name !== 'coalesce') return lowering.computed(call)
  return (
    byValue(call, lowering, value => lowerCondition(value, lowering)) ?? lowering.computed(call)
  )
}

/** Arguments of `CASE` and `COALESCE` that are followed, at the most. */
const maxArguments = 64

/**
 * A condition on a value that `COALESCE` or `CASE` chooses: the same condition on each that it may
 * choose.
 */
function byValue(
  expression: EsqlExpression,
  lowering: EsqlLowering,
  lower: (value: EsqlExpression) => Condition | undefined,
): Condition | undefined {
  const name = expression.kind === 'call' ? expression.name.toLowerCase() : ''
  if (expression.kind !== 'call' || (name !== 'coalesce' && name !== 'case')) {
    return lower(expression)
  }
  const args = expression.arguments
  if (args.length === 0 || args.length > maxArguments) return undefined
  const follow = name === 'case' ? byCase : byCoalesce
  return lowering.choice(() => follow(args, lowering, value => byValue(value, lowering, lower)))
}

/** “Returns the first of its arguments that is not null. If all arguments are null, it returns `null`.” */
function byCoalesce(
  [first, ...rest]: readonly EsqlExpression[],
  lowering: EsqlLowering,
  lower: (value: EsqlExpression) => Condition | undefined,
): Condition | undefined {
  if (first === undefined) return isNull
  const absent = lowerIsNull(first, lowering).isTrue
  return choose(lower(first), absent, byCoalesce(rest, lowering, lower), lowering)
}

/**
 * “The function returns the value that belongs to the first condition that evaluates to `true`. If the
 * number of arguments is odd, the last argument is the default value.”
 */
function byCase(
  [first, second, ...rest]: readonly EsqlExpression[],
  lowering: EsqlLowering,
  lower: (value: EsqlExpression) => Condition | undefined,
): Condition | undefined {
  if (first === undefined) return isNull
  if (second === undefined) return lower(first)
  const { connectives } = lowering
  const chosen = lowerCondition(first, lowering).isTrue
  const value = lower(second)
  const own = value && {
    isTrue: connectives.conjunction([chosen, value.isTrue]),
    isFalse: connectives.conjunction([chosen, value.isFalse]),
  }
  return choose(own, not(chosen), byCase(rest, lowering, lower), lowering)
}

/** One condition, or, where `isElse` holds, another. */
function choose(
  own: Condition | undefined,
  isElse: Expression,
  other: Condition | undefined,
  lowering: EsqlLowering,
): Condition | undefined {
  if (own === undefined || other === undefined) return undefined
  const { connectives } = lowering
  return connectives.either(own, {
    isTrue: connectives.conjunction([isElse, other.isTrue]),
    isFalse: connectives.conjunction([isElse, other.isFalse]),
  })
}
