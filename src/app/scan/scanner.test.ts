import { expect, test } from 'vitest'
import { catalogEntry } from '../../../test/support/catalog-entry.ts'
import { eventScanner } from '../../../test/support/event-scanner.ts'
import { parseRule } from '../../../test/support/parse-rule.ts'
import { builtRawEvent, type LogEvent, nameTable, type Rule, type Scalar } from '../../ir/index.ts'
import { selectRules } from '../rule-selection.ts'
import { compileRules } from './compiled-rules.ts'
import { toScanRule } from './scan-rule.ts'
import { createScanner, type MatchDetail, type ScanOptions } from './scanner.ts'

function eventOf(fields: Readonly<Record<string, Scalar>>, time?: string): LogEvent {
  const { Channel, EventID } = fields
  return {
    header: {
      ...(Channel === undefined ? {} : { channel: String(Channel) }),
      ...(EventID === undefined ? {} : { eventId: String(EventID) }),
      ...(time === undefined ? {} : { time }),
    },
    fields: new Map(Object.entries(fields).map(([name, value]) => [name, [value]])),
  }
}

function matches(rule: Rule, event: LogEvent, options: ScanOptions = {}): number {
  const { run } = selectRules([catalogEntry(rule)], {})
  return eventScanner(run, options).scan('f', event).length
}

const created = eventOf({
  Channel: 'Security',
  EventID: 4688,
  NewProcessName: 'C:\\a.exe',
  NewProcessId: '0x1a4',
  ProcessId: '0x10',
  MandatoryLabel: 'S-1-16-12288',
})

test.each([
  ["selection: { Image|endswith: '\\a.exe' }", 1],
  ['selection: { ProcessId: 420 }', 1],
  ["selection: { ProcessId: '0x1a4' }", 1],
  ['selection: { ParentProcessId: 16 }', 1],
  ['selection: { IntegrityLevel: High }', 1],
  ['selection: { IntegrityLevel: S-1-16-12288 }', 1],
  ['selection: { ProcessId: 16 }', 0],
])('Security 4688 answers to the names of process creation: %s', (detection, count) => {
  expect(matches(parseRule(detection), created)).toBe(count)
})

test('a rule of the Security log means its own names', () => {
  const security = '{ product: windows, service: security }'
  expect(matches(parseRule('selection: { ProcessId: 16 }', security), created)).toBe(1)
  expect(matches(parseRule('selection: { ProcessId: 420 }', security), created)).toBe(0)
})

test('a rule sees the events of its log source only', () => {
  const rule = parseRule('selection: { A: x }', '{ product: windows, category: file_event }')
  const sysmon = { Channel: 'Microsoft-Windows-Sysmon/Operational', A: 'x' }
  expect(matches(rule, eventOf({ ...sysmon, EventID: 11 }))).toBe(1)
  expect(matches(rule, eventOf({ ...sysmon, EventID: 1 }))).toBe(0)
})

test('an event that tells nothing of its log is counted and not looked at', () => {
  const { run } = selectRules([catalogEntry(parseRule('selection: { A: x }'))], {})
  const scanner = eventScanner(run)
  expect(scanner.scan('f', eventOf({ A: 'x' }))).toEqual([])
  expect(scanner.counts).toEqual({ events: 1, matches: 0, unrecognised: 1, outOfTime: 0 })
})

test('a span of time takes its start and leaves its end out, and events without a time', () => {
  const rule = parseRule("selection: { Image|endswith: '\\a.exe' }")
  const at = (time?: string): LogEvent => ({
    ...created,
    header: { ...created.header, ...(time && { time }) },
  })
  const options = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }
  expect(matches(rule, at('2026-01-01T00:00:00.000Z'), options)).toBe(1)
  expect(matches(rule, at('2026-01-02T00:00:00.000Z'), options)).toBe(0)
  expect(matches(rule, at('2025-12-31T23:59:59.999Z'), options)).toBe(0)
  expect(matches(rule, at(), options)).toBe(0)
})

test('every rule is run or listed as not run', () => {
  const rule = parseRule('selection: { Image: x }')
  const rules = [
    catalogEntry(rule, 'plain'),
    catalogEntry({ ...rule, status: 'deprecated' }, 'old'),
    catalogEntry({ ...rule, level: 'low' }, 'low'),
    catalogEntry({ ...rule, level: 'high' }, 'high'),
  ]
  const selected = selectRules(rules, { minLevel: 'medium', exclude: ['plain'] })
  expect(selected.run.map(({ entry }) => entry.slug)).toEqual(['high'])
  expect(selected.notRun.map(({ entry, kind, reason }) => [entry.slug, kind, reason])).toEqual([
    ['plain', 'left_out', 'excluded'],
    ['old', 'left_out', 'its status is deprecated'],
    ['low', 'left_out', 'its level is low'],
  ])
  const asked = selectRules(rules, { statuses: ['deprecated'] })
  expect(asked.run.map(({ entry }) => entry.slug)).toEqual(['old'])
})

test('rules of several log sources give their matches in the order of the rules', () => {
  const rules = [
    parseRule("selection: { Image|endswith: '.exe' }"),
    { ...parseRule('selection: { EventID: 4688 }'), logSource: { service: 'security' } },
    parseRule("selection: { Image|contains: 'a' }"),
  ]
  const { run } = selectRules(
    rules.map((rule, i) => catalogEntry({ ...rule, title: `r${i}` }, `r${i}`)),
    {},
  )
  const matches = eventScanner(run).scan('f', created)
  expect(matches.map(({ rule }) => rule.reference.title)).toEqual(['r0', 'r1', 'r2'])
})

test('a scan that needs less than the whole of a match finds the same', () => {
  const rules = [
    parseRule("selection: { Image|endswith: '.exe' }"),
    parseRule("selection: { Image|contains: 'a' }"),
  ]
  const { run } = selectRules(
    rules.map((rule, i) => catalogEntry(rule, `r${i}`)),
    {},
  )
  const names = nameTable()
  const event = builtRawEvent(names)
  event.set(created)
  const found = (detail: MatchDetail) =>
    createScanner(compileRules(run.map(toScanRule)), names, { detail })
      .scan('f', event)
      .map(({ rule, header, explanation }) => [
        rule.reference.title,
        header.eventId,
        explanation.tests.length,
      ])
  const [first, second] = ['r0', 'r1'].map(
    slug => run.find(({ entry }) => entry.slug === slug)?.entry.rule.title,
  )
  expect(found('tests')).toEqual([
    [first, '4688', 1],
    [second, '4688', 1],
  ])
  expect(found('event')).toEqual([
    [first, '4688', 0],
    [second, '4688', 0],
  ])
  expect(found('rule')).toEqual([
    [first, undefined, 0],
    [second, undefined, 0],
  ])
})
