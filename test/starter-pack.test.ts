import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { checkRules, createScanner, selectRules } from '../src/app/index.ts'
import { readRuleSources } from '../src/catalog/index.ts'
import type { LogEvent } from '../src/ir/index.ts'
import { recogniseEvent } from '../src/knowledge/index.ts'
import { readEvents } from '../src/logs/index.ts'
import { type WritableEvent, writeEvtx } from './support/evtx-writer.ts'
import { makeFolder } from './support/make-folder.ts'

const pack = fileURLToPath(new URL('../data/starter/', import.meta.url))
const set = readRuleSources([{ path: join(pack, 'rules') }])
const selected = selectRules(set.rules, {})
const scanner = createScanner(selected.run)
const eventFiles = readdirSync(join(pack, 'events')).sort()

async function eventsOf(name: string): Promise<readonly LogEvent[]> {
  const events: LogEvent[] = []
  for await (const item of readEvents([join(pack, 'events', name)])) {
    expect(item.kind).toBe('event')
    if (item.kind === 'event') events.push(item.event)
  }
  return events
}

test('the pack has at least forty rules, nothing is wrong with them, and all run but correlations', () => {
  expect(set.rules.length).toBeGreaterThanOrEqual(40)
  const { files } = checkRules([{ path: join(pack, 'rules') }], { lints: true })
  expect(files.flatMap(file => file.diagnostics.map(d => d.diagnostic.code))).toEqual([
    'run/several-events',
  ])
  expect(selected.notRun.map(({ entry }) => entry.rule.title)).toEqual([
    'Many Failed Logons from One Address',
  ])
})

test('every id is a UUID of version 4 and occurs once', () => {
  const ids = set.rules.map(({ rule }) => rule.id ?? '')
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})

test('every file of a rule has its events and every event its rule', () => {
  const files = new Set(set.rules.map(({ path }) => basename(path, '.yml')))
  expect(eventFiles.map(name => basename(name, '.ndjson'))).toEqual([...files].sort())
})

test('addresses are private or reserved for documentation', () => {
  const allowed = /^(10|127|192\.168|172\.(1[6-9]|2\d|3[01])|192\.0\.2|198\.51\.100|203\.0\.113)\./
  for (const name of eventFiles) {
    const text = readFileSync(join(pack, 'events', name), 'utf8')
    const addresses = text.match(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g) ?? []
    expect([name, addresses.filter(address => !allowed.test(address))]).toEqual([name, []])
  }
})

describe.each(eventFiles)('%s', name => {
  test('has an event that fires its rule, and one that nearly does', async () => {
    const events = await eventsOf(name)
    expect(events).toHaveLength(2)
    for (const event of events) expect(recogniseEvent(event)).toBeDefined()
    const slug = basename(name, '.ndjson')
    const fires = events.map(event =>
      scanner.scan(name, event).some(({ rule }) => basename(rule.entry.path, '.yml') === slug),
    )
    expect(fires).toEqual([true, false])
  })
})

test.each([
  'network_logon_of_local_administrator',
  'web_server_starts_shell',
  'run_key_points_to_user_folder',
  'service_with_shell_command',
])('%s fires on its event as EVTX, too', async slug => {
  const events = await eventsOf(`${slug}.ndjson`)
  const folder = makeFolder({ 'log.evtx': writeEvtx(events.map(toWritable)) })
  const fires: boolean[] = []
  for await (const item of readEvents([join(folder, 'log.evtx')])) {
    if (item.kind === 'problem') throw new Error(item.problem.reason)
    const matches = scanner.scan(item.file, item.event)
    fires.push(matches.some(({ rule }) => rule.entry.slug === slug))
  }
  expect(fires).toEqual([true, false])
})

/** The event as Windows would write it: what is not of the header is data. */
function toWritable({ header, fields }: LogEvent): WritableEvent {
  const isHeader =
    /^(@|Channel$|Provider_|EventID$|Computer$|EventRecordID$|SourceName$|Hostname$|RecordNumber$|TimeCreated_|Version$|Level$)/
  const data = [...fields].filter(([name]) => !isHeader.test(name))
  return {
    provider: header.provider ?? '',
    channel: header.channel ?? '',
    eventId: Number(header.eventId),
    computer: header.computer ?? '',
    time: Date.parse(header.time ?? ''),
    data: Object.fromEntries(data.map(([name, values]) => [name, values.map(String).join(', ')])),
  }
}
