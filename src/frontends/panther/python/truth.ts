import { and, type Expression, not, or, printExpression } from '../../../ir/index.ts'

/**
 * When a piece of Python is true of an event, and of which events that can be said at all: a method of `None`
 * or a key that is not there raises an error, and a rule that raises does not match.
 */
export interface Truth {
  readonly isTrue: Expression
  /** What must hold so that it does not raise. It is false when these hold and it is not true. */
  readonly guards: readonly Guard[]
  /** What it is the negation of, so that two negations cancel. */
  readonly negates?: Expression
}

export interface Guard {
  readonly expression: Expression
  /** The field that must have a value; a test that this field passes says so too. */
  readonly field?: string
}

export const always: Truth = { isTrue: and([]), guards: [] }
export const never: Truth = { isTrue: or([]), guards: [] }

export function constantTruth(value: boolean): Truth {
  return value ? always : never
}

/** What never raises. */
export function total(isTrue: Expression): Truth {
  return { isTrue, guards: [] }
}

/** Raises where a guard does not hold. */
export function guarded(isTrue: Expression, guard: Guard): Truth {
  return { isTrue, guards: [guard] }
}

export function negated({ isTrue, guards, negates }: Truth): Truth {
  if (negates !== undefined) return { isTrue: negates, guards }
  const opposite = opposed(isTrue)
  return { isTrue: conjunction([...needed(guards, opposite), opposite]), guards, negates: isTrue }
}

/** `a and b`: b is only looked at when a is true. */
export function both(a: Truth, b: Truth): Truth {
  if (isNever(a.isTrue)) return a
  const isTrue = conjunction([a.isTrue, b.isTrue])
  return {
    isTrue,
    guards: distinct([...a.guards, ...unless(opposed(a.isTrue), b.guards, a.guards)]),
  }
}

/** `a or b`: b is only looked at when a is false, so where a raises b does not help. */
export function either(a: Truth, b: Truth): Truth {
  if (isAlways(a.isTrue)) return a
  const second = conjunction([...needed(a.guards, b.isTrue), b.isTrue])
  const isTrue = disjunction([a.isTrue, second])
  return { isTrue, guards: distinct([...a.guards, ...unless(a.isTrue, b.guards, a.guards)]) }
}

/** `a and b and c`. */
export function allOf(truths: readonly Truth[]): Truth {
  return joined(truths, both, always)
}

/** `a or b or c`. */
export function anyOf(truths: readonly Truth[]): Truth {
  return joined(truths, either, never)
}

/** Joined by halves, so that long lists are not copied once for each member. */
function joined(
  truths: readonly Truth[],
  join: (a: Truth, b: Truth) => Truth,
  empty: Truth,
): Truth {
  const [first] = truths
  if (first === undefined) return empty
  if (truths.length === 1) return first
  const half = Math.ceil(truths.length / 2)
  const start = joined(truths.slice(0, half), join, empty)
  return join(start, joined(truths.slice(half), join, empty))
}

/** `whenTrue if condition else whenFalse`. */
export function choose(condition: Truth, whenTrue: Truth, whenFalse: Truth): Truth {
  if (isAlways(condition.isTrue)) return whenTrue
  if (isNever(condition.isTrue) && condition.guards.length === 0) return whenFalse
  if (isConstant(whenTrue, true)) return either(condition, whenFalse)
  if (isConstant(whenTrue, false)) return both(negated(condition), whenFalse)
  if (isConstant(whenFalse, false)) return both(condition, whenTrue)
  if (isConstant(whenFalse, true)) return either(negated(condition), whenTrue)
  const isFalse = negated(condition).isTrue
  return {
    isTrue: disjunction([
      conjunction([condition.isTrue, whenTrue.isTrue]),
      conjunction([isFalse, whenFalse.isTrue]),
    ]),
    guards: distinct([
      ...condition.guards,
      ...unless(opposed(condition.isTrue), whenTrue.guards, condition.guards),
      ...unless(condition.isTrue, whenFalse.guards, condition.guards),
    ]),
  }
}

export function isAlways(expression: Expression): boolean {
  return expression.kind === 'and' && expression.operands.length === 0
}

export function isNever(expression: Expression): boolean {
  return expression.kind === 'or' && expression.operands.length === 0
}

export function conjunction(operands: readonly Expression[]): Expression {
  return operands.some(isNever) ? or([]) : and(operands.filter(operand => !isAlways(operand)))
}

export function disjunction(operands: readonly Expression[]): Expression {
  return operands.some(isAlways) ? and([]) : or(operands.filter(operand => !isNever(operand)))
}

function opposed(expression: Expression): Expression {
  if (isAlways(expression)) return or([])
  return isNever(expression) ? and([]) : not(expression)
}

function isConstant({ isTrue, guards }: Truth, value: boolean): boolean {
  return guards.length === 0 && (value ? isAlways(isTrue) : isNever(isTrue))
}

/** The guards that an expression does not say by itself. */
function needed(guards: readonly Guard[], expression: Expression): readonly Expression[] {
  return guards
    .filter(({ field }) => field === undefined || !needsField(expression, field))
    .map(guard => guard.expression)
}

/** Guards of something that is not looked at where `expression` holds, those of `known` apart. */
function unless(
  expression: Expression,
  guards: readonly Guard[],
  known: readonly Guard[],
): readonly Guard[] {
  const keys = new Set(known.map(keyOf))
  const own = guards.filter(guard => !keys.has(keyOf(guard)))
  if (isNever(expression)) return own
  return own.map(guard => ({ expression: disjunction([expression, guard.expression]) }))
}

function distinct(guards: readonly Guard[]): readonly Guard[] {
  return [...new Map(guards.map(guard => [keyOf(guard), guard])).values()]
}

function keyOf({ expression }: Guard): string {
  return printExpression(expression)
}

/** Whether the expression can only hold where a field has a value. */
function needsField(expression: Expression, field: string): boolean {
  switch (expression.kind) {
    case 'test':
      return (
        expression.field === field &&
        expression.operator !== 'null' &&
        expression.operator !== 'exists'
      )
    case 'not':
      return (
        expression.operand.kind === 'test' &&
        expression.operand.operator === 'null' &&
        expression.operand.field === field
      )
    case 'and':
      return expression.operands.some(operand => needsField(operand, field))
    case 'or':
      return (
        expression.operands.length > 0 &&
        expression.operands.every(operand => needsField(operand, field))
      )
    case 'opaque':
      return false
  }
}
