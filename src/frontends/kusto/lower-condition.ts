import { assertNever } from '../../base/index.ts'
import { always, type Condition, never } from '../../ir/condition/index.ts'
import { type Expression, type InListTest, type JoinStage, not } from '../../ir/index.ts'
import { conditionFunctions } from './condition-functions.ts'
import { type Constant, findConstant, findMembers, type Member, resolve } from './constant.ts'
import { findOperand, toOperand } from './lower-operand.ts'
import {
  comparesConstant,
  comparesFields,
  equalsConstant,
  holdsText,
  isEmpty,
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
  KustoIn,
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

function compareConstants(
  operator: KustoComparisonOperator,
  left: Constant,
  right: Constant,
): Condition | undefined {
  if (operator === '=~' && typeof left === 'string' && typeof right === 'string') {
    return left.toLowerCase() === right.toLowerCase() ? always : never
  }
  if (left === null || right === null || typeof left !== typeof right) return undefined
  if (operator === '==') return left === right ? always : never
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  const holds = { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right }
  if (!Object.hasOwn(holds, operator)) return undefined
  return holds[operator as keyof typeof holds] ? always : never
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

/**
 * `operand in (…)`: “Filters a record set for data with a case-sensitive string”, `in~` “case-insensitive”; `has_any`:
 * “any set of case-insensitive strings”, `has_all`: “one or more case-insensitive search strings”.
 */
function lowerIn(expression: KustoIn, scope: Scope, lowering: KustoLowering): Condition {
  if (expression.isNegated) {
    return lowering.denied(() => lowerIn({ ...expression, isNegated: false }, scope, lowering))
  }
  const { operator, operand, values } = expression
  const lists = values.map(value => findMembers(value, scope, lowering))
  const isWritten = lists.every(list => list !== undefined)
  const [only] = values
  if (!isWritten) {
    const isQuery = values.length === 1 && only !== undefined
    const found = isQuery ? isInQuery(expression, only, scope, lowering) : undefined
    return found ?? anyOf(expression, scope, lowering)
  }
  const members = lists.flatMap(list => list ?? [])
  const list = lowering.newList()
  const condition = byValue(operand, scope, lowering, (subject, inner) => {
    const own = findConstant(subject, inner, lowering)
    if (own !== undefined) return isOneOf(own, operator, members, lowering)
    const field = toOperand(subject, inner, lowering)
    const conditions = members.map(member => {
      if (operator === 'in' || operator === 'in~') {
        return equalsConstant(operator === 'in', field, member, lowering, list)
      }
      return holdsText({ operator: 'has', cased: false }, field, member, lowering, list)
    })
    const known = conditions.filter(one => one !== undefined)
    if (known.length < conditions.length) return undefined
    return operator === 'has_all' ? lowering.all(known) : lowering.any(known)
  })
  return condition ?? lowering.computed(expression, scope)
}

/** Whether a constant is in a list of constants. */
function isOneOf(
  own: Constant,
  operator: KustoIn['operator'],
  members: readonly Member[],
  lowering: KustoLowering,
): Condition | undefined {
  if (operator !== 'in' && operator !== 'in~') return undefined
  const how = operator === 'in' ? '==' : '=~'
  const conditions = members.map(({ value }) => compareConstants(how, own, value))
  const known = conditions.filter(one => one !== undefined)
  return known.length < conditions.length ? undefined : lowering.any(known)
}

/** Some members of the list are values of the event: each is compared by itself. */
function anyOf(expression: KustoIn, scope: Scope, lowering: KustoLowering): Condition {
  const { operator, operand, values, span } = expression
  if ((operator !== 'in' && operator !== 'in~') || values.length < 2)
    return lowering.computed(expression, scope)
  return lowering.any(
    values.map(value => {
      const own = operator === 'in' ? '==' : '=~'
      const isList =
        findMembers(value, scope, lowering) === undefined &&
        findOperand(value, scope, lowering) === undefined
      if (isList) return lowerIn({ ...expression, values: [value] }, scope, lowering)
      return lowerComparison(
        { kind: 'comparison', operator: own, isNegated: false, left: operand, right: value, span },
        scope,
        lowering,
      )
    }),
  )
}

/** `operand in (query)`: the members of the list are what the query finds. */
function isInQuery(
  expression: KustoIn,
  list: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Condition | undefined {
  const resolved = resolve(list, scope, lowering)
  const query = toQuery(resolved.value)
  if (query === undefined) return undefined
  const { operator } = expression
  const operand = toOperand(expression.operand, scope, lowering)
  if (operand.isFileName || operator === 'has_all') return undefined
  const name = listName(list, resolved.value, lowering)
  const { logic } = lowering.parts.table(query, resolved.scope, lowering)
  const stage: JoinStage = {
    kind: 'join',
    how: lowering.isDenied ? 'not in' : 'in',
    sides: [logic],
    keys: [operand.field],
    span: expression.span,
  }
  lowering.addBefore(`list ${name}`, stage)
  const token = { kind: 'list', name } as const
  const test: InListTest = {
    ...lowering.frame(operand, list.span),
    cased: operator === 'in' && operand.fold === undefined,
    operator: 'in_list',
    value: operator === 'has_any' ? [{ kind: 'any_run' }, token, { kind: 'any_run' }] : [token],
  }
  return lowering.total(test)
}

/** The query that gives the members of a list, if it is no field of the event. */
function toQuery(value: KustoExpression): KustoExpression | undefined {
  switch (value.kind) {
    case 'pipeline':
    case 'datatable':
    case 'externaldata':
      return value
    case 'call': {
      const [inner] = value.arguments
      if (/^(?:toscalar|materialize|totable)$/.test(value.name)) return inner && toQuery(inner)
      return value.name.startsWith('_') ? value : undefined
    }
    default:
      return undefined
  }
}

/** A watchlist’s name, or the name that the query has for the list; else its text. */
function listName(list: KustoExpression, value: KustoExpression, lowering: KustoLowering): string {
  const inner = value.kind === 'call' && value.name !== '_GetWatchlist' ? value.arguments[0] : value
  const source = inner?.kind === 'pipeline' ? inner.source : inner
  const [first] = source?.kind === 'call' && source.name === '_GetWatchlist' ? source.arguments : []
  if (first?.kind === 'string') return first.value
  return list.kind === 'name' ? list.name : lowering.textOf(list.span)
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

/** Arguments of `case` and `coalesce` that are followed, at the most. */
const maxArguments = 40

function isChoice({ name, arguments: { length } }: KustoCall): boolean {
  if (length > maxArguments) return false
  if (name === 'iff' || name === 'iif') return length === 3
  return (name === 'case' && length >= 3) || (name === 'coalesce' && length >= 2)
}

/**
 * A condition on a value that `iff`, `case` or `coalesce` chooses: the same condition on each that it may
 * choose.
 */
function byValue(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
  lower: (value: KustoExpression, scope: Scope) => Condition | undefined,
): Condition | undefined {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  if (value.kind !== 'call' || !isChoice(value)) return lower(expression, scope)
  const follow = value.name === 'coalesce' ? byCoalesce : byCase
  return lowering.choice(() =>
    follow(value.arguments, inner, lowering, (part, own) => byValue(part, own, lowering, lower)),
  )
}

/** “Returns the first non-null (or non-empty for string) expression.” */
function byCoalesce(
  [first, ...rest]: readonly KustoExpression[],
  scope: Scope,
  lowering: KustoLowering,
  lower: (value: KustoExpression, scope: Scope) => Condition | undefined,
): Condition | undefined {
  if (first === undefined) return undefined
  const own = lower(first, scope)
  if (rest.length === 0 || own === undefined) return own
  const operand = findOperand(first, scope, lowering)
  const other = byCoalesce(rest, scope, lowering, lower)
  if (operand === undefined || other === undefined) return undefined
  const { isTrue: isElse, isFalse: isChosen } = isEmpty(operand, first.span, lowering)
  return lowering.choose(under(isChosen, own, lowering), isElse, other)
}

/** “Returns the value of the first *then* whose *predicate* is `true`”, else the last argument. */
function byCase(
  [first, second, ...rest]: readonly KustoExpression[],
  scope: Scope,
  lowering: KustoLowering,
  lower: (value: KustoExpression, scope: Scope) => Condition | undefined,
): Condition | undefined {
  if (first === undefined) return undefined
  if (second === undefined) return lower(first, scope)
  const chosen = lowerCondition(first, scope, lowering).isTrue
  const own = lower(second, scope)
  const other = byCase(rest, scope, lowering, lower)
  if (own === undefined || other === undefined) return undefined
  return lowering.choose(under(chosen, own, lowering), not(chosen), other)
}

/** A condition where another holds. */
function under(condition: Expression, own: Condition, lowering: KustoLowering): Condition {
  return {
    isTrue: lowering.conjunction([condition, own.isTrue]),
    isFalse: lowering.conjunction([condition, own.isFalse]),
  }
}
