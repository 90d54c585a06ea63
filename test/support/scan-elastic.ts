import { packRules } from '../../src/app/compile/index.ts'
import {
  compileRules,
  createCorrelations,
  createScanner,
  type RuleSelection,
  selectRules,
  toScanRules,
  toWireCorrelationMatch,
} from '../../src/app/index.ts'
import { openRules } from '../../src/app/scan/index.ts'
import type { CatalogRule } from '../../src/catalog/index.ts'
import type { Contribution } from '../../src/engine/index.ts'
import { parseElastic } from '../../src/frontends/elastic/index.ts'
import { parseEql } from '../../src/frontends/eql/index.ts'
import { parseEsql } from '../../src/frontends/esql/index.ts'
import { parseKuery } from '../../src/frontends/kuery/index.ts'
import { parseLucene } from '../../src/frontends/lucene/index.ts'
import { builtRawEvent, type LogEvent, nameTable, type Rule } from '../../src/ir/index.ts'
import { catalogEntry } from './catalog-entry.ts'
import { parseEvents, type TestEvent } from './correlate.ts'

const parsers = {
  eql: parseEql,
  esql: (text: string) => parseEsql(text, { parseKql: parseKuery, parseLucene }),
  kuery: parseKuery,
  lucene: parseLucene,
}

/** The log that all events of a test are from, and all rules are about. */
const logSource = { product: 'windows' }

/** The rules of a file of Elastic’s, about the log of the test. */
export function elasticRules(toml: string): readonly CatalogRule[] {
  return parseElastic(toml, parsers).value.rules.map(({ value, diagnostics }) => ({
    ...elasticEntry(value),
    diagnostics,
  }))
}

export function elasticEntry(rule: Rule): CatalogRule {
  return catalogEntry({ ...rule, logSource }, rule.title)
}

export interface ScannedMatch {
  readonly title: string
  readonly time: string | undefined
  readonly group: readonly (readonly [field: string, value: string])[]
  readonly results: readonly (readonly [name: string, value: unknown])[]
  /** The numbers of the events, from 1. */
  readonly events: readonly number[]
}

export interface Scanned {
  readonly matches: readonly ScannedMatch[]
  /** What could not be done, as lines. */
  readonly remarks: readonly string[]
}

/**
 * Runs rules on events as `scan` does: compiled, written to bytes and read again, with what comes of
 * each file sent in the order of `files`, which may be any.
 */
export function scanElastic(
  rules: readonly CatalogRule[],
  events: readonly TestEvent[],
  selection: RuleSelection = {},
): Scanned {
  const selected = selectRules(rules, selection)
  const { rules: scanRules, setup } = toScanRules(selected)
  const bytes = packRules(compileRules(scanRules), setup)
  const { compiled, extra } = openRules((offset, length) => bytes.slice(offset, offset + length))
  const kept = extra as typeof setup
  const names = nameTable()
  const raw = builtRawEvent(names)
  const gatherer = createCorrelations(kept)
  const files = [...new Set(events.map(({ file }) => file))]
  const matches: ScannedMatch[] = []
  const remarks = selected.notRun.map(({ entry, reason }) => `not run: ${entry.slug}: ${reason}`)
  for (const { entry, reason } of selected.partial) {
    remarks.push(`in part: ${entry.slug}: ${reason}`)
  }
  for (const [input, file] of files.entries()) {
    const contributions: (Contribution | undefined)[] = []
    const scanner = createScanner(compiled, names, {
      correlations: {
        firing: kept.firing,
        feeds: kept.feeds,
        onContribution: contribution => contributions.push(contribution),
        onStart: start => gatherer.addStart(start),
      },
    })
    for (const { event } of events.filter(one => one.file === file)) {
      raw.set(withLog(event))
      for (const { rule, header } of scanner.scan(file, raw)) {
        matches.push({
          title: rule.reference.title,
          time: header.time,
          group: [],
          results: [],
          events: [header.record ?? 0],
        })
      }
    }
    // The last first: the order in which they come does not matter.
    for (const contribution of contributions.reverse()) {
      if (contribution === undefined) gatherer.addTimeless(1)
      else gatherer.add({ ...structuredClone(contribution), input })
    }
  }
  const { matches: correlated, summary } = gatherer.finish()
  for (const match of correlated) {
    const { rule, group, results, events: own } = toWireCorrelationMatch(match)
    matches.push({
      title: rule.title,
      time: own.at(-1)?.time,
      group: Object.entries(group),
      results: Object.entries(results ?? {}),
      events: own.map(({ record }) => record ?? 0),
    })
  }
  if (summary.timeless > 0) remarks.push(`without a time: ${summary.timeless}`)
  for (const { title, withoutGroup, withoutValue, crowded, withoutHistory } of summary.passedOver) {
    const counts = { withoutGroup, withoutValue, crowded, withoutHistory }
    const words = Object.entries(counts).flatMap(([name, n]) => (n > 0 ? [`${name} ${n}`] : []))
    remarks.push(`passed over by ${title}: ${words.join(', ')}`)
  }
  return { matches, remarks }
}

/** The event with the sign of the log that it is from. */
function withLog({ header, fields }: LogEvent): LogEvent {
  return { header, fields: new Map([...fields, ['logsource.product', [logSource.product]]]) }
}

/** What a golden case comes to: a rule in TOML, a line `events`, and the events. */
export function printElasticScan(input: string): string {
  const [toml = '', rest = ''] = input.split(/^events$/m)
  const events = parseEvents(rest.trim().split('\n').filter(Boolean))
  const { matches, remarks } = scanElastic(elasticRules(toml), events)
  const lines = matches.map(({ title, time, group, results, events: own }) => {
    const clock = time?.replace(/^2026-01-01T/, '').replace(/Z$/, '') ?? '-'
    const words = [
      `${clock} ${title}`,
      ...group.map(([field, value]) => `${field}=${value}`),
      ...results.map(([name, value]) => `${name}:${JSON.stringify(value)}`),
    ]
    return `${words.join(' ')}: ${own.join(' ')}`
  })
  return [...remarks, ...lines].join('\n') || 'nothing'
}
