import type { YaralWindow } from './syntax.ts'

const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
}

/** The seconds of a window: “<number><m/h/d>”, or a word such as `day`; `undefined` if it is none. */
export function windowSeconds({ size }: YaralWindow): number | undefined {
  const [, count = '1', unit = ''] = /^(\d{1,9})?([a-z]+)$/.exec(size.text.toLowerCase()) ?? []
  const seconds = Number(count) * (unitSeconds[unit] ?? Number.NaN)
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined
}
