import type { Condition } from '../../ir/condition/index.ts'
import type { InListTest, JoinStage } from '../../ir/index.ts'
import { byValue } from './by-value.ts'
import { compareConstants } from './compare-constants.ts'
import { type Constant, findConstant, findMembers, type Member, resolve } from './constant.ts'
import { findOperand, toOperand } from './lower-operand.ts'
import { equalsConstant, holdsText } from './lower-test.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoExpression, KustoIn } from './syntax.ts'

/**
 * `operand in (…)`: “Filters a record set for data with a case-sensitive string”, `in~` “case-insensitive”; `has_any`:
 * “any set of case-insensitive strings”, `has_all`: “one or more case-insensitive search strings”.
 */
export function lowerIn(expression: KustoIn, scope: Scope, lowering: KustoLowering): Condition {
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
      return lowering.parts.condition(
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
    kind: 'test',
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
