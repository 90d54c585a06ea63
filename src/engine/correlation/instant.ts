/** A moment, exact to the nanosecond: a double cannot hold both today's date and that. */
export interface Instant {
  /** Whole microseconds since 1970. */
  readonly micros: number
  /** The rest, from 0 to 999 nanoseconds. */
  readonly nanos: number
}

const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:?\d\d)?$/i

/** The moment that an ISO 8601 text names (UTC where it names no zone), or `undefined`. */
export function findInstant(text: string): Instant | undefined {
  const match = iso.exec(text)
  if (match === null) return undefined
  const [, day, time, fraction = '', zone = 'Z'] = match
  const millis = Date.parse(`${day}T${time}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`)
  if (Number.isNaN(millis)) return undefined
  const digits = fraction.slice(0, 9).padEnd(9, '0')
  return {
    micros: millis * 1000 + Number(digits.slice(0, 6)),
    nanos: Number(digits.slice(6)),
  }
}

/** The moment as ISO 8601 in UTC, with this many digits behind the second. */
export function printInstant({ micros, nanos }: Instant, digits: number): string {
  const seconds = Math.floor(micros / 1e6)
  const fraction = String(micros - seconds * 1e6).padStart(6, '0') + String(nanos).padStart(3, '0')
  const head = new Date(seconds * 1000).toISOString().slice(0, -5)
  return digits === 0 ? `${head}Z` : `${head}.${fraction.slice(0, digits)}Z`
}
