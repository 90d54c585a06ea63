import {
  contributionOf,
  createCorrelations,
  type RuleSelection,
  selectRules,
  toScanRules,
  toWireCorrelationMatch,
} from '../../src/app/index.ts'
import type { CatalogRule } from '../../src/catalog/index.ts'
import { type CorrelatorOptions, createEvaluator, plainView } from '../../src/engine/index.ts'
import { parseSigma } from '../../src/frontends/sigma/index.ts'
import type { LogEvent, Scalar } from '../../src/ir/index.ts'
import { catalogEntry } from './catalog-entry.ts'

/** The rules of one YAML text, as if its file were `path`. */
export function rulesOf(yaml: string, path: string = 'rules.yml'): readonly CatalogRule[] {
  return parseSigma(yaml).value.rules.map(({ value, diagnostics }, i) => ({
    ...catalogEntry(value, value.title === '' ? `rule ${i + 1}` : value.title),
    path,
    diagnostics,
  }))
}

/** An event of a test, with where it stands. */
export interface TestEvent {
  readonly file: string
  readonly event: LogEvent
}

export interface CorrelateOptions extends CorrelatorOptions {
  readonly selection?: RuleSelection
}

/**
 * Runs rules on events, as a scanner does that knows nothing of logs, and prints what is found: the
 * matches of single events by the number of the event, then those of correlations.
 */
export function correlate(
  rules: readonly CatalogRule[],
  events: readonly TestEvent[],
  { selection = {}, ...options }: CorrelateOptions = {},
): readonly string[] {
  const selected = selectRules(rules, selection)
  const gatherer = createCorrelations(toScanRules(selected).setup, options)
  const { explain } = createEvaluator()
  const files = [...new Set(events.map(({ file }) => file))]
  const lines = selected.notRun.map(
    ({ entry, kind, reason }) => `${kind.replace('_', ' ')}: ${entry.slug}: ${reason}`,
  )
  const { run, feeding } = selected
  events.forEach(({ file, event }, i) => {
    const view = plainView(event)
    for (const rule of [...run, ...feeding]) {
      if (explain(rule.expression, view) === undefined) continue
      if (run.includes(rule)) lines.push(`${clock(event.header.time)} ${rule.entry.slug}: ${i + 1}`)
      if (rule.feeds === undefined) continue
      const place = { input: files.indexOf(file), record: i, file, header: event.header }
      const contribution = contributionOf(rule.feeds, place, view.values)
      if (contribution === undefined) gatherer.addTimeless(1)
      else gatherer.add(contribution)
    }
  })
  const { matches, summary } = gatherer.finish()
  for (const match of matches) {
    const { rule, group, value, eventCount, events: own } = toWireCorrelationMatch(match)
    const words = [
      `${clock(own.at(-1)?.time)} ${rule.title}`,
      ...Object.entries(group).map(([field, common]) => `${field}=${common}`),
      ...(value === undefined ? [] : [`(${value})`]),
    ]
    const numbers = own.map(({ record }) => record).join(' ')
    lines.push(
      `${words.join(' ')}: ${numbers}${eventCount > own.length ? ` of ${eventCount}` : ''}`,
    )
  }
  if (summary.timeless > 0) lines.push(`without a time: ${summary.timeless}`)
  if (summary.dropped > 0) lines.push(`dropped: ${summary.dropped}`)
  for (const { title, withoutGroup, withoutValue, crowded } of summary.passedOver) {
    const counts = [
      withoutGroup > 0 ? `${withoutGroup} without group` : '',
      withoutValue > 0 ? `${withoutValue} without value` : '',
      crowded > 0 ? `${crowded} crowded` : '',
    ]
    lines.push(`passed over by ${title}: ${counts.filter(Boolean).join(', ')}`)
  }
  return lines
}

/** The time of day, which is enough to read a test. */
function clock(time: string | undefined): string {
  return time?.replace(/^2026-01-01T/, '').replace(/Z$/, '') ?? '-'
}

/**
 * Events as lines: a time of day (or `-`), and fields as JSON. `log2 12:00:05 {"User":"a"}` is of
 * another file. The record is the number of the line.
 */
export function parseEvents(lines: readonly string[]): readonly TestEvent[] {
  return lines.map((line, i) => {
    const [, file = 'log', time = '', json = ''] =
      /^(?:(\w+) )?([\d:.-]+) (\{.*\})$/.exec(line) ?? []
    if (json === '') throw new Error(`not an event: ${line}`)
    const fields = Object.entries(JSON.parse(json) as Record<string, Scalar | readonly Scalar[]>)
    const header = { record: i + 1, ...(time === '-' ? {} : { time: `2026-01-01T${time}Z` }) }
    const map = new Map(fields.map(([name, v]) => [name, Array.isArray(v) ? v : [v as Scalar]]))
    return { file, event: { header, fields: map } }
  })
}

/** Rules `a` to `d`, each of events whose field `is` has its name. */
export const baseRules: string = ['a', 'b', 'c', 'd']
  .map(
    name =>
      `title: ${name}\nname: ${name}\nlogsource: { product: windows }\ndetection: { selection: { is: ${name} }, condition: selection }\n`,
  )
  .join('---\n')

/**
 * What a golden case comes to: rules of several events in YAML (`a` to `d` are there already, unless
 * the case defines rules of single events itself), a line `events`, and the events.
 */
export function printCorrelations(input: string): string {
  const [yaml = '', rest = ''] = input.split(/^events$/m)
  const base = /^name: a$/m.test(yaml) ? '' : `${baseRules}---\n`
  const events = parseEvents(rest.trim().split('\n').filter(Boolean))
  return correlate(rulesOf(base + yaml), events).join('\n') || 'nothing'
}
