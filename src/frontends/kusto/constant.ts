import type { Span } from '../../base/index.ts'
import type { KustoLowering } from './lowering.ts'
import { type Bound, findBound, type Scope, withLets, withName } from './scope.ts'
import type { KustoCall, KustoExpression, KustoFunction } from './syntax.ts'

/** A value that is written in the query, possibly behind a name. */
export type Constant = string | number | boolean | null

/** A constant, and where it stands. */
export interface Member {
  readonly value: Constant
  /** Two spellings of a GUID are one value. */
  readonly isGuid?: boolean
  readonly span: Span
}

/**
 * What an expression stands for: names of `let` and of parameters, and calls of functions of the query’s
 * own, are followed. A name that an operator has given to a column is one of that column.
 */
export function resolve(expression: KustoExpression, scope: Scope, lowering: KustoLowering): Bound {
  const here = { value: expression, scope }
  if (expression.kind === 'name') {
    if (lowering.columns.isKnown(expression.name)) return here
    const bound = findBound(expression.name, scope)
    if (bound === undefined || bound.value.kind === 'function') return here
    return (
      lowering.expand(expression.span, () => resolve(bound.value, bound.scope, lowering)) ?? here
    )
  }
  if (expression.kind !== 'call') return here
  const body = findBody(expression, scope)
  if (body === undefined) return here
  return lowering.expand(expression.span, () => resolve(body.value, body.scope, lowering)) ?? here
}

/** The body of the function that a call names, with its parameters bound; `undefined` of others. */
export function findBody(call: KustoCall, scope: Scope, piped?: Bound): Bound | undefined {
  const callee = findBound(call.name, scope)
  if (callee === undefined) return undefined
  const own = callee.value
  if (own.kind !== 'function') return call.arguments.length === 0 ? callee : undefined
  if (own.body === undefined) return undefined
  const inner = withArguments(own, callee.scope, call, scope, piped)
  return { value: own.body, scope: withLets(inner, own.lets) }
}

function withArguments(
  { parameters }: KustoFunction,
  outer: Scope,
  call: KustoCall,
  scope: Scope,
  piped: Bound | undefined,
): Scope {
  const byName = new Map<string, Bound>()
  const byPlace: Bound[] = piped === undefined ? [] : [piped]
  for (const [i, value] of call.arguments.entries()) {
    const name = call.names[i]
    if (name === undefined || name === '') byPlace.push({ value, scope })
    else byName.set(name, { value, scope })
  }
  return parameters.reduce((inner, { name, fallback }, i) => {
    const bound = byName.get(name) ?? byPlace[i] ?? (fallback && { value: fallback, scope: outer })
    return bound === undefined ? inner : withName(inner, name, bound)
  }, outer)
}

/** The constant that an expression is; `undefined` if it is none. */
export function findConstant(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Constant | undefined {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  const constantOf = (part: KustoExpression | undefined): Constant | undefined =>
    part === undefined ? undefined : findConstant(part, inner, lowering)
  switch (value.kind) {
    case 'string':
    case 'guid':
    case 'number':
    case 'boolean':
      return value.value
    case 'null':
      return null
    case 'sign': {
      const operand = constantOf(value.operand)
      if (typeof operand !== 'number') return undefined
      return value.operator === '-' ? -operand : operand
    }
    case 'arithmetic': {
      const [left, right] = [constantOf(value.left), constantOf(value.right)]
      if (typeof left !== 'number' || typeof right !== 'number') return undefined
      return calculate(value.operator, left, right)
    }
    case 'call':
      return findResult(value, constantOf)
    default:
      return undefined
  }
}

function calculate(operator: string, left: number, right: number): number | undefined {
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  // “If both operands are integers, the result is an integer” that is cut off.
  if (operator !== '/' || right === 0 || left % right !== 0) return undefined
  return left / right
}

/** The result of a function of constants. */
function findResult(
  { name, arguments: [first, ...rest] }: KustoCall,
  constantOf: (part: KustoExpression | undefined) => Constant | undefined,
): Constant | undefined {
  const value = constantOf(first)
  if (value === undefined) return undefined
  switch (name) {
    case 'tostring':
      return value === null ? '' : String(value)
    case 'tolower':
      return typeof value === 'string' ? value.toLowerCase() : undefined
    case 'toupper':
      return typeof value === 'string' ? value.toUpperCase() : undefined
    case 'toint':
    case 'tolong':
      if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value)
      return typeof value === 'number' ? Math.trunc(value) : undefined
    case 'strcat': {
      const values = [value, ...rest.map(constantOf)]
      if (values.some(one => one === undefined || typeof one === 'number')) return undefined
      return values.map(one => one ?? '').join('')
    }
    default:
      return undefined
  }
}

/** The members of a list that is written in the query; `undefined` if it is none. */
export function findMembers(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): readonly Member[] | undefined {
  const { value, scope: inner } = resolve(expression, scope, lowering)
  switch (value.kind) {
    case 'list':
      return allMembers(value.values, inner, lowering)
    case 'datatable':
      // “If the expression has several columns, the first column is used.”
      return columnMembers(value.values, 0, value.columns.length, inner, lowering)
    case 'pipeline':
      return value.source === undefined ? undefined : pipelineMembers(value, inner, lowering)
    case 'call':
      return callMembers(value, inner, lowering)
    case 'bag':
    case 'externaldata':
    case 'function':
      return undefined
    default: {
      const constant = findConstant(value, inner, lowering)
      const isGuid = value.kind === 'guid'
      return constant === undefined ? undefined : [{ value: constant, isGuid, span: value.span }]
    }
  }
}

function allMembers(
  values: readonly KustoExpression[],
  scope: Scope,
  lowering: KustoLowering,
): readonly Member[] | undefined {
  const members: Member[] = []
  for (const value of values) {
    const found = findMembers(value, scope, lowering)
    if (found === undefined) return undefined
    members.push(...found)
  }
  return members
}

/** Functions whose value is the list that they are given. */
const listFunctions =
  /^(?:dynamic|todynamic|parse_json|parsejson|materialize|toscalar|pack_array|array_concat|set_union)$/

function callMembers(
  call: KustoCall,
  scope: Scope,
  lowering: KustoLowering,
): readonly Member[] | undefined {
  const { name, arguments: given, span } = call
  const [first, second] = given
  if (first === undefined) return undefined
  if (name === 'split' && given.length === 2 && second !== undefined) {
    const [text, separator] = [
      findConstant(first, scope, lowering),
      findConstant(second, scope, lowering),
    ]
    if (typeof text !== 'string' || typeof separator !== 'string' || separator === '')
      return undefined
    return text
      .split(separator)
      .map(value => ({ value, span: resolve(first, scope, lowering).value.span }))
  }
  if (/^(?:todynamic|parse_json|parsejson)$/.test(name)) {
    const text = findConstant(first, scope, lowering)
    if (typeof text === 'string') return jsonMembers(text, span)
  }
  if (listFunctions.test(name)) return allMembers(given, scope, lowering)
  const constant = findConstant(call, scope, lowering)
  return constant === undefined ? undefined : [{ value: constant, span }]
}

function jsonMembers(text: string, span: Span): readonly Member[] | undefined {
  try {
    const json: unknown = JSON.parse(text)
    if (!Array.isArray(json)) return undefined
    const values = json.filter(one => ['string', 'number', 'boolean'].includes(typeof one))
    return values.length < json.length ? undefined : values.map(value => ({ value, span }))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** `datatable (…) […] | project name`, or `| summarize make_list(name)`: one column of it. */
function pipelineMembers(
  { source, operators }: KustoExpression & { kind: 'pipeline' },
  scope: Scope,
  lowering: KustoLowering,
): readonly Member[] | undefined {
  if (source === undefined) return undefined
  const table = resolve(source, scope, lowering)
  if (table.value.kind !== 'datatable') return undefined
  const { columns, values } = table.value
  let name = columns[0]
  for (const operator of operators) {
    const chosen =
      operator.kind === 'project' || operator.kind === 'distinct'
        ? operator.columns
        : operator.kind === 'summarize' && operator.by.length === 0
          ? operator.aggregates
          : undefined
    const [only, ...others] = chosen ?? []
    if (only?.value === undefined || others.length > 0 || only.names.length > 0) return undefined
    const { value } = only
    const inner =
      operator.kind === 'summarize' &&
      value.kind === 'call' &&
      /^make_?(?:list|set)$/.test(value.name)
        ? value.arguments[0]
        : operator.kind === 'summarize'
          ? undefined
          : value
    if (inner?.kind !== 'name') return undefined
    name = inner.name
  }
  const index = name === undefined ? -1 : columns.indexOf(name)
  return index < 0 ? undefined : columnMembers(values, index, columns.length, table.scope, lowering)
}

function columnMembers(
  values: readonly KustoExpression[],
  index: number,
  width: number,
  scope: Scope,
  lowering: KustoLowering,
): readonly Member[] | undefined {
  if (width === 0) return undefined
  return allMembers(
    values.filter((_, i) => i % width === index),
    scope,
    lowering,
  )
}
