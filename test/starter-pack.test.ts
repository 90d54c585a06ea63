import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  checkRules,
  contributionOf,
  correlatedFields,
  createCorrelations,
  selectRules,
  toScanRules,
} from '../src/app/index.ts'
import { readRuleSources } from '../src/catalog/index.ts'
import type { LogEvent } from '../src/ir/index.ts'
import { recogniseEvent } from '../src/knowledge/index.ts'
import { readEvents } from '../src/logs/index.ts'
import { eventScanner } from './support/event-scanner.ts'
import { type WritableEvent, writeEvtx } from './support/evtx-writer.ts'
import { makeFolder } from './support/make-folder.ts'

const pack = fileURLToPath(new URL('../data/starter/', import.meta.url))
const set = readRuleSources([{ path: join(pack, 'rules') }])
const selected = selectRules(set.rules, {})
const scanner = eventScanner([...selected.run, ...selected.feeding])
const eventFiles = readdirSync(join(pack, 'events')).sort()

async function eventsOf(name: string): Promise<readonly LogEvent[]> {
  const events: LogEvent[] = []
  for await (const item of readEvents([join(pack, 'events', name)])) {
    expect(item.kind).toBe('event')
    if (item.kind === 'event') events.push(item.event)
  }
  return events
}

test('the pack has at least 44 rules, nothing is wrong with them, and all run', () => {
  expect(set.rules.length).toBeGreaterThanOrEqual(44)
  const { files } = checkRules([{ path: join(pack, 'rules') }], { lints: true })
  expect(files.flatMap(file => file.diagnostics.map(d => d.diagnostic.code))).toEqual([])
  expect(selected.notRun).toEqual([])
  expect(selected.correlations.map(({ entry }) => entry.rule.title)).toEqual([
    'Many Failed Logons from One Address',
    'Many API Calls Refused to One Identity',
  ])
})

test('every id is a UUID of version 4 and occurs once', () => {
  const ids = set.rules.map(({ rule }) => rule.id ?? '')
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})

test('every rule and filter says who wrote it, what it does and under which licence', () => {
  for (const { rule, path } of set.rules) {
    const { authors, date, description, falsePositives, level, license, tags } = rule
    const isWhole = description !== undefined && level !== undefined && tags.length >= 2
    expect({ path, authors, date, license, isWhole }).toEqual({
      path,
      authors: ['Indicia'],
      date: '2026-11-24',
      license: 'Apache-2.0',
      isWhole: true,
    })
    expect(falsePositives).not.toEqual([])
  }
  for (const { text } of set.filters) expect(text).toContain('license: Apache-2.0')
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
    const lines = readFileSync(join(pack, 'events', name), 'utf8').split('\n')
    expect(lines.map(line => line !== '')).toEqual([true, true, false])
    const events = await eventsOf(name)
    expect(events).toHaveLength(2)
    for (const event of events) expect(recogniseEvent(event)).toBeDefined()
    const slug = basename(name, '.ndjson')
    const fires = events.map(event =>
      scanner.scan(name, event).some(({ rule }) => basename(rule.reference.path, '.yml') === slug),
    )
    expect(fires).toEqual([true, false])
  })

  test('has events that differ in one thing', async () => {
    const [fires, misses] = await eventsOf(name)
    if (fires === undefined || misses === undefined) throw new Error('two events expected')
    expect(differences(fires, misses)).toHaveLength(1)
  })
})

/** The things that two events differ in, what the log itself numbers and times apart. */
function differences(a: LogEvent, b: LogEvent): readonly string[] {
  // Another event has other fields.
  if (a.header.eventId !== b.header.eventId) return ['event']
  const names = new Set([...a.fields.keys(), ...b.fields.keys()])
  const things = [...names]
    .filter(name => JSON.stringify(a.fields.get(name)) !== JSON.stringify(b.fields.get(name)))
    .map(name => name.replace(/^winlog\.event_data\./, ''))
    .filter(name => !numberedByLog.test(name))
    .map(name => sayTheSame.find(([pattern]) => pattern.test(name))?.[1] ?? name)
  return [...new Set(things)]
}

const numberedByLog =
  /time|^published$|^created_at$|RecordNumber|RecordID|record_id|^(uuid|Id|SessionId|msg|insertId|_document_id|auditID|eventID|requestID|correlationId|properties\.id|transaction\.id)$/i

/** Fields that say one thing together, as they do in real logs. */
const sayTheSame: readonly (readonly [RegExp, string])[] = [
  [/^(CommandLine|process\.(command_line|args|args_count)|argc|a\d+)$/, 'command line'],
  [/^(ParentImage|process\.parent\.(name|executable))$/, 'parent'],
  [/^((Parent)?User|SubjectUserName|SubjectUserSid|SubjectLogonId)$/, 'user'],
  [/^Signe?d?(ature)?(Status)?$/, 'signature'],
  [/^(Target|Sam)(User|Account)Name$/, 'account'],
  [/^Access(Mask|List)$/, 'access'],
  [/^error(Code|Message)$/, 'error'],
  [/^(operationName|identity\.authorization\.action)$/, 'operation'],
  [/^(action|operation_type)$/, 'operation'],
  [/^(eventType|displayMessage)$/, 'operation'],
  [/^(requestURI|objectRef\.namespace)$/, 'namespace'],
]

describe.each([
  ['frp_renamed_by_configuration', 'C:\\x.exe', '"C:\\Program Files\\x y\\frps_full.ini"'],
  ['frp_client_or_server', './x', '/opt/x/frps_full.ini'],
])('%s sees frp under any name', (slug, program, longPath) => {
  test.each([
    ['-c frpc.toml', true],
    ['-c ./frps.toml', true],
    ['-cfrpc.yaml', true],
    ['--config frpc.json', true],
    ['--config=/tmp/frpc-1.yml', true],
    [`-c ${longPath}`, true],
    ['tcp --server_addr 192.0.2.1 --remote_port 6000', true],
    ['tcp --server-addr=192.0.2.1 --proxy-name=x', true],
    ['frpc.toml', false],
    ['--edit frpc.toml', false],
    ['-c other.toml', false],
    ['-c "vim frpc.toml"', slug === 'frp_renamed_by_configuration'],
    ['-c vim frpc.toml', false],
    ['/c type frpc.toml', false],
    ['--server-addr 192.0.2.1', false],
  ])('%s: %s', async (options, expected) => {
    const [event] = await eventsOf(`${slug}.ndjson`)
    if (event === undefined) throw new Error('an event expected')
    const fields = new Map([...event.fields, ['CommandLine', [`${program} ${options}`]]])
    const matches = scanner.scan('', { ...event, fields })
    expect(matches.some(({ rule }) => basename(rule.reference.path, '.yml') === slug)).toBe(
      expected,
    )
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
    fires.push(matches.some(({ rule }) => basename(rule.reference.path, '.yml') === slug))
  }
  expect(fires).toEqual([true, false])
})

test.each([
  ['many_failed_logons', 'TargetUserName', 10, 600],
  ['many_refused_api_calls', 'eventName', 20, 300],
])('%s counts what its rule finds', async (name, changing, enough, seconds) => {
  const [event] = await eventsOf(`${name}.ndjson`)
  if (event === undefined) throw new Error('an event expected')
  const { rules, setup } = toScanRules(selected)
  const feeds = new Map(setup.feeds)
  const countMatches = (count: number, apart: number): number => {
    const correlations = createCorrelations(setup)
    for (let i = 0; i < count; i++) {
      const time = new Date(Date.parse('2026-01-01T00:00:00Z') + i * apart * 1000).toISOString()
      const header = { ...event.header, time }
      const fields = new Map(
        [...event.fields].map(([field, values]) => [
          field,
          field.endsWith(changing) ? [`value${i}`] : values,
        ]),
      )
      for (const { rule } of scanner.scan(name, { header, fields })) {
        const order = rules.findIndex(({ reference }) => reference.id === rule.reference.id)
        const feed = feeds.get(order)
        if (feed === undefined) continue
        const type = recogniseEvent({ header, fields })?.type
        const read = correlatedFields({ header, fields }, type, rule.logSource)
        const place = { file: name, header, input: 0, record: i }
        const contribution = contributionOf(feed, place, read)
        if (contribution !== undefined) correlations.add(contribution)
      }
    }
    return correlations.finish().count
  }
  const apart = seconds / (enough - 1)
  expect(countMatches(enough, apart)).toBe(1)
  expect(countMatches(enough - 1, apart)).toBe(0)
  expect(countMatches(enough, apart + 0.1)).toBe(0)
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
