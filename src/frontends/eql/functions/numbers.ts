import { isNumber, type NumberValue, toNumberValue, type Value } from '../value.ts'
import { defineFunction, type EqlFunction } from './function.ts'

function defineArithmetic(
  name: string,
  calculate: (left: number, right: number, isFloat: boolean) => number | undefined,
): EqlFunction {
  return defineFunction({
    name,
    minArguments: 2,
    maxArguments: 2,
    result: 'number',
    compute([left, right]) {
      if (left === undefined || right === undefined) return undefined
      if (!isNumber(left) || !isNumber(right)) return undefined
      const isFloat = left.isFloat || right.isFloat
      const number = calculate(left.number, right.number, isFloat)
      const isExact = number !== undefined && (isFloat || Number.isSafeInteger(number))
      // Minus zero prints as zero, and is none.
      return isExact ? { number: number === 0 ? 0 : number, isFloat } : undefined
    },
  })
}

/** “Returns the sum of two provided addends.” */
export const add: EqlFunction = defineArithmetic('add', (left, right) => left + right)

/** “Returns the difference between a provided minuend and subtrahend.” */
export const subtract: EqlFunction = defineArithmetic('subtract', (left, right) => left - right)

/** “Returns the product of two provided factors.” */
export const multiply: EqlFunction = defineArithmetic('multiply', (left, right) => left * right)

/**
 * “Returns the quotient of a provided dividend and divisor.” “If both the dividend and divisor are
 * integers, the divide function rounds down”: Elasticsearch drops what follows the point.
 */
export const divide: EqlFunction = defineArithmetic('divide', (left, right, isFloat) => {
  if (right === 0) return undefined
  return isFloat ? left / right : Math.trunc(left / right)
})

/** “Returns the remainder of the division of a provided dividend and divisor.” */
export const modulo: EqlFunction = defineArithmetic('modulo', (left, right) =>
  right === 0 ? undefined : left % right,
)

/** “Converts a string to the corresponding integer or float”, in base 10, 16 or the one given. */
export const number: EqlFunction = defineFunction({
  name: 'number',
  minArguments: 1,
  maxArguments: 2,
  result: 'number',
  compute([text, base]) {
    if (text !== undefined && isNumber(text)) return text
    if (typeof text !== 'string') return undefined
    if (base !== undefined && !isNumber(base)) return undefined
    return findNumber(text.trim(), base?.number)
  },
})

/** “Strings that begin with 0x are auto-detected as hexadecimal.” */
function findNumber(text: string, base: number | undefined): Value | undefined {
  const [, sign = '', prefix, digits = ''] = /^([+-]?)(0x)?(.*)$/i.exec(text) ?? []
  const radix = prefix === undefined ? (base ?? 10) : (base ?? 16)
  if (prefix !== undefined && radix !== 16) return undefined
  if (radix === 10)
    return /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(digits)
      ? signed(sign, toNumberValue(digits))
      : undefined
  if (!Number.isInteger(radix) || radix < 2 || radix > 36) return undefined
  const allowed = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix)
  const isWhole = digits !== '' && [...digits.toLowerCase()].every(d => allowed.includes(d))
  const value = Number.parseInt(digits, radix)
  if (!isWhole || !Number.isSafeInteger(value)) return undefined
  return signed(sign, { number: value, isFloat: false })
}

/** The number behind a sign. */
export function signed(sign: string, value: NumberValue): NumberValue {
  if (sign !== '-') return value
  const { number: magnitude, isFloat, digits } = value
  const negative = magnitude === 0 ? 0 : -magnitude
  if (digits === undefined) return { number: negative, isFloat }
  return {
    number: negative,
    isFloat,
    digits: digits.startsWith('-') ? digits.slice(1) : `-${digits}`,
  }
}
