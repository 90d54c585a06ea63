import type { Scalar } from '../../ir/index.ts'

/**
 * A time as logs write it, as ISO 8601 in UTC with the digits of its seconds kept; `undefined` when
 * it is none. A time without a zone counts as UTC. A number counts as Unix time in seconds,
 * milliseconds or microseconds, whichever falls between 1973 and 5138.
 */
export function findIsoTime(value: Scalar | undefined): string | undefined {
  if (typeof value === 'number') return findUnixTime(value)
  if (typeof value !== 'string') return undefined
  const match = timeText.exec(value.trim())
  if (match === null) return undefined
  const {
    date = '',
    time = '',
    fraction = '',
    sign,
    hours = '0',
    minutes = '0',
  } = match.groups ?? {}
  const stated = Date.parse(`${date}T${time}Z`)
  if (Number.isNaN(stated)) return undefined
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
  const moved = new Date(stated - shift)
  if (Number.isNaN(moved.getTime())) return undefined
  return `${moved.toISOString().slice(0, -'.000Z'.length)}${fraction}Z`
}

const timeText =
  /^(?<date>(?:\d{4}|[+-]\d{6})-\d\d-\d\d)[T ](?<time>\d\d:\d\d:\d\d)(?<fraction>\.\d{1,9})?\s?(?:Z|UTC|(?<sign>[+-])(?<hours>\d\d):?(?<minutes>\d\d)?)?$/

function findUnixTime(value: number): string | undefined {
  if (value < 1e8 || value >= 1e17) return undefined
  const perSecond = value < 1e11 ? 1 : value < 1e14 ? 1e3 : 1e6
  const seconds = Math.floor(value / perSecond)
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  const digits = perSecond === 1 ? 6 : Math.log10(perSecond)
  const part = Math.round((value / perSecond - seconds) * 10 ** digits)
  return `${whole}.${String(Math.min(part, 10 ** digits - 1)).padStart(digits, '0')}Z`
}
