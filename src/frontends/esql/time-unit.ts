import type { EsqlTimeSpan } from './syntax.ts'

/** The units of time spans, with their abbreviations: “the supported temporal units”. */
const units: ReadonlySet<string> = new Set(
  (
    'millisecond milliseconds ms second seconds sec s minute minutes min m hour hours h day days d ' +
    'week weeks w month months mo quarter quarters q year years yr y'
  ).split(' '),
)

export function isTimeUnit(unit: string): boolean {
  return units.has(unit.toLowerCase())
}

/** Units that are always as long, by every name that starts so; months and years are not. */
const lengths: readonly (readonly [name: RegExp, seconds: number])[] = [
  [/^(?:milliseconds?|ms)$/, 0.001],
  [/^(?:seconds?|sec|s|ss)$/, 1],
  [/^(?:minutes?|min|m|mi|n)$/, 60],
  [/^(?:hours?|h|hh)$/, 3600],
  [/^(?:days?|d|dd)$/, 86_400],
  [/^(?:weeks?|w|wk|ww)$/, 604_800],
]

/** How long a unit of time is; `undefined` of one that is not always as long, or unknown. */
export function unitSeconds(unit: string): number | undefined {
  return lengths.find(([name]) => name.test(unit.toLowerCase()))?.[1]
}

/** How long a span of time is, in seconds. */
export function secondsOf({ amount, unit }: EsqlTimeSpan): number | undefined {
  const length = unitSeconds(unit)
  const seconds = Number(amount) * (length ?? Number.NaN)
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined
}
