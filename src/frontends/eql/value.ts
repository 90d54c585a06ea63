/** What an expression of constants is worth. EQL tells whole numbers from others. */
export type Value = string | boolean | null | NumberValue

export interface NumberValue {
  readonly number: number
  /** Written with a point, or computed from such a number: then division does not round. */
  readonly isFloat: boolean
  /** The digits of a whole number that no double holds exactly. */
  readonly digits?: string
}

export function toNumberValue(text: string): NumberValue {
  const number = Number(text)
  const isFloat = !/^[+-]?\d+$/.test(text)
  if (isFloat || Number.isSafeInteger(number)) return { number, isFloat }
  return { number, isFloat, digits: text.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1') }
}

export function isNumber(value: Value): value is NumberValue {
  return typeof value === 'object' && value !== null
}

/** “Converts a value to a string”: `42`, `42.5`, `true`. */
export function valueText(value: string | boolean | NumberValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  return value.digits ?? String(value.number)
}

/** Whether two values compare so; `null` where either is null, `undefined` where they cannot. */
export function compareValues(
  operator: '==' | '!=' | '<' | '<=' | '>' | '>=',
  left: Value,
  right: Value,
): boolean | null | undefined {
  if (left === null || right === null) {
    const isEqual = left === right
    return operator === '==' ? isEqual : operator === '!=' ? !isEqual : null
  }
  if (operator === '==' || operator === '!=') {
    const isEqual = typeof left === typeof right && valueText(left) === valueText(right)
    return isEqual === (operator === '==')
  }
  if (isNumber(left) && isNumber(right)) return isInOrder(operator, left.number, right.number)
  if (typeof left === 'string' && typeof right === 'string') {
    return isInOrder(operator, left, right)
  }
  return undefined
}

function isInOrder<T extends string | number>(
  operator: '<' | '<=' | '>' | '>=',
  left: T,
  right: T,
): boolean {
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}
