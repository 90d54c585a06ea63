import { createHash } from 'node:crypto'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeEvtx } from '../support/evtx-writer.ts'
import { makeFolder } from '../support/make-folder.ts'
import { runIndicia } from './run-indicia.ts'

const rules = [
  `title: Every thousandth
id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f21
level: low
logsource: { product: windows, category: process_creation }
detection:
  selection: { CommandLine|endswith: '000' }
  condition: selection
`,
  `title: Often
name: often
id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f22
logsource: { product: windows, category: process_creation }
detection:
  selection: { CommandLine|endswith: '50' }
  condition: selection
---
title: Many of them
id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f23
correlation:
  type: event_count
  rules: [often]
  group-by: [Computer]
  timespan: 5m
  condition: { gte: 40 }
`,
]

/** A rule of Elastic’s over several events; `rest` is TOML. */
function elastic(name: string, rest: string): string {
  const id = `8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f${30 + name.length}`
  const index = 'index = ["logs-windows.sysmon_operational-*"]'
  return `[rule]\nname = "${name}"\nrule_id = "${id}"\nseverity = "low"\n${index}\n${rest}\n`
}

const sequence = `type = "eql"
language = "eql"
query = '''
sequence by Computer with maxspan=1m
  [any where CommandLine : "* *99"]
  [any where CommandLine : "*50" and length(CommandLine) > 3]
'''`

const table = `type = "esql"
language = "esql"
from = "now-1h"
query = '''
from logs-windows.sysmon_operational-*
| where CommandLine like "*5"
| eval slot = date_trunc(1 hour, UtcTime)
| stats n = count(*), most = max(CommandLine) by Computer, slot
| where n > 200
'''`

const newTerms = `type = "new_terms"
language = "kuery"
query = 'CommandLine: *7777'
[rule.new_terms]
field = "new_terms_fields"
value = ["CommandLine"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-1h"`

const folder = makeFolder({
  'rules/a.yml': rules[0] ?? '',
  'rules/b.yml': rules[1] ?? '',
  'rules/c.toml': elastic('steps', sequence),
  'rules/d.toml': elastic('groups', table),
  'rules/e.toml': elastic('new', newTerms),
  'logs/a.evtx': writeEvtx(
    Array.from({ length: 2000 }, (_, i) => ({
      provider: 'Microsoft-Windows-Sysmon',
      channel: 'Microsoft-Windows-Sysmon/Operational',
      eventId: 1,
      computer: 'pc',
      time: Date.UTC(2026, 0, 1) + i * 1000,
      data: { Image: 'C:\\a.exe', CommandLine: `a ${i}` },
    })),
  ),
  'logs/c.ndjson': '{"broken":\n',
})
const large = join(folder, 'logs', 'b.ndjson')

/** Long enough to be read in parts. */
const lines = 100_000

beforeAll(() => {
  const padding = 'x'.repeat(400)
  for (let start = 0; start < lines; start += 10_000) {
    let text = ''
    for (let i = start; i < start + 10_000; i++) {
      // One line in a thousand is none, and one is blank.
      if (i % 1000 === 7) text += '{"a": nothing}\n'
      if (i % 1000 === 8) text += '\n'
      text += `${JSON.stringify({
        Channel: 'Microsoft-Windows-Sysmon/Operational',
        EventID: 1,
        Provider_Name: 'Microsoft-Windows-Sysmon',
        Computer: 'pc',
        UtcTime: new Date(Date.UTC(2026, 0, 2) + i * 1000).toISOString(),
        '@timestamp': new Date(Date.UTC(2026, 0, 2) + i * 1000).toISOString(),
        Image: 'C:\\a.exe',
        CommandLine: `b ${padding} ${i}`,
      })}\n`
    }
    appendFileSync(large, text)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([['json'], ['csv'], ['timeline'], ['sarif'], ['junit']])(
  '1 job and 4 jobs print the same bytes as %s',
  async format => {
    const scan = ['scan', 'logs', '--rules', 'rules', '--output-format', format, '--jobs']
    const one = await runIndicia([...scan, '1'], { cwd: folder })
    const four = await runIndicia([...scan, '4'], { cwd: folder })
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
    expect(hash(four.out)).toBe(hash(one.out))
    const withoutTimes = (text: string): string => text.replace(/\d+\.\d s/g, '- s')
    expect(withoutTimes(four.err)).toBe(withoutTimes(one.err))
    expect(four.code).toBe(one.code)
  },
  60_000,
)

test('sequences, groups and new values are found in all parts of a log together', async () => {
  const { out } = await runIndicia(
    ['scan', 'logs', '--rules', 'rules', '--count', '--json', '--jobs', '2'],
    { cwd: folder },
  )
  const counts = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .map(({ rule, count }) => [rule.title, count])
  // In 27.8 hours of one file 28 hours with more than 200 of a tenth of the events; in 100,000 and 2,000
  // seconds every hundredth event but the last, which another follows; and every ten-thousandth.
  expect(Object.fromEntries(counts)).toMatchObject({ steps: 999 + 19, groups: 28, new: 10 })
})

test('the line of a match is that in the file, whatever part of it was read', async () => {
  const { out } = await runIndicia(
    ['scan', 'logs/b.ndjson', '--rules', 'rules/a.yml', '--json', '--jobs', '2'],
    { cwd: folder },
  )
  const records = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).event.record)
  // Event i stands behind i lines, and two more for every thousand that has passed its 8th.
  const expected = Array.from(
    { length: lines / 1000 - 1 },
    (_, k) => (k + 1) * 1000 + 1 + 2 * (k + 1),
  )
  expect(records).toEqual(expected)
})
