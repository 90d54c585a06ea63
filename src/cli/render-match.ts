import type { WireMatch } from '../app/index.ts'
import type { Console } from './terminal/console.ts'
import { visible } from './terminal/text-width.ts'

/** A match as a line for a person: level, time, rule, where; with the reasons when asked. */
export function renderMatch(
  match: WireMatch,
  colors: Console['colors'],
  options: { readonly explains: boolean },
): string {
  const { rule, event } = match
  const level = (rule.level ?? 'none').padEnd(13)
  const paint =
    rule.level === 'critical' || rule.level === 'high'
      ? colors.red
      : rule.level === 'medium'
        ? colors.yellow
        : colors.cyan
  const place = `${visible(event.file)}${event.record === undefined ? '' : `#${event.record}`}`
  const source = [event.provider, event.eventId].flatMap(word => word ?? []).join(' ')
  const head = [
    paint(level),
    colors.dim((event.time ?? '').padEnd(24)),
    colors.bold(visible(rule.title)),
  ].join(' ')
  const where = colors.dim(
    [place, event.computer, source].flatMap(w => (w ? [visible(w)] : [])).join(' · '),
  )
  const lines = [head, `              ${where}`]
  if (options.explains) lines.push(...match.tests.map(test => explainTest(test, colors)))
  return `${lines.join('\n')}\n`
}

function explainTest(test: WireMatch['tests'][number], colors: Console['colors']): string {
  const { found, at } = test
  const name = `${test.field} ${test.kind.replaceAll('_', ' ')} ${visible(test.value)}`
  if (found === undefined) return `              ${name}: ${colors.dim('absent')}`
  const marked =
    at === undefined
      ? visible(found)
      : visible(found.slice(0, at[0])) +
        colors.inverse(visible(found.slice(at[0], at[1]))) +
        visible(found.slice(at[1]))
  return `              ${name}: ${marked}`
}

const csvColumns = [
  'time',
  'level',
  'rule_id',
  'rule_title',
  'rule_authors',
  'rule_license',
  'rule_path',
  'file',
  'record',
  'provider',
  'channel',
  'event_id',
  'computer',
  'tests',
] as const

/** The head of the table of matches. */
export const csvHead: string = `${csvColumns.join(',')}\n`

/** A match as a row of the table. */
export function csvRow({ rule, event, tests }: WireMatch): string {
  const cells: Readonly<Record<(typeof csvColumns)[number], string | number | undefined>> = {
    time: event.time,
    level: rule.level,
    rule_id: rule.id,
    rule_title: rule.title,
    rule_authors: rule.authors.join('; '),
    rule_license: rule.license,
    rule_path: rule.path,
    file: event.file,
    record: event.record,
    provider: event.provider,
    channel: event.channel,
    event_id: event.eventId,
    computer: event.computer,
    tests: tests.map(t => `${t.field} ${t.kind} ${t.value}`).join('; '),
  }
  return `${csvColumns.map(name => csvCell(cells[name] ?? '')).join(',')}\n`
}

/** A cell of a CSV file as RFC 4180 quotes it. */
export function csvCell(value: string | number): string {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
