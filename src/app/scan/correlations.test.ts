import { expect, test } from 'vitest'
import { catalogEntry } from '../../../test/support/catalog-entry.ts'
import { correlate, parseEvents, rulesOf } from '../../../test/support/correlate.ts'
import { applyFilters, parseSigma } from '../../frontends/sigma/index.ts'
import type { LogEvent } from '../../ir/index.ts'
import type { EventType } from '../../knowledge/index.ts'
import { recogniseEvent } from '../../knowledge/index.ts'
import { correlationDiagnostics } from '../rule-diagnostics.ts'
import { selectRules } from '../rule-selection.ts'
import { contributionOf, correlatedFields } from './contributions.ts'
import { createCorrelations, toScanRules, toWireCorrelationMatch } from './correlations.ts'

const plain = (name: string, more: string = ''): string =>
  `title: ${name}\nname: ${name}\n${more}logsource: { product: windows }\ndetection: { s: { is: ${name} }, condition: s }\n`

const correlation = (name: string, rules: string, more: string = ''): string =>
  `title: ${name}\nname: ${name}\n${more}correlation: { type: event_count, rules: [${rules}], timespan: 1m, condition: { gte: 2 } }\n`

const events = parseEvents([
  '12:00:00 {"is":["a","b"],"User":"x"}',
  '12:00:01 {"is":["a","b"],"User":"x"}',
])

function run(
  documents: readonly string[],
  options: Parameters<typeof correlate>[2] = {},
): readonly string[] {
  return correlate(rulesOf(documents.join('---\n')), events, options)
}

test('a match has the keys of the documented object, and no others', () => {
  const yaml = `${plain('a')}---\n${correlation('many', 'a').replace('timespan', 'group-by: [User], timespan')}`
  const selected = selectRules(rulesOf(yaml), {})
  const correlations = createCorrelations(toScanRules(selected).setup)
  const [feeding] = selected.feeding
  for (const [record, { event }] of events.entries()) {
    const place = { file: 'f', header: event.header, input: 0, record }
    const read = correlatedFields(event, undefined, {})
    const contribution = feeding?.feeds && contributionOf(feeding.feeds, place, read)
    if (contribution === undefined) throw new Error('a contribution expected')
    // What workers send must survive being sent.
    correlations.add(structuredClone(contribution))
  }
  const [match] = correlations.finish().matches
  expect(match && toWireCorrelationMatch(match)).toEqual({
    rule: { id: 'many', title: 'many', vendor: 'v', authors: [], path: 'rules.yml' },
    group: { User: 'x' },
    value: 2,
    eventCount: 2,
    events: [
      { file: 'f', record: 1, time: '2026-01-01T12:00:00Z' },
      { file: 'f', record: 2, time: '2026-01-01T12:00:01Z' },
    ],
  })
})

test('the header of an event comes back as it was', () => {
  const headers: readonly LogEvent['header'][] = [
    {
      record: 5,
      time: '2020-09-15T19:28:17.594Z',
      provider: 'p',
      channel: 'c',
      eventId: '1',
      computer: 'pc',
    },
    { time: '1969-12-31T23:59:59.1234567Z' },
    { time: '2020-09-15T19:28:17.123456789Z', computer: '' },
    { record: 0, time: '2020-09-15T19:28:17+02:00' },
    { time: '2020-09-15T19:28:17.1234567890Z' },
  ]
  const selected = selectRules(
    rulesOf(
      `${plain('a')}---\n${correlation('many', 'a').replace('gte: 2', 'gte: 5').replace('1m', '1y').replace('1y', '99y')}`,
    ),
    {},
  )
  const correlations = createCorrelations(toScanRules(selected).setup)
  const [feeding] = selected.feeding
  headers.forEach((header, record) => {
    const place = { file: 'f', header, input: 0, record }
    const contribution = feeding?.feeds && contributionOf(feeding.feeds, place, () => undefined)
    if (contribution !== undefined) correlations.add(contribution)
  })
  const [match] = correlations.finish().matches
  const found = match && toWireCorrelationMatch(match).events
  expect(found).toHaveLength(5)
  expect(new Set(found)).toEqual(new Set(headers.map(header => ({ file: 'f', ...header }))))
})

test('values count once, in the spelling of the rules', () => {
  const event: LogEvent = {
    header: { channel: 'Security', eventId: '4688' },
    fields: new Map([
      ['Channel', ['Security']],
      ['EventID', [4688]],
      ['NewProcessId', ['0x1a4']],
      ['ProcessId', ['0x10']],
      ['NewProcessName', ['C:\\a.exe']],
    ]),
  }
  const type: EventType | undefined = recogniseEvent(event)?.type
  const category = correlatedFields(event, type, {
    product: 'windows',
    category: 'process_creation',
  })
  expect([category('ProcessId'), category('Image')]).toEqual([[420], ['C:\\a.exe']])
  const service = correlatedFields(event, type, { product: 'windows', service: 'security' })
  expect([service('ProcessId'), service('Image')]).toEqual([[16], ['C:\\a.exe']])
})

test('parts of a correlation need not be of the level that is asked for', () => {
  const level = { selection: { minLevel: 'high' } } as const
  const high = correlation('many', 'a', 'level: high\n')
  expect(run([plain('a', 'level: low\n'), plain('b'), high], level)).toEqual([
    'left out: b: its level is informational',
    '12:00:01 many (2): 1 2',
  ])
})

test('a correlation that is not asked for still keeps its parts from firing', () => {
  const level = { selection: { minLevel: 'high' } } as const
  const rules = [plain('a', 'level: high\n'), correlation('many', 'a', 'level: low\n')]
  expect(run(rules, level)).toEqual([
    'left out: a: only correlations that do not run need it',
    'left out: many: its level is low',
  ])
})

test('a deprecated correlation leaves its parts alone', () => {
  expect(run([plain('a'), correlation('many', 'a', 'status: deprecated\n')])).toEqual([
    'left out: many: its status is deprecated',
    '12:00:00 a: 1',
    '12:00:01 a: 2',
  ])
})

test('a deprecated rule is a part where a correlation asks for it', () => {
  expect(run([plain('a', 'status: deprecated\n'), correlation('many', 'a')])).toEqual([
    '12:00:01 many (2): 1 2',
  ])
})

test('what is excluded by name is no part of anything', () => {
  const selection = { exclude: ['a'] }
  expect(run([plain('a'), plain('b'), correlation('many', 'a, b')], { selection })).toEqual([
    'left out: a: excluded',
    'left out: b: only correlations that do not run need it',
    'not run: many: needs the rule “a”, which is excluded',
  ])
})

test('a name means the rule of the same file, or else all of that name', () => {
  const other = rulesOf(plain('a').replace('is: a', 'is: c'), 'other.yml')
  const own = rulesOf(plain('a'), 'here.yml')
  const many = correlation('many', 'a')
  const both = parseEvents(['12:00:00 {"is":"a"}', '12:00:01 {"is":"c"}'])
  const near = [...other, ...rulesOf(`${plain('a')}---\n${many}`, 'here.yml')]
  expect(correlate(near, both)).toEqual(['12:00:01 a: 2'])
  const far = [...other, ...own, ...rulesOf(many, 'alone.yml')]
  expect(correlate(far, both)).toEqual(['12:00:01 many (2): 1 2'])
})

test('past the limit the first events of the inputs are kept, whoever comes first', () => {
  const rules = rulesOf(`${plain('a')}---\n${correlation('many', 'a')}`)
  const lines = Array.from(
    { length: 40 },
    (_, i) => `12:00:${String(59 - i).padStart(2, '0')} {"is":"a"}`,
  )
  const found = correlate(rules, parseEvents(lines), { maxContributions: 4 })
  expect(found).toEqual(['12:00:57 many (2): 4 3', '12:00:59 many (2): 2 1', 'dropped: 36'])
})

test('past the limit the first events of a match are listed, and the last', () => {
  const rules = rulesOf(`${plain('a')}---\n${correlation('many', 'a').replace('gte: 2', 'gte: 5')}`)
  const lines = Array.from({ length: 5 }, (_, i) => `12:00:0${i} {"is":"a"}`)
  const found = correlate(rules, parseEvents(lines), { maxEvents: 3 })
  expect(found).toEqual(['12:00:04 many (5): 1 2 5 of 5'])
})

test('every rule is run, part of what is run, or listed as not run', () => {
  const yaml = [plain('a'), plain('b'), correlation('many', 'a'), correlation('none', 'x')]
  const rules = rulesOf(yaml.join('---\n'))
  const { run: alone, feeding, correlations, notRun } = selectRules(rules, {})
  const listed = [alone, feeding, correlations, notRun].flatMap(list => list.map(r => r.entry.slug))
  expect(listed.sort()).toEqual(['a', 'b', 'many', 'none'])
})

test('events with very many values are in some of their groups, and counted', () => {
  const rules = rulesOf(
    `${plain('a')}---\n${correlation('many', 'a').replace('timespan', 'group-by: [User], timespan')}`,
  )
  const users = Array.from({ length: 65 }, (_, i) => `u${i}`)
  const line = `12:00:00 ${JSON.stringify({ is: 'a', User: users })}`
  const found = correlate(rules, parseEvents([line, line]))
  expect(found).toHaveLength(65)
  expect(found.at(-1)).toBe('passed over by many: 2 crowded')
})

test('what a filter excludes is not counted', () => {
  const filter =
    'title: f\nlogsource: { product: windows }\nfilter: { rules: [agg], s: { User: x }, condition: not s }\n'
  const aggregation =
    'title: agg\nname: agg\nlogsource: { product: windows }\ndetection: { s: { is: a }, condition: s | count() >= 1 }\n'
  const file = parseSigma(`${aggregation}---\n${filter}`).value
  const rules = file.rules.map(({ value }) => value)
  const filters = file.filters.flatMap(({ value }) => value ?? [])
  const filtered = applyFilters(rules, filters).value.map(rule => catalogEntry(rule, 'agg'))
  const two = parseEvents(['12:00:00 {"is":"a","User":"x"}', '12:00:01 {"is":"a","User":"y"}'])
  expect(correlate(filtered, two)).toEqual(['12:00:01 agg (1): 2'])
})

test('check says of a correlation why scan does not run it', () => {
  const yaml = [
    plain('a'),
    correlation('many', 'a'),
    'title: sum\ncorrelation: { type: value_sum, rules: [many], timespan: 1m, condition: { field: X, gte: 2 } }\n',
    'title: odd\nname: odd\nlogsource: { product: acme }\ndetection: { s: { A: 1 }, condition: s }\n',
    correlation('needs odd', 'odd'),
    correlation('needs none', 'none'),
  ]
  const found = [...correlationDiagnostics(rulesOf(yaml.join('---\n')))]
  expect(found.map(([entry, { code, message }]) => [entry.slug, code, message])).toEqual([
    [
      'sum',
      'run/correlation',
      'scan does not run the rule: it computes with “X” of a correlation, whose matches have it only if it groups by it',
    ],
    [
      'needs odd',
      'run/correlation',
      'scan does not run the rule: it needs the rule “odd”, which has a log source that no known log has (product: acme)',
    ],
    [
      'needs none',
      'run/correlation',
      'scan does not run the rule: it needs the rule “none”, which is not there',
    ],
  ])
})

test('what a scan keeps of correlations beside its rules is JSON', () => {
  const yaml = [plain('a'), plain('b'), correlation('many', 'a'), correlation('more', 'many, b')]
  const { rules, setup } = toScanRules(selectRules(rulesOf(yaml.join('---\n')), {}))
  expect(JSON.parse(JSON.stringify(setup))).toEqual(setup)
  expect(rules.map(({ reference }) => reference.id)).toEqual(['a', 'b'])
  expect(setup.firing).toBe(0)
  expect(setup.feeds.map(([order, { rule }]) => [order, rule])).toEqual([
    [0, 0],
    [1, 1],
  ])
  expect(setup.references.map(({ id }) => id)).toEqual(['many', 'more'])
})
