import { assertNever } from '../base/index.ts'
import type { Scalar, TimeTransform } from '../ir/index.ts'

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i

/**
 * A part of the time that a value is, in UTC; `undefined` when it is no ISO 8601 time. A time without
 * an offset is UTC, a date alone is its midnight. `week` is the ISO week, from 1 to 53.
 */
export function findTimePart(value: Scalar, part: TimeTransform): number | undefined {
  const time = typeof value === 'string' ? parseTime(value) : undefined
  if (time === undefined) return undefined
  switch (part) {
    case 'minute':
      return time.getUTCMinutes()
    case 'hour':
      return time.getUTCHours()
    case 'day':
      return time.getUTCDate()
    case 'week':
      return isoWeek(time)
    case 'month':
      return time.getUTCMonth() + 1
    case 'year':
      return time.getUTCFullYear()
    default:
      return assertNever(part)
  }
}

function parseTime(text: string): Date | undefined {
  const match = iso.exec(text.trim())
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(digits => Number(digits ?? 0))
  const time = new Date(0)
  time.setUTCFullYear(year, month - 1, day)
  const isDate = time.getUTCMonth() === month - 1 && time.getUTCDate() === day
  if (!isDate || hour > 23 || minute > 59 || second > 59) return undefined
  time.setUTCHours(hour, minute, second)
  const zone = /^([+-])(\d\d):?(\d\d)$/.exec(match[7] ?? '')
  if (zone === null) return time
  const minutes = Number(zone[2]) * 60 + Number(zone[3])
  return new Date(time.getTime() + (zone[1] === '+' ? -minutes : minutes) * 60_000)
}

const dayLength = 86_400_000

/** The week that the Thursday of a day's week has in its year: the definition of ISO 8601. */
function isoWeek(time: Date): number {
  const weekday = (time.getUTCDay() + 6) % 7
  const thursday = new Date(time.getTime() + (3 - weekday) * dayLength)
  const newYear = new Date(0)
  newYear.setUTCFullYear(thursday.getUTCFullYear(), 0, 1)
  return Math.floor((thursday.getTime() - newYear.getTime()) / (7 * dayLength)) + 1
}
