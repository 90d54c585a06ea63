/** “Time modifiers”: which stretch of time is searched. */
const timeModifiers: ReadonlySet<string> = new Set([
  'earliest',
  'latest',
  '_index_earliest',
  '_index_latest',
  'starttime',
  'endtime',
  'starttimeu',
  'endtimeu',
  'startdaysago',
  'startminutesago',
  'starthoursago',
  'endminutesago',
  'endhoursago',
  'enddaysago',
  'timeformat',
])

/** Whether a comparison with this name says which time is searched, and not what an event must be. */
export function isTimeModifier(name: string): boolean {
  return timeModifiers.has(name)
}
