/**
 * The instants that a date as people write it can mean: `2024-02` is a month, `2024-02-03T10` an
 * hour. In UTC, as texts that sort by time: the first instant, and the first one behind.
 */
export interface DateRange {
  readonly start: string
  readonly end: string
}

const datePattern =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/

/** The range of an ISO 8601 date, or `undefined` if the text is none. Without an offset it is UTC. */
export function findDateRange(text: string): DateRange | undefined {
  const match = datePattern.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const numbers = [year, month, day ?? '1', hour ?? '0', minute ?? '0', second ?? '0'].map(Number)
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = numbers
  const at = (units: readonly [number, number, number, number, number, number]): number =>
    Date.UTC(
      y + units[0],
      m - 1 + units[1],
      d + units[2],
      h + units[3],
      min + units[4],
      s + units[5],
    )
  const start = at([0, 0, 0, 0, 0, 0])
  const plain = new Date(start)
  const isReal =
    plain.getUTCMonth() === m - 1 && plain.getUTCDate() === d && h < 24 && min < 60 && s < 60
  if (!isReal) return undefined
  const shift = offsetOf(zone)
  if (fraction !== undefined) {
    const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
    return range(start + milliseconds - shift, start + milliseconds + 1 - shift)
  }
  const unit = [day, hour, minute, second].filter(part => part !== undefined).length + 1
  const next = at([0, unit === 1 ? 1 : 0, ...unitsBelow(unit)])
  return range(start - shift, next - shift)
}

/** One of the unit that is the finest written: 2 is the day, 5 the second. */
function unitsBelow(unit: number): readonly [number, number, number, number] {
  const one = (own: number): number => (unit === own ? 1 : 0)
  return [one(2), one(3), one(4), one(5)]
}

/** Milliseconds that a zone is ahead of UTC. */
function offsetOf(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? []
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
  return sign === '-' ? -size : size
}

/** Without zero fractions and zero times, so that the text stands before every fuller one. */
function range(start: number, end: number): DateRange {
  return { start: shortest(start), end: shortest(end) }
}

function shortest(time: number): string {
  return new Date(time).toISOString().replace(/(?:T00:00:00)?\.000Z$|Z$/, '')
}
