import type { Comparison } from './query.ts'
import { parseDay } from './query-value.ts'

/** The day at which a rule says it was written or changed, as 20240630; 0 where it says none. */
export function dayNumber(date: string | undefined): number {
  const found = /^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})/.exec(date ?? '')
  const day = found === null ? undefined : parseDay(found[1] ?? '')
  return day === undefined ? 0 : Number(day.replaceAll('-', ''))
}

/** The first and the last number that days of a year, a month or a day can have. */
export interface DayRange {
  readonly first: number
  readonly last: number
}

/** `2024-06` → 20240600 … 20240699. */
export function dayRange(text: string): DayRange | undefined {
  const digits = parseDay(text)?.replaceAll('-', '')
  if (digits === undefined) return undefined
  return { first: Number(digits.padEnd(8, '0')), last: Number(digits.padEnd(8, '9')) }
}

/** Whether a day is in a range or, with a comparison, where it says. No day is nowhere. */
export function isInRange(
  day: number,
  { first, last }: DayRange,
  comparison: Comparison | undefined,
): boolean {
  if (day === 0) return false
  switch (comparison) {
    case undefined:
      return day >= first && day <= last
    case '<':
      return day < first
    case '<=':
      return day <= last
    case '>':
      return day > last
    case '>=':
      return day >= first
  }
}
