import { assertNever } from '../../base/index.ts'
import { always, type Condition, isNull, never } from '../../ir/condition/index.ts'
import { type Expression, type InListTest, not, or } from '../../ir/index.ts'
import { findChoice, type SqlOption } from './choice.ts'
import { compareConstants, isConstantLike } from './compare-constants.ts'
import { findUnread, isCondition } from './condition-kind.ts'
import { type Constant, findConstant, findQuotedText } from './constant.ts'
import { findConditionFunction, findPlaceFunction } from './functions/conditions.ts'
import { readLikePattern } from './like-pattern.ts'
import { findOperand, toOperand, withoutAlias } from './lower-operand.ts'
import {
  comparesConstant,
  equalsAny,
  equalsConstant,
  isAbsent,
  isLike,
  isRegexLike,
  strict,
} from './lower-test.ts'
import type { SqlLowering } from './lowering.ts'
import type {
  SqlBetween,
  SqlCall,
  SqlComparison,
  SqlComparisonOperator,
  SqlExpression,
  SqlIn,
  SqlIs,
  SqlLike,
} from './syntax.ts'

/** When an expression is true, and when it is false. */
export function lowerCondition(expression: SqlExpression, lowering: SqlLowering): Condition {
  const { connectives } = lowering
  const isConnective = ['and', 'or', 'not'].includes(expression.kind)
  const unread = isConnective ? undefined : findUnread(expression)
  if (unread !== undefined) return lowering.opaque(unread, expression.span)
  switch (expression.kind) {
    case 'and':
      return connectives.all(expression.operands.map(operand => lowerCondition(operand, lowering)))
    case 'or':
      return connectives.any(expression.operands.map(operand => lowerCondition(operand, lowering)))
    case 'not':
      // Not null is null: the row is dropped all the same.
      return connectives.not(lowerCondition(expression.operand, lowering))
    case 'comparison':
      return lowerComparison(expression, lowering)
    case 'in':
      return negatedIf(expression, lowerIn(expression, lowering), lowering)
    case 'like':
      return negatedIf(expression, lowerLike(expression, lowering), lowering)
    case 'between':
      return negatedIf(expression, lowerBetween(expression, lowering), lowering)
    case 'is':
      return negatedIf(expression, lowerIs(expression, lowering), lowering)
    case 'boolean':
      return expression.value ? always : never
    case 'null':
      return isNull
    case 'number':
      return Number(expression.text) === 0 ? never : always
    case 'name': {
      const value = withoutAlias(expression, lowering)
      if (isCondition(value)) return lowerCondition(value, lowering)
      return lowerValue(expression, lowering)
    }
    case 'path':
    case 'case':
      return lowerValue(expression, lowering)
    case 'cast':
      if (isCondition(expression.operand)) return lowerCondition(expression.operand, lowering)
      return lowerValue(expression, lowering)
    case 'call':
      return lowerCall(expression, lowering)
    case 'exists':
    case 'scalar_query':
      return lowerNested(expression, lowering)
    case 'arithmetic':
    case 'sign':
    case 'lambda':
    case 'string':
    case 'typed':
    case 'time_span':
    case 'array':
    case 'object':
    case 'tuple':
    case 'star':
    case 'parameter':
    case 'missing':
    case 'template':
      return lowering.computed(expression)
    default:
      return assertNever(expression)
  }
}

function negatedIf(
  { isNegated }: { readonly isNegated: boolean },
  condition: Condition,
  lowering: SqlLowering,
): Condition {
  return isNegated ? lowering.connectives.not(condition) : condition
}

/** A query inside a condition that the condition does not hold by alone. */
function lowerNested(expression: SqlExpression, lowering: SqlLowering): Condition {
  const message = 'the query inside the condition is kept as text'
  lowering.report('sql/nested-query', expression.span, message)
  return lowering.computed(expression)
}

/** A value that is true or false by itself. */
function lowerValue(expression: SqlExpression, lowering: SqlLowering): Condition {
  const condition = byValue(expression, lowering, value => {
    if (isCondition(value) || value.kind === 'boolean' || value.kind === 'null') {
      return lowerCondition(value, lowering)
    }
    if (findConstant(value, lowering) !== undefined) return undefined
    return lowering.isBoolean(toOperand(value, lowering), value.span)
  })
  return condition ?? lowering.computed(expression)
}

const flipped: Readonly<Record<SqlComparisonOperator, SqlComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function lowerComparison(comparison: SqlComparison, lowering: SqlLowering): Condition {
  if (comparison.quantifier !== undefined) return lowerQuantified(comparison, lowering)
  const { operator, left, right } = comparison
  const isLeftValue = isValue(left, lowering) && !isValue(right, lowering)
  // `"path" = 'x'`: of a quoted name and a text, the name is the column.
  const isRightName =
    findQuotedText(right, lowering) !== undefined && findQuotedText(left, lowering) === undefined
  if (isLeftValue || (isRightName && isValue(left, lowering))) {
    return compare(
      { ...comparison, operator: flipped[operator], left: right, right: left },
      lowering,
    )
  }
  return compare(comparison, lowering)
}

function isValue(expression: SqlExpression, lowering: SqlLowering): boolean {
  return expression.kind === 'parameter' || findConstant(expression, lowering) !== undefined
}

/** `a = ANY ('x', 'y')` is `IN`, `a != ALL ('x', 'y')` is `NOT IN`. */
function lowerQuantified(comparison: SqlComparison, lowering: SqlLowering): Condition {
  const { operator, left, quantifier, right, span } = comparison
  const isIn = operator === '=' && quantifier === 'any'
  const isNotIn = operator === '!=' && quantifier === 'all'
  const values =
    right.kind === 'tuple' || right.kind === 'array'
      ? right.values
      : isValue(right, lowering)
        ? [right]
        : undefined
  if (values === undefined || !(isIn || isNotIn)) {
    return right.kind === 'scalar_query'
      ? lowerNested(comparison, lowering)
      : lowering.computed(comparison)
  }
  const list: SqlIn = { kind: 'in', isNegated: isNotIn, operand: left, values, span }
  return lowerCondition(list, lowering)
}

/** The value is on the right, if there is one. */
function compare(comparison: SqlComparison, lowering: SqlLowering): Condition {
  const { operator, left, right } = comparison
  if (operator === '!=') {
    return lowering.connectives.not(compare({ ...comparison, operator: '=' }, lowering))
  }
  const value = findConstant(right, lowering)
  if (value === undefined) return compareValues(comparison, lowering)
  return (
    byValue(left, lowering, operand =>
      compareWith({ ...comparison, left: operand }, value, lowering),
    ) ?? lowering.computed(comparison)
  )
}

function compareWith(
  { operator, left, right }: SqlComparison,
  value: Constant,
  lowering: SqlLowering,
): Condition | undefined {
  const own =
    findQuotedText(left, lowering) === undefined ? findConstant(left, lowering) : undefined
  if (own !== undefined) return compareConstants(operator, own, value)
  const isPlace = left.kind === 'call' && typeof value === 'number'
  const place = isPlace ? findPlaceFunction(left, operator, value, lowering) : undefined
  if (place !== undefined) return place
  if (typeof value === 'boolean' && operator === '=' && isCondition(left)) {
    const condition = lowerCondition(left, lowering)
    return value ? condition : lowering.connectives.not(condition)
  }
  const operand = toOperand(left, lowering)
  return operator === '=' || operator === '!='
    ? equalsConstant(operand, value, right.span, lowering)
    : comparesConstant(operator, operand, value, right.span, lowering)
}

/** Two fields, or a field and what a parameter gives. */
function compareValues(comparison: SqlComparison, lowering: SqlLowering): Condition {
  const { operator, left, right, span } = comparison
  if (right.kind === 'scalar_query') return lowerNested(comparison, lowering)
  if (operator !== '=') return lowering.computed(comparison)
  const a = findOperand(left, lowering)
  const b = findOperand(right, lowering)
  if (right.kind === 'parameter' && a !== undefined && a.fold === undefined) {
    const test: InListTest = {
      kind: 'test',
      ...lowering.frame(a, right.span),
      operator: 'in_list',
      value: [{ kind: 'list', name: right.text }],
    }
    return strict(test, [a], lowering)
  }
  const isPlain = a !== undefined && b !== undefined && a.fold === b.fold
  if (!isPlain || a.isNumber || b.isNumber || a.isTime || b.isTime) {
    return lowering.computed(comparison)
  }
  const isDerived = a.isDerived || b.isDerived
  const test = {
    kind: 'test' as const,
    ...lowering.frame({ ...a, isDerived }, span),
    operator: 'field_equals' as const,
    value: { field: b.field, comparison: 'equals' as const },
  }
  return strict(test, [a, b], lowering)
}

/** Whether a value equals one of a list; a null in the list makes what is not in it null. */
function lowerIn(expression: SqlIn, lowering: SqlLowering): Condition {
  const { operand, values, span } = expression
  if ('kind' in values) return lowerNested({ ...expression, isNegated: false }, lowering)
  const [only] = values
  const isSpread = values.length === 1 && only?.kind === 'array'
  const members = isSpread ? only.values : values
  const list = lowering.newList()
  const condition = byValue(operand, lowering, subject => {
    const isField = findConstant(subject, lowering) === undefined
    const field = isField ? toOperand(subject, lowering) : undefined
    const plain = field && equalsAny(field, members, lowering, list)
    if (plain !== undefined) return plain
    const conditions = members.map(value => {
      const constant = findConstant(value, lowering)
      if (field !== undefined && constant !== undefined) {
        return equalsConstant(field, constant, value.span, lowering, list)
      }
      return lowerComparison(
        {
          kind: 'comparison',
          operator: '=',
          left: subject,
          quantifier: undefined,
          right: value,
          span: value.span,
        },
        lowering,
      )
    })
    const known = conditions.filter(member => member !== undefined)
    return known.length < conditions.length ? undefined : lowering.connectives.any(known)
  })
  return condition ?? lowering.computed({ kind: 'in', isNegated: false, operand, values, span })
}

/** `LIKE ANY`: one pattern is enough; `LIKE ALL`: all must match. */
function lowerLike(like: SqlLike, lowering: SqlLowering): Condition {
  const list = lowering.newList()
  const escapeMark = like.escapeMark && findConstant(like.escapeMark, lowering)
  const isReadable =
    escapeMark === undefined || (typeof escapeMark === 'string' && escapeMark.length <= 1)
  const condition = byValue(like.operand, lowering, subject => {
    const isName = findQuotedText(subject, lowering) !== undefined
    const own = isName ? undefined : findConstant(subject, lowering)
    if (own === null) return isNull
    const operand = own === undefined ? toOperand(subject, lowering) : undefined
    const members = like.patterns.map(pattern => {
      const text = findConstant(pattern, lowering)
      if (text === null) return isNull
      if (typeof text !== 'string' || !isReadable) return undefined
      const { span } = pattern
      const said = typeof escapeMark === 'string' && escapeMark !== '' ? { escapeMark } : {}
      if (operand === undefined) {
        if (like.operator !== 'like' || typeof own !== 'string') return undefined
        return isConstantLike(own, readLikePattern(text, said.escapeMark), lowering)
      }
      if (like.operator === 'rlike' || like.operator === 'regexp') {
        // osquery’s engine for these is the C++ library’s, of another dialect.
        if (lowering.facts.quotesTexts) return undefined
        return isRegexLike(operand, { text, span }, '', lowering, list)
      }
      return isLike(like.operator, operand, { text, span, ...said }, lowering, list)
    })
    const known = members.filter(member => member !== undefined)
    if (known.length < members.length) return undefined
    const { connectives } = lowering
    return like.quantifier === 'all' ? connectives.all(known) : connectives.any(known)
  })
  return condition ?? lowering.computed({ ...like, isNegated: false })
}

/** “Is equivalent to `expr >= lower_bound AND expr <= upper_bound`.” */
function lowerBetween({ operand, low, high, span }: SqlBetween, lowering: SqlLowering): Condition {
  const side = (operator: '>=' | '<=', right: SqlExpression): Condition =>
    lowerComparison(
      { kind: 'comparison', operator, left: operand, quantifier: undefined, right, span },
      lowering,
    )
  return lowering.connectives.all([side('>=', low), side('<=', high)])
}

/** Tests that are never null themselves. */
function lowerIs({ operand, test, other }: SqlIs, lowering: SqlLowering): Condition {
  const { connectives } = lowering
  switch (test) {
    case 'null':
      return lowerIsNull(operand, lowering)
    case 'true':
      return connectives.total(lowerCondition(operand, lowering).isTrue)
    case 'false':
      return connectives.total(lowerCondition(operand, lowering).isFalse)
    case 'same':
    case 'distinct': {
      const right: SqlExpression = other ?? { kind: 'null', span: operand.span }
      const equal = lowerSame(operand, right, lowering)
      return test === 'same' ? equal : connectives.not(equal)
    }
    default:
      return assertNever(test)
  }
}

/** Whether two values are equal, null being equal to null. */
export function lowerSame(
  left: SqlExpression,
  right: SqlExpression,
  lowering: SqlLowering,
): Condition {
  const { connectives } = lowering
  if (findConstant(right, lowering) === null) return lowerIsNull(left, lowering)
  if (findConstant(left, lowering) === null) return lowerIsNull(right, lowering)
  const equal = lowerComparison(
    { kind: 'comparison', operator: '=', left, quantifier: undefined, right, span: right.span },
    lowering,
  )
  const isValueThere = [left, right].some(side => findConstant(side, lowering) !== undefined)
  if (isValueThere) return connectives.total(equal.isTrue)
  const bothNull = connectives.all([lowerIsNull(left, lowering), lowerIsNull(right, lowering)])
  return connectives.total(or([equal.isTrue, bothNull.isTrue]))
}

function lowerIsNull(operand: SqlExpression, lowering: SqlLowering): Condition {
  const { connectives } = lowering
  if (operand.kind === 'null') return always
  if (isCondition(operand)) {
    const isKnown = lowering.choice(() => {
      const { isTrue, isFalse } = lowerCondition(operand, lowering)
      return connectives.total(or([isTrue, isFalse]))
    })
    if (isKnown !== undefined) return connectives.not(isKnown)
  }
  const lower = (value: SqlExpression): Condition => {
    const constant = findConstant(value, lowering)
    if (constant !== undefined && findQuotedText(value, lowering) === undefined) {
      return constant === null ? always : never
    }
    return isAbsent(toOperand(value, lowering), value.span, lowering)
  }
  // What is chosen because it is not null is not null.
  const condition = byValue(operand, lowering, lower, never)
  return condition ?? isAbsent(lowering.compute(operand), operand.span, lowering)
}

function lowerCall(call: SqlCall, lowering: SqlLowering): Condition {
  const lower = findConditionFunction(call)
  if (lower === undefined) return lowerValue(call, lowering)
  const context = { condition: lowerCondition, same: lowerSame, byValue }
  return lower(call, lowering, context) ?? lowering.computed(call)
}

/**
 * A condition on a value that `COALESCE`, `IFF` or `CASE` chooses: the same condition on each that it
 * may choose. `ofPresent` is the condition on what is chosen because it is not null, where that is known.
 */
export function byValue(
  expression: SqlExpression,
  lowering: SqlLowering,
  lower: (value: SqlExpression) => Condition | undefined,
  ofPresent?: Condition,
): Condition | undefined {
  const choice = findChoice(expression, lowering)
  if (choice === undefined) return lower(expression)
  return lowering.choice(() => byOptions(choice.options, 0))

  function byOptions(options: readonly SqlOption[], at: number): Condition | undefined {
    const option = options[at]
    if (option === undefined) return isNull
    const { when, value } = option
    const known = when === 'not_null' ? ofPresent : undefined
    const own = known ?? byValue(value, lowering, lower, ofPresent)
    if (when === undefined || own === undefined) return own
    const rest = byOptions(options, at + 1)
    if (rest === undefined) return undefined
    const { connectives } = lowering
    const within = (expression: Expression, { isTrue, isFalse }: Condition): Condition => ({
      isTrue: connectives.conjunction([expression, isTrue]),
      isFalse: connectives.conjunction([expression, isFalse]),
    })
    if (when === 'not_null') {
      const absence = lowerIsNull(value, lowering)
      // Other conditions on an absent value are null, and need no guard.
      const present = known === undefined ? own : within(absence.isFalse, own)
      return connectives.either(present, within(absence.isTrue, rest))
    }
    const chosen = lowerCondition(when, lowering).isTrue
    return connectives.either(within(chosen, own), within(not(chosen), rest))
  }
}
