import {
  computedText,
  type GivenValue,
  isNumber,
  type NumberValue,
  signed,
  toNumberValue,
  wholeNumber,
} from './computed-value.ts'
import type { ComputingFunction } from './computing-function.ts'

/** What comes of two numbers; of whole ones a whole one, as far as doubles are exact. */
function calculate(
  toNumber: (left: number, right: number, isFloat: boolean) => number | undefined,
): ComputingFunction {
  return ([left, right]) => {
    if (!isNumber(left) || !isNumber(right)) return undefined
    if (left.digits !== undefined || right.digits !== undefined) return undefined
    const isFloat = left.isFloat || right.isFloat
    const number = toNumber(left.number, right.number, isFloat)
    if (number === undefined || !(isFloat || Number.isSafeInteger(number))) return undefined
    // Minus zero is zero.
    return { number: number === 0 ? 0 : number, isFloat }
  }
}

export const add: ComputingFunction = calculate((left, right) => left + right)

export const subtract: ComputingFunction = calculate((left, right) => left - right)

export const multiply: ComputingFunction = calculate((left, right) => left * right)

/** Of whole numbers the whole part. Nothing is divided by zero. */
export const divide: ComputingFunction = calculate((left, right, isFloat) => {
  if (right === 0) return undefined
  return isFloat ? left / right : Math.trunc(left / right)
})

/** What a division leaves, with the sign of what is divided. */
export const modulo: ComputingFunction = calculate((left, right) =>
  right === 0 ? undefined : left % right,
)

export const negate: ComputingFunction = ([value]) =>
  isNumber(value) ? signed('-', value) : undefined

export const abs: ComputingFunction = ([value]) =>
  isNumber(value) && value.number < 0 ? signed('-', value) : numberOrNothing(value)

/** To so many decimal places, 0 if not said; a half away from zero. */
export const round: ComputingFunction = ([value, places = wholeNumber(0)]) => {
  if (!isNumber(value) || !isNumber(places)) return undefined
  if (!value.isFloat) return places.number < 0 ? undefined : value
  if (!Number.isInteger(places.number) || Math.abs(places.number) > 15) return undefined
  // By the decimal text: 1.005 is to become 1.01, which doubles alone do not say.
  const size = shifted(Math.round(shifted(Math.abs(value.number), places.number)), -places.number)
  const number = value.number < 0 && size !== 0 ? -size : size
  return Number.isFinite(number) ? { number, isFloat: true } : undefined
}

function shifted(number: number, by: number): number {
  const [digits = '', exponent = '0'] = String(number).split('e')
  return Number(`${digits}e${Number(exponent) + by}`)
}

export const floor: ComputingFunction = toWholeBy(Math.floor)

export const ceil: ComputingFunction = toWholeBy(Math.ceil)

/** Without what stands behind the point. */
export const toWhole: ComputingFunction = toWholeBy(Math.trunc)

function toWholeBy(change: (value: number) => number): ComputingFunction {
  return ([value]) => {
    if (!isNumber(value)) return undefined
    if (!value.isFloat) return value
    const number = change(value.number)
    return Number.isSafeInteger(number) ? wholeNumber(number === 0 ? 0 : number) : undefined
  }
}

function numberOrNothing(value: GivenValue | undefined): NumberValue | undefined {
  return isNumber(value) ? value : undefined
}

/** The number that a text is, in base 10, in 16 behind `0x`, or in the one that is given. */
export const toNumber: ComputingFunction = ([text, base]) => {
  if (isNumber(text)) return text
  if (typeof text !== 'string') return undefined
  if (base !== undefined && !isNumber(base)) return undefined
  return findNumber(text.trim(), base?.number)
}

function findNumber(text: string, base: number | undefined): NumberValue | undefined {
  const [, sign = '', prefix, digits = ''] = /^([+-]?)(0x)?(.*)$/i.exec(text) ?? []
  const radix = base ?? (prefix === undefined ? 10 : 16)
  if (prefix !== undefined && radix !== 16) return undefined
  if (radix === 10) {
    const isDecimal = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(digits)
    return isDecimal ? signed(sign, toNumberValue(digits)) : undefined
  }
  if (!Number.isInteger(radix) || radix < 2 || radix > 36) return undefined
  const allowed = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix)
  const isWhole = digits !== '' && [...digits.toLowerCase()].every(d => allowed.includes(d))
  const value = Number.parseInt(digits, radix)
  return isWhole && Number.isSafeInteger(value) ? signed(sign, wholeNumber(value)) : undefined
}

export const equal: ComputingFunction = ([left, right]) => isEqual(left, right)

export const notEqual: ComputingFunction = ([left, right]) => {
  const result = isEqual(left, right)
  return result === undefined ? undefined : !result
}

function isEqual(left: GivenValue | undefined, right: GivenValue | undefined): boolean | undefined {
  if (left === undefined || right === undefined) return undefined
  return typeof left === typeof right && computedText(left) === computedText(right)
}

export const less: ComputingFunction = ordered(order => order < 0)

export const lessOrEqual: ComputingFunction = ordered(order => order <= 0)

export const greater: ComputingFunction = ordered(order => order > 0)

export const greaterOrEqual: ComputingFunction = ordered(order => order >= 0)

/** Numbers compare with numbers, texts with texts, code unit by code unit. */
function ordered(holds: (order: number) => boolean): ComputingFunction {
  return ([left, right]) => {
    if (isNumber(left) && isNumber(right)) return holds(left.number - right.number)
    if (typeof left !== 'string' || typeof right !== 'string') return undefined
    return holds(left < right ? -1 : left > right ? 1 : 0)
  }
}
