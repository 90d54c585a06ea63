import { assertNever } from '../../base/index.ts'
import { always, type Condition, isNull, never } from '../../ir/condition/index.ts'
import { not, or, type Test } from '../../ir/index.ts'
import { type Constant, findConstant } from './constant.ts'
import { isConditionForm } from './expression-parts.ts'
import { conditionFunctions } from './functions/conditions.ts'
import { isTuningMacro } from './known-macros.ts'
import { computeOperand, findOperand, toOperand } from './lower-operand.ts'
import { comparesConstant, equalsConstant, isLikeText, strict } from './lower-test.ts'
import type { SplLowering } from './lowering.ts'
import { parseMacroCall } from './macro.ts'
import type {
  SplCall,
  SplComparison,
  SplComparisonOperator,
  SplExpression,
  SplIn,
  SplLike,
  SplMacro,
} from './syntax.ts'

/**
 * A condition of `where`, with what makes it null: “the where command returns only the results for which the
 * eval expression returns true”. Case counts.
 */
export function lowerWhere(expression: SplExpression, lowering: SplLowering): Condition {
  const { connectives } = lowering
  switch (expression.kind) {
    case 'and':
      return connectives.all(expression.operands.map(o => lowerWhere(o, lowering)))
    case 'or':
      return connectives.any(expression.operands.map(o => lowerWhere(o, lowering)))
    case 'xor':
      return lowerXor(expression.operands, lowering)
    case 'not':
      return connectives.not(lowerWhere(expression.operand, lowering))
    case 'comparison':
      return lowerComparison(expression, lowering)
    case 'like':
      return lowerLike(expression, lowering)
    case 'in':
      return lowerIn(expression, lowering)
    case 'call':
      return lowerCall(expression, lowering)
    case 'macro':
      return lowerMacro(expression, lowering)
    case 'missing':
      return unknown(lowering.opaque('spl/syntax', expression.span))
    case 'string':
    case 'number':
    case 'field': {
      const value = findConstant(expression)
      return value === undefined ? isTrue(expression, lowering) : truthOf(value)
    }
    case 'arithmetic':
    case 'negative':
    case 'subsearch':
      return isTrue(expression, lowering)
    default:
      return assertNever(expression)
  }
}

function unknown(expression: Condition['isTrue']): Condition {
  return { isTrue: expression, isFalse: expression }
}

function truthOf(value: Constant): Condition {
  if (value === null) return isNull
  return value === true ? always : never
}

/** A value that is true, or false, or null. */
function isTrue(expression: SplExpression, lowering: SplLowering): Condition {
  const operand = toOperand(expression, lowering)
  const frame = lowering.frame(operand, expression.span, false)
  return {
    isTrue: { kind: 'test', ...frame, operator: 'equals', value: true },
    isFalse: { kind: 'test', ...frame, operator: 'equals', value: false },
  }
}

/** A condition that the logic has no test for: its value is computed. */
function computed(expression: SplExpression, lowering: SplLowering): Condition {
  const operand = computeOperand(expression, lowering)
  const frame = lowering.frame(operand, expression.span, false)
  return {
    isTrue: { kind: 'test', ...frame, operator: 'equals', value: true },
    isFalse: { kind: 'test', ...frame, operator: 'equals', value: false },
  }
}

/** Exactly one of two, as often as there are operands. */
function lowerXor(operands: readonly SplExpression[], lowering: SplLowering): Condition {
  const [first, ...rest] = operands.map(operand => lowerWhere(operand, lowering))
  if (first === undefined || rest.length !== 1) {
    const [only] = operands
    return only === undefined
      ? isNull
      : computed({ kind: 'xor', operands, span: only.span }, lowering)
  }
  const [second = isNull] = rest
  const { connectives } = lowering
  return connectives.any([
    connectives.all([first, connectives.not(second)]),
    connectives.all([connectives.not(first), second]),
  ])
}

function lowerMacro({ call, span }: SplMacro, lowering: SplLowering): Condition {
  const parsed = parseMacroCall(call)
  if (parsed !== undefined && isTuningMacro(parsed)) return always
  lowering.reportMacro(call, span)
  return unknown(lowering.opaque('spl/unknown-macro', span))
}

const flipped = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

function lowerComparison(comparison: SplComparison, lowering: SplLowering): Condition {
  const { left, right, operator } = comparison
  if (operator === '!=') {
    return lowering.connectives.not(lowerComparison({ ...comparison, operator: '=' }, lowering))
  }
  const isFlipped = findConstant(left) !== undefined && findConstant(right) === undefined
  const subject = isFlipped ? right : left
  const other = isFlipped ? left : right
  const found = byValue(subject, lowering, value =>
    compare(value, isFlipped ? flipped[operator] : operator, other, lowering),
  )
  return found ?? computed(comparison, lowering)
}

function compare(
  subject: SplExpression,
  operator: Exclude<SplComparisonOperator, '!='>,
  other: SplExpression,
  lowering: SplLowering,
): Condition | undefined {
  const constant = findConstant(other)
  const own = findConstant(subject)
  if (constant === undefined) {
    const left = findOperand(subject, lowering)
    const right = findOperand(other, lowering)
    const isPlain = left?.fold === right?.fold && !left?.isNumber && !right?.isNumber
    if (left === undefined || right === undefined || operator !== '=' || !isPlain) return undefined
    const test: Test = {
      kind: 'test',
      ...lowering.frame(left, other.span, left.fold === undefined),
      operator: 'field_equals',
      value: { field: right.field, comparison: 'equals' },
      ...(left.isDerived || right.isDerived ? { derived: true as const } : {}),
    }
    return strict(test, [left, right], lowering)
  }
  if (constant === null || own === null) return isNull
  if (own !== undefined) return operator === '=' ? truthOf(own === constant) : undefined
  if (isConditionForm(subject) && typeof constant === 'boolean' && operator === '=') {
    const condition = lowerWhere(subject, lowering)
    return constant ? condition : lowering.connectives.not(condition)
  }
  if (subject.kind === 'call') {
    const byFunction = comparisonFunctions(subject, operator, constant, lowering)
    if (byFunction !== undefined) return byFunction
  }
  const operand = toOperand(subject, lowering)
  return operator === '='
    ? equalsConstant(operand, constant, other, lowering)
    : comparesConstant(operator, operand, constant, other, lowering)
}

/** `mvfind(a, "x")>=0` asks whether any value matches; `mvcount(a)>0` whether there is one. */
function comparisonFunctions(
  call: SplCall,
  operator: SplComparisonOperator,
  constant: Constant,
  lowering: SplLowering,
): Condition | undefined {
  const name = call.name.toLowerCase()
  const isAny = (operator === '>=' && constant === 0) || (operator === '>' && constant === -1)
  if (name === 'mvfind' && isAny) return conditionFunctions.match?.(call, lowering)
  const isSome = (operator === '>' && constant === 0) || (operator === '>=' && constant === 1)
  const [first] = call.arguments
  if (name !== 'mvcount' || !isSome || first === undefined) return undefined
  const operand = findOperand(first, lowering)
  return operand === undefined
    ? undefined
    : { isTrue: lowering.isPresent(operand, call.span), isFalse: or([]) }
}

function lowerLike(like: SplLike, lowering: SplLowering): Condition {
  const pattern = findConstant(like.right)
  const found =
    typeof pattern === 'string'
      ? byValue(like.left, lowering, value =>
          isLikeText(toOperand(value, lowering), pattern, like.right.span, lowering),
        )
      : undefined
  return found ?? computed(like, lowering)
}

/** “Returns TRUE if one of the values in the list matches a value that you specify.” */
export function lowerIn(expression: SplIn, lowering: SplLowering): Condition {
  const { operand: subject, values } = expression
  const list = lowering.newList()
  const found = byValue(subject, lowering, value => {
    const own = findConstant(value)
    const members = values.map(member => {
      const constant = findConstant(member)
      if (own !== undefined || constant === undefined) return compare(value, '=', member, lowering)
      if (constant === null) return isNull
      return equalsConstant(toOperand(value, lowering), constant, member, lowering, list)
    })
    const known = members.filter(member => member !== undefined)
    return known.length < members.length ? undefined : lowering.connectives.any(known)
  })
  return found ?? computed(expression, lowering)
}

function lowerCall(call: SplCall, lowering: SplLowering): Condition {
  const name = call.name.toLowerCase()
  const value = findConstant(call)
  if (value !== undefined) return truthOf(value)
  const [first, ...rest] = call.arguments
  if (name === 'in' && first !== undefined) {
    return lowerIn({ kind: 'in', operand: first, values: rest, span: call.span }, lowering)
  }
  if (name === 'like' && first !== undefined && rest[0] !== undefined && rest.length === 1) {
    return lowerLike({ kind: 'like', left: first, right: rest[0], span: call.span }, lowering)
  }
  if (name === 'isnull' && first !== undefined) return lowerIsNull(first, lowering)
  if (name === 'isnotnull' && first !== undefined) {
    return lowering.connectives.not(lowerIsNull(first, lowering))
  }
  const lower = Object.hasOwn(conditionFunctions, name) ? conditionFunctions[name] : undefined
  const found = lower?.(call, lowering)
  if (found !== undefined) return found
  const isChoice = name === 'if' || name === 'case' || name === 'coalesce'
  const chosen = isChoice ? byValue(call, lowering, v => lowerWhere(v, lowering)) : undefined
  return chosen ?? computed(call, lowering)
}

/** “Returns TRUE if the value is NULL.” */
function lowerIsNull(operand: SplExpression, lowering: SplLowering): Condition {
  const { connectives } = lowering
  const constant = findConstant(operand)
  if (constant !== undefined) return constant === null ? always : never
  if (operand.kind === 'call' && operand.name.toLowerCase() === 'coalesce') {
    return connectives.all(operand.arguments.map(value => lowerIsNull(value, lowering)))
  }
  if (operand.kind === 'call' && operand.name.toLowerCase() === 'mvfind') {
    const found = conditionFunctions.match?.(operand, lowering)
    if (found !== undefined) return connectives.not(connectives.total(found.isTrue))
  }
  const field = toOperand(operand, lowering)
  if (field.lookup !== undefined) {
    return connectives.not(connectives.total(lowering.isPresent(field, operand.span)))
  }
  const frame = lowering.frame(field, operand.span, false)
  return connectives.total({ kind: 'test', ...frame, operator: 'null' })
}

/** Arguments of `case` and `coalesce` that are followed, at the most. */
const maxArguments = 64

/** A condition on a value that `if`, `case` or `coalesce` chooses: the same on each that it may choose. */
function byValue(
  expression: SplExpression,
  lowering: SplLowering,
  lower: (value: SplExpression) => Condition | undefined,
): Condition | undefined {
  const name = expression.kind === 'call' ? expression.name.toLowerCase() : ''
  if (expression.kind !== 'call' || (name !== 'if' && name !== 'case' && name !== 'coalesce')) {
    return lower(expression)
  }
  const args = expression.arguments
  if (args.length === 0 || args.length > maxArguments) return undefined
  return lowering.choice(() => {
    const next = (value: SplExpression): Condition | undefined => byValue(value, lowering, lower)
    if (name === 'coalesce') return byCoalesce(args, lowering, next)
    return name === 'if' && args.length !== 3
      ? undefined
      : byCase(args, lowering, next, name === 'if')
  })
}

/** “Takes one or more values and returns the first value that is not NULL.” */
function byCoalesce(
  [first, ...rest]: readonly SplExpression[],
  lowering: SplLowering,
  lower: (value: SplExpression) => Condition | undefined,
): Condition | undefined {
  if (first === undefined) return isNull
  const absent = lowerIsNull(first, lowering).isTrue
  return choose(lower(first), absent, byCoalesce(rest, lowering, lower), lowering)
}

/**
 * “Returns the first value for which the condition evaluates to TRUE. The function defaults to NULL if none of the
 * condition arguments are true.” Of `if`, the third argument is what is left.
 */
function byCase(
  [first, second, ...rest]: readonly SplExpression[],
  lowering: SplLowering,
  lower: (value: SplExpression) => Condition | undefined,
  hasDefault: boolean,
): Condition | undefined {
  if (first === undefined) return isNull
  if (second === undefined) return hasDefault ? lower(first) : isNull
  const { connectives } = lowering
  const chosen = lowerWhere(first, lowering).isTrue
  const value = lower(second)
  const own = value && {
    isTrue: connectives.conjunction([chosen, value.isTrue]),
    isFalse: connectives.conjunction([chosen, value.isFalse]),
  }
  return choose(own, not(chosen), byCase(rest, lowering, lower, hasDefault), lowering)
}

/** One condition, or, where `isElse` holds, another. */
function choose(
  own: Condition | undefined,
  isElse: Condition['isTrue'],
  other: Condition | undefined,
  lowering: SplLowering,
): Condition | undefined {
  if (own === undefined || other === undefined) return undefined
  const { connectives } = lowering
  return connectives.either(own, {
    isTrue: connectives.conjunction([isElse, other.isTrue]),
    isFalse: connectives.conjunction([isElse, other.isFalse]),
  })
}
