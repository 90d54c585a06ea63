import type { Scalar } from '../ir/index.ts'

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i
const integer = /^[+-]?\d+$/
const hexadecimal = /^0x[\da-f]+$/i

/** Longer texts are no numbers, so that hostile ones cost nothing. */
const longestNumber = 64

/**
 * The number that a value is, or that its text is in decimal or, as Windows writes many, hexadecimal
 * with `0x`. Whole numbers that a double cannot hold come as a `bigint`; the two kinds compare exactly.
 */
export function findNumber(value: Scalar): number | bigint | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value.length > longestNumber) return undefined
  if (hexadecimal.test(value)) return toWhole(value)
  if (integer.test(value)) return toWhole(value.replace(/^\+/, ''))
  if (!decimal.test(value)) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function toWhole(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
