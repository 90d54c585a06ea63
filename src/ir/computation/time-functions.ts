import { isNumber, wholeNumber } from './computed-value.ts'
import type { ComputingFunction } from './computing-function.ts'

/** Times are texts of ISO 8601; one without an offset is in UTC. */
function findMillis(value: unknown): number | undefined {
  const [, day = '', time = '00:00', zone = 'Z'] =
    typeof value === 'string'
      ? (/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(
          value.trim(),
        ) ?? [])
      : []
  const millis = Date.parse(`${day}T${time}${zone.toUpperCase()}`)
  return Number.isNaN(millis) ? undefined : millis
}

/** The start of the span of so many seconds that a time is in; spans follow one another from 1970 on. */
export const timeFloor: ComputingFunction = ([time, seconds]) => {
  const millis = findMillis(time)
  if (millis === undefined || !isNumber(seconds) || seconds.number <= 0) return undefined
  const span = seconds.number * 1000
  return new Date(Math.floor(millis / span) * span).toISOString()
}

/** How many whole units of so many seconds lie between two times; negative if the second comes first. */
export const timeDifference: ComputingFunction = ([from, to, seconds]) => {
  const [start, end] = [findMillis(from), findMillis(to)]
  if (start === undefined || end === undefined || !isNumber(seconds)) return undefined
  if (seconds.number <= 0) return undefined
  const units = Math.trunc((end - start) / (seconds.number * 1000))
  return Number.isSafeInteger(units) ? wholeNumber(units === 0 ? 0 : units) : undefined
}

/**
 * Whether a time is no more than so many seconds ago. Events of a log were all new when they came, so
 * it is true; an aggregation behind it looks at no longer time than that.
 */
export const isRecent: ComputingFunction = ([time]) => time !== undefined
