import { and, type Expression, or } from '../../ir/index.ts'

export const always: Expression = { kind: 'and', operands: [] }
export const never: Expression = { kind: 'or', operands: [] }

export function isAlways(expression: Expression): boolean {
  return expression.kind === 'and' && expression.operands.length === 0
}

export function isNever(expression: Expression): boolean {
  return expression.kind === 'or' && expression.operands.length === 0
}

/** A conjunction without what always holds; nothing holds beside what never does. */
export function allOf(operands: readonly Expression[]): Expression {
  if (operands.some(isNever)) return never
  return and(operands.filter(operand => !isAlways(operand)))
}

/** A disjunction without what never holds, in which texts of one field are one list. */
export function anyOf(operands: readonly Expression[]): Expression {
  if (operands.some(isAlways)) return always
  const whole = or(operands.filter(operand => !isNever(operand)))
  return whole.kind === 'or' ? { ...whole, operands: listed(whole.operands) } : whole
}

export function noneOf(operand: Expression): Expression {
  if (isAlways(operand)) return never
  if (isNever(operand)) return always
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand }
}

const listedOperators: ReadonlySet<string> = new Set([
  'equals',
  'contains',
  'starts_with',
  'ends_with',
  'regex',
  'cidr',
])

/**
 * The language has no lists of values: `$e.f = "a" or $e.f = "b"` is how authors write them, so tests
 * of one field that stand side by side under one “or” are numbered as a list.
 */
function listed(operands: readonly Expression[]): readonly Expression[] {
  const lists = new Map<string, number>()
  return operands.map(operand => {
    if (operand.kind !== 'test' || !listedOperators.has(operand.operator)) return operand
    const key = `${operand.field}\n${operand.cased}\n${operand.transforms.join()}`
    const list = lists.get(key)
    if (list !== undefined) return { ...operand, list }
    lists.set(key, operand.list)
    return operand
  })
}
