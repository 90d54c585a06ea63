/**
 * Sums that are exact in decimal, so that ten times 0.1 is 1 and a window that slid over a million
 * events holds the sum that the remaining ones have. Numbers become whole multiples of 10⁻¹⁸; what a
 * log writes beyond 18 decimal places is cut off.
 */

const places = 18
const scale = 10n ** BigInt(places)

/** A number as a whole multiple of 10⁻¹⁸. */
export function toUnits(value: number): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value) * scale
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
  if (match === null) return 0n
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const shift = places - fraction.length + Number(exponent)
  const digits = BigInt(whole + fraction)
  const units = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  return sign === '-' ? -units : units
}

/** A number, or an exact quotient: `units` multiples of 10⁻¹⁸, divided by `by`. */
export type Quantity = number | { readonly units: bigint; readonly by: number }

/** Below zero, zero or above it, as the quantity is less than, equal to or more than the bound. */
export function compareQuantity(quantity: Quantity, bound: number): number {
  if (typeof quantity === 'number') return quantity < bound ? -1 : quantity > bound ? 1 : 0
  const other = toUnits(bound) * BigInt(quantity.by)
  return quantity.units < other ? -1 : quantity.units > other ? 1 : 0
}

/** The double next to a quantity, of which 18 decimal places are looked at. */
export function toNumber(quantity: Quantity): number {
  if (typeof quantity === 'number') return quantity
  const units = quantity.units / BigInt(quantity.by)
  const size = units < 0n ? -units : units
  const fraction = String(size % scale).padStart(places, '0')
  return Number(`${units < 0n ? '-' : ''}${size / scale}.${fraction}`)
}

/** Small whole numbers need no big ones: a million of them do not reach 2⁵³. */
const largestSmall = 2 ** 31

/** A sum to which numbers are added and from which they are taken away again. */
export class ExactSum {
  private small = 0
  private large = 0n
  private largeCount = 0

  add(value: number): void {
    if (isSmall(value)) {
      this.small += value
      return
    }
    this.large += toUnits(value)
    this.largeCount++
  }

  remove(value: number): void {
    if (isSmall(value)) {
      this.small -= value
      return
    }
    this.large -= toUnits(value)
    this.largeCount--
  }

  /** The sum divided by `by`. */
  quotient(by: number): Quantity {
    if (this.largeCount === 0 && by === 1) return this.small
    return { units: BigInt(this.small) * scale + this.large, by }
  }
}

function isSmall(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= largestSmall
}
