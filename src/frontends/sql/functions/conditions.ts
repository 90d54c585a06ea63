import { always, type Condition, isNull, never } from '../../../ir/condition/index.ts'
import { isNetwork } from '../../../ir/index.ts'
import { findConstant } from '../constant.ts'
import { toOperand } from '../lower-operand.ts'
import { equalsConstant, holdsText, isInNetwork, isLike, isRegexLike } from '../lower-test.ts'
import type { SqlLowering } from '../lowering.ts'
import type { SqlCall, SqlComparisonOperator, SqlExpression } from '../syntax.ts'
import { secondsBeforeNow } from '../time-bound.ts'

/** What conditions on functions need of those that stand on top of them. */
export interface ConditionContext {
  condition(expression: SqlExpression, lowering: SqlLowering): Condition
  same(left: SqlExpression, right: SqlExpression, lowering: SqlLowering): Condition
  byValue(
    expression: SqlExpression,
    lowering: SqlLowering,
    lower: (value: SqlExpression) => Condition | undefined,
  ): Condition | undefined
}

/** Lowers a call that is a condition; `undefined` where the logic has no test for it. */
export type ConditionFunction = (
  call: SqlCall,
  lowering: SqlLowering,
  context: ConditionContext,
) => Condition | undefined

/** Functions that are tests of a field, by name in lower case. */
const functions: Readonly<Record<string, ConditionFunction>> = {
  // “Returns true if expr1 contains expr2.” In Trino the first is an array, or a network.
  contains: lowerContains,
  // “Returns true if expr1 starts with expr2.”
  startswith: (call, lowering, context) => lowerText('starts_with', call, lowering, context),
  starts_with: (call, lowering, context) => lowerText('starts_with', call, lowering, context),
  // “Returns TRUE if the first expression ends with second expression.”
  endswith: (call, lowering, context) => lowerText('ends_with', call, lowering, context),
  ends_with: (call, lowering, context) => lowerText('ends_with', call, lowering, context),
  regexp_like: lowerRegex,
  rlike: lowerRegex,
  regexp: lowerRegex,
  like: (call, lowering, context) => lowerLikeCall('like', call, lowering, context),
  ilike: (call, lowering, context) => lowerLikeCall('ilike', call, lowering, context),
  array_contains: lowerArrayContains,
  arrays_overlap: lowerOverlap,
  // “Compares whether two expressions are equal. The function is NULL-safe.”
  equal_null: ({ arguments: [a, b] }, lowering, context) =>
    a?.value && b?.value && context.same(a.value, b.value, lowering),
  // osquery’s: the block, then the address.
  in_cidr_block: lowerCidr,
  p_occurs_between: lowerBetweenTimes,
}

/** The condition that a call is; `undefined` for functions of other values. */
export function findConditionFunction(call: SqlCall): ConditionFunction | undefined {
  const name = call.name.length === 1 ? (call.name[0]?.text.toLowerCase() ?? '') : ''
  if (call.over !== undefined || call.filter !== undefined) return undefined
  return Object.hasOwn(functions, name) ? functions[name] : undefined
}

function lowerText(
  operator: 'starts_with' | 'ends_with' | 'contains',
  { arguments: [subject, text] }: SqlCall,
  lowering: SqlLowering,
  { byValue }: ConditionContext,
): Condition | undefined {
  if (subject?.value === undefined || text?.value === undefined) return undefined
  const wanted = findConstant(text.value, lowering)
  const { span } = text.value
  if (typeof wanted !== 'string') return undefined
  return byValue(subject.value, lowering, value => {
    const own = findConstant(value, lowering)
    if (own === null) return isNull
    if (typeof own === 'string') return holds(operator, own, wanted) ? always : never
    if (own !== undefined) return undefined
    return holdsText(operator, toOperand(value, lowering), wanted, span, lowering)
  })
}

function holds(
  operator: 'starts_with' | 'ends_with' | 'contains',
  text: string,
  wanted: string,
): boolean {
  if (operator === 'starts_with') return text.startsWith(wanted)
  return operator === 'ends_with' ? text.endsWith(wanted) : text.includes(wanted)
}

function lowerContains(
  call: SqlCall,
  lowering: SqlLowering,
  context: ConditionContext,
): Condition | undefined {
  if (lowering.facts.isSnowflake) return lowerText('contains', call, lowering, context)
  const [set, element] = call.arguments
  if (set?.value === undefined || element?.value === undefined) return undefined
  const network = findConstant(set.value, lowering)
  if (typeof network === 'string') return lowerCidr(call, lowering)
  return lowerMember(element.value, set.value, lowering, context)
}

/** `REGEXP_LIKE(a, 'x', 'i')`. */
function lowerRegex(
  { arguments: args }: SqlCall,
  lowering: SqlLowering,
  { byValue }: ConditionContext,
): Condition | undefined {
  const [subject, pattern, parameters] = args
  if (lowering.facts.quotesTexts || args.length > 3) return undefined
  if (subject?.value === undefined || pattern?.value === undefined) return undefined
  const text = findConstant(pattern.value, lowering)
  const flags = parameters?.value === undefined ? '' : findConstant(parameters.value, lowering)
  const { span } = pattern.value
  if (typeof text !== 'string' || typeof flags !== 'string') return undefined
  const list = lowering.newList()
  return byValue(subject.value, lowering, value => {
    if (findConstant(value, lowering) !== undefined) return undefined
    return isRegexLike(toOperand(value, lowering), { text, span }, flags, lowering, list)
  })
}

/** Snowflake’s `LIKE(subject, pattern, escape)`; SQLite has `like(pattern, subject, escape)`. */
function lowerLikeCall(
  operator: 'like' | 'ilike',
  { arguments: args }: SqlCall,
  lowering: SqlLowering,
  { byValue }: ConditionContext,
): Condition | undefined {
  const [first, second, third] = args.map(({ value }) => value)
  const [subject, pattern] = lowering.facts.quotesTexts ? [second, first] : [first, second]
  if (subject === undefined || pattern === undefined) return undefined
  const text = findConstant(pattern, lowering)
  const escapeMark = third === undefined ? '' : findConstant(third, lowering)
  if (typeof text !== 'string' || typeof escapeMark !== 'string' || escapeMark.length > 1)
    return undefined
  const list = lowering.newList()
  const said = escapeMark === '' ? {} : { escapeMark }
  return byValue(subject, lowering, value => {
    if (findConstant(value, lowering) !== undefined) return undefined
    const operand = toOperand(value, lowering)
    return isLike(operator, operand, { text, span: pattern.span, ...said }, lowering, list)
  })
}

/** “Returns TRUE if the specified value is found in the specified array”: the value stands first. */
function lowerArrayContains(
  { arguments: [element, set] }: SqlCall,
  lowering: SqlLowering,
  context: ConditionContext,
): Condition | undefined {
  if (element?.value === undefined || set?.value === undefined) return undefined
  return lowerMember(element.value, set.value, lowering, context)
}

/** A value of an array’s, which is a field with several values, or one of a list that is written. */
function lowerMember(
  element: SqlExpression,
  set: SqlExpression,
  lowering: SqlLowering,
  { condition }: ConditionContext,
): Condition | undefined {
  const values = valuesOf(set)
  if (values !== undefined) {
    const { span } = set
    return condition({ kind: 'in', isNegated: false, operand: element, values, span }, lowering)
  }
  const constant = findConstant(element, lowering)
  if (constant === undefined || constant === null) return undefined
  return equalsConstant(toOperand(set, lowering), constant, element.span, lowering)
}

/** “Compares whether two arrays have at least one element in common.” */
function lowerOverlap(
  { arguments: [left, right] }: SqlCall,
  lowering: SqlLowering,
): Condition | undefined {
  if (left?.value === undefined || right?.value === undefined) return undefined
  const isFlipped = valuesOf(left.value) !== undefined
  const field = isFlipped ? right.value : left.value
  const values = valuesOf(isFlipped ? left.value : right.value)
  if (values === undefined || values.length === 0 || valuesOf(field) !== undefined) return undefined
  const list = lowering.newList()
  const operand = toOperand(field, lowering)
  const members = values.map(value => {
    const constant = findConstant(value, lowering)
    if (constant === undefined || constant === null) return undefined
    return equalsConstant(operand, constant, value.span, lowering, list)
  })
  const known = members.filter(member => member !== undefined)
  return known.length < members.length ? undefined : lowering.connectives.any(known)
}

/** The elements of an array that is written: `['a']`, `ARRAY_CONSTRUCT('a')`. */
function valuesOf(expression: SqlExpression): readonly SqlExpression[] | undefined {
  if (expression.kind === 'array') return expression.values
  if (expression.kind === 'cast') return valuesOf(expression.operand)
  if (expression.kind !== 'call') return undefined
  if (expression.name.at(-1)?.text.toLowerCase() !== 'array_construct') return undefined
  return expression.arguments.flatMap(({ value }) => value ?? [])
}

/** `in_cidr_block('10.0.0.0/8', a)`, Trino’s `contains('10.0.0.0/8', CAST(a AS ipaddress))`. */
function lowerCidr(
  { arguments: [block, address] }: SqlCall,
  lowering: SqlLowering,
): Condition | undefined {
  if (block?.value === undefined || address?.value === undefined) return undefined
  const network = findConstant(block.value, lowering)
  if (typeof network !== 'string' || !isNetwork(network)) return undefined
  const { value } = address
  const inner = value.kind === 'cast' && value.type === 'ipaddress' ? value.operand : value
  const operand = toOperand(inner, lowering)
  return isInNetwork(operand, network, block.value.span, lowering)
}

/** Panther’s `p_occurs_between(start, end, table, column)`: events whose time lies between the two. */
function lowerBetweenTimes(
  { arguments: args, span }: SqlCall,
  lowering: SqlLowering,
  { condition }: ConditionContext,
): Condition | undefined {
  const [start, end, , column] = args.map(({ value }) => value)
  if (start === undefined || end === undefined) return undefined
  const isUntilNow = secondsBeforeNow(end, lowering) === 0
  const isRange = [start, end].every(
    time => (time === end && isUntilNow) || typeof findConstant(time, lowering) === 'string',
  )
  if (!isRange) return undefined
  const left: SqlExpression = column ?? {
    kind: 'name',
    parts: [{ text: 'p_event_time', isQuoted: false }],
    span,
  }
  const side = (operator: '>=' | '<=', right: SqlExpression): Condition =>
    condition({ kind: 'comparison', operator, left, quantifier: undefined, right, span }, lowering)
  const isLater = side('>=', start)
  return isUntilNow ? isLater : lowering.connectives.all([isLater, side('<=', end)])
}

/** Functions that say where a text stands in another, from 1, or 0: which argument is the other. */
const placeFunctions: Readonly<Record<string, 0 | 1>> = {
  charindex: 1,
  instr: 0,
  position: 1,
  strpos: 0,
}

/** `POSITION('x', a) > 0`: whether the text is there at all. */
export function findPlaceFunction(
  call: SqlCall,
  operator: SqlComparisonOperator,
  value: number,
  lowering: SqlLowering,
): Condition | undefined {
  const name = call.name.length === 1 ? (call.name[0]?.text.toLowerCase() ?? '') : ''
  if (!Object.hasOwn(placeFunctions, name) || call.arguments.length !== 2) return undefined
  const isFound = (operator === '>' && value === 0) || (operator === '>=' && value === 1)
  const isMissing = (operator === '=' && value === 0) || (operator === '<' && value === 1)
  const subject = call.arguments[placeFunctions[name] ?? 0]?.value
  const text = call.arguments[1 - (placeFunctions[name] ?? 0)]?.value
  if (!(isFound || isMissing) || subject === undefined || text === undefined) return undefined
  const wanted = findConstant(text, lowering)
  if (typeof wanted !== 'string' || findConstant(subject, lowering) !== undefined) return undefined
  const condition = holdsText('contains', toOperand(subject, lowering), wanted, text.span, lowering)
  return condition && (isFound ? condition : lowering.connectives.not(condition))
}
