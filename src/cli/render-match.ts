import type { WireEvent, WireEventMatch, WireMatch } from '../app/index.ts'
import {
  correlationText,
  eventOf,
  filterAloneText,
  groupText,
  reasonsOf,
  resultsText,
} from './match-text.ts'
import type { Console } from './terminal/console.ts'
import { visible } from './terminal/text-width.ts'

/**
 * A match as two lines for a person: level, time, rule, where; with the reasons when asked. Of a
 * correlation the second line says what its events have in common, and each of them is a reason.
 */
export function renderMatch(
  match: WireMatch,
  colors: Console['colors'],
  options: { readonly explains: boolean },
): string {
  const { rule } = match
  const event = eventOf(match)
  const level = (rule.level ?? 'none').padEnd(13)
  const paint =
    rule.level === 'critical' || rule.level === 'high'
      ? colors.red
      : rule.level === 'medium'
        ? colors.yellow
        : colors.cyan
  const head = [
    paint(level),
    colors.dim((event.time ?? '').padEnd(24)),
    colors.bold(visible(rule.title)),
  ].join(' ')
  const where =
    'events' in match
      ? [visible(correlationText(match)), firstTime(match.events)].filter(Boolean).join(' · ')
      : placeText(event)
  const lines = [head, `              ${colors.dim(where)}`]
  if (rule.filterAlone !== undefined) {
    lines.push(`              ${colors.yellow(visible(filterAloneText(rule.filterAlone)))}`)
  }
  if (options.explains) lines.push(...explain(match, colors))
  return `${lines.join('\n')}\n`
}

/** Where an event stands and who wrote it. */
function placeText(event: WireEvent): string {
  const place = `${event.file}${event.record === undefined ? '' : `#${event.record}`}`
  const source = [event.provider, event.eventId].flatMap(word => word ?? []).join(' ')
  return [place, event.computer, source].flatMap(w => (w ? [visible(w)] : [])).join(' · ')
}

/** `since 2020-09-15T19:28:17.594Z`. */
function firstTime([first]: readonly WireEvent[]): string {
  return first?.time === undefined ? '' : `since ${first.time}`
}

function explain(match: WireMatch, colors: Console['colors']): readonly string[] {
  if ('event' in match) return match.tests.map(test => explainTest(test, colors))
  const lines = match.events.map(
    event => `              ${colors.dim((event.time ?? '').padEnd(24))} ${placeText(event)}`,
  )
  const more = match.eventCount - match.events.length
  if (more === 0) return lines
  // Past the limit the last event follows what is left out.
  return [...lines.slice(0, -1), `              … and ${more} more`, ...lines.slice(-1)]
}

function explainTest(test: WireEventMatch['tests'][number], colors: Console['colors']): string {
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
  'events',
  'group',
  'results',
] as const

/** The head of the table of matches. */
export const csvHead: string = `${csvColumns.join(',')}\n`

/** A match as a row of the table; of a correlation, with its last event. */
export function csvRow(match: WireMatch): string {
  const { rule } = match
  const event = eventOf(match)
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
    tests: 'event' in match ? reasonsOf(match) : undefined,
    events: 'events' in match ? match.eventCount : 1,
    group: 'events' in match ? groupText(match) : undefined,
    results: 'events' in match ? resultsText(match) : undefined,
  }
  return `${csvColumns.map(name => csvCell(cells[name] ?? '')).join(',')}\n`
}

/** A cell of a CSV file as RFC 4180 quotes it. */
export function csvCell(value: string | number): string {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
