const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/**
 * The seconds of a span of time, as Kusto writes it or as ISO 8601 does; `undefined` for anything else.
 *
 *     1d, 20m, 1d12h, PT1H, P14D
 */
export function parseDuration(text: string | undefined): number | undefined {
  const lower = (text ?? '').trim().toLowerCase()
  const parts = lower.startsWith('p') ? lower.slice(1).replace('t', '') : lower
  if (!/^(?:\d{1,9}[smhd])+$/.test(parts)) return undefined
  return [...parts.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (unitSeconds[unit] ?? 0),
    0,
  )
}
