/** A value while it is computed. Whole numbers are told from others: they divide differently. */
export type ComputedValue = string | boolean | null | NumberValue

/** What functions get: with a null argument the result is null without them. */
export type GivenValue = Exclude<ComputedValue, null>

export interface NumberValue {
  readonly number: number
  /** Written with a point, or computed from such a number: then division does not round. */
  readonly isFloat: boolean
  /** The digits of a whole number that no double holds exactly. */
  readonly digits?: string
}

/** The number that a text is, which consists of digits, a sign, a point and an exponent. */
export function toNumberValue(text: string): NumberValue {
  const number = Number(text)
  const isFloat = !/^[+-]?\d+$/.test(text)
  if (isFloat || Number.isSafeInteger(number)) return { number, isFloat }
  return { number, isFloat, digits: text.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1') }
}

/** A whole number. */
export function wholeNumber(number: number): NumberValue {
  return { number, isFloat: false }
}

/** The number behind a sign. */
export function signed(sign: string, value: NumberValue): NumberValue {
  if (sign !== '-') return value
  const { number: magnitude, isFloat, digits } = value
  const number = magnitude === 0 ? 0 : -magnitude
  if (digits === undefined) return { number, isFloat }
  return { number, isFloat, digits: digits.startsWith('-') ? digits.slice(1) : `-${digits}` }
}

export function isNumber(value: ComputedValue | undefined): value is NumberValue {
  return typeof value === 'object' && value !== null
}

/** `42`, `42.5`, `true` */
export function computedText(value: GivenValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  return value.digits ?? String(value.number)
}
