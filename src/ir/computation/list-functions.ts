import { type ComputedValue, computedText, type GivenValue, isNumber } from './computed-value.ts'

export type ListFunction = 'count' | 'first' | 'last' | 'min' | 'max' | 'sum' | 'join'

/** What comes of all values of a field; null of none, but for their number. `undefined`: nothing can. */
export const listFunctions: Readonly<
  Record<
    ListFunction,
    (values: readonly GivenValue[], separator: string) => ComputedValue | undefined
  >
> = {
  count: values => ({ number: values.length, isFloat: false }),
  first: values => values[0] ?? null,
  last: values => values.at(-1) ?? null,
  min: values => extreme(values, order => order < 0),
  max: values => extreme(values, order => order > 0),
  sum: values => {
    const numbers = values.filter(isNumber)
    if (numbers.length < values.length) return undefined
    if (numbers.length === 0) return null
    const number = numbers.reduce((sum, value) => sum + value.number, 0)
    const isFloat = numbers.some(value => value.isFloat)
    return isFloat || Number.isSafeInteger(number) ? { number, isFloat } : undefined
  },
  join: (values, separator) =>
    values.length === 0 ? null : values.map(computedText).join(separator),
}

/** The least or the greatest of numbers, or of texts. */
function extreme(
  values: readonly GivenValue[],
  isBetter: (order: number) => boolean,
): ComputedValue | undefined {
  let best: GivenValue | undefined
  for (const value of values) {
    if (best === undefined) {
      best = value
      continue
    }
    const order = compare(value, best)
    if (order === undefined) return undefined
    if (isBetter(order)) best = value
  }
  return best ?? null
}

function compare(a: GivenValue, b: GivenValue): number | undefined {
  if (isNumber(a) && isNumber(b)) return a.number - b.number
  if (typeof a !== 'string' || typeof b !== 'string') return undefined
  return a < b ? -1 : a > b ? 1 : 0
}
