import { findNearest } from '../base/index.ts'
import type { QueryValue } from './query.ts'
import { levelRank, levels, type QueryFieldInfo } from './query-fields.ts'

/** What is wrong with the value of a field, if anything. */
export function checkValue(
  info: QueryFieldInfo,
  value: QueryValue,
): { readonly message: string; readonly help?: string } | undefined {
  if (info.takes === 'date' && parseDay(value.text) === undefined) {
    return {
      message: `“${value.text}” is no date`,
      help: 'a date is a year, a month or a day: 2024, 2024-06 or 2024-06-30',
    }
  }
  if (info.name === 'level' && value.comparison !== undefined) {
    if (levelRank(value.text) !== undefined) return undefined
    const near = findNearest(value.text, levels)
    return {
      message: `“${value.text}” is no level`,
      help: near === undefined ? `levels are ${levels.join(', ')}` : `did you mean “${near}”?`,
    }
  }
  return undefined
}

/**
 * A year, a month or a day in ISO’s spelling, so that days compare as texts: a day is in the month whose text
 * it begins with. `undefined` if it is none.
 *
 *     2024      → 2024
 *     2024/6    → 2024-06
 */
export function parseDay(text: string): string | undefined {
  const found = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text.trim())
  if (found === null) return undefined
  const [, year = '', month, day] = found
  if (month === undefined) return year
  if (Number(month) < 1 || Number(month) > 12) return undefined
  const yearAndMonth = `${year}-${month.padStart(2, '0')}`
  if (day === undefined) return yearAndMonth
  const isInMonth = Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month))
  return isInMonth ? `${yearAndMonth}-${day.padStart(2, '0')}` : undefined
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
