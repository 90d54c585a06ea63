/** Words that a clause, a join or an operator begins with, so that no value does. */
const clauseWords = (
  'select from where group having qualify order limit offset fetch union intersect except minus ' +
  'join inner cross natural on using as and or in is like ilike rlike regexp between when then ' +
  'else end with escape asc desc'
).split(' ')

/** Words that are no value unless they stand in quotation marks. */
export const reservedWords: ReadonlySet<string> = new Set([...clauseWords, 'distinct'])

/** Words that are no alias without `AS`. */
export const noAliases: ReadonlySet<string> = new Set([
  ...reservedWords,
  ...(
    'not left right full outer glob exists case window lateral tablesample sample pivot unpivot ' +
    'match_recognize at before changes asof for over filter within ignore respect values ' +
    'connect start rows range cross collate'
  ).split(' '),
])

/** Words that name units of time: the bare arguments of `DATEADD(hour, …)`. */
export const timeUnits: Readonly<Record<string, number>> = {
  second: 1,
  seconds: 1,
  sec: 1,
  secs: 1,
  s: 1,
  minute: 60,
  minutes: 60,
  min: 60,
  mins: 60,
  mi: 60,
  m: 60,
  hour: 3600,
  hours: 3600,
  hr: 3600,
  hrs: 3600,
  hh: 3600,
  h: 3600,
  day: 86_400,
  days: 86_400,
  dd: 86_400,
  d: 86_400,
  week: 604_800,
  weeks: 604_800,
  wk: 604_800,
  w: 604_800,
}
