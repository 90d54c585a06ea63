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
