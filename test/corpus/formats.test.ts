import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LogEvent, Scalar } from '../../src/ir/index.ts'
import { type LogProblem, readEvents } from '../../src/logs/index.ts'
import { describeShared, shared } from '../support/shared.ts'

interface Read {
  readonly events: readonly LogEvent[]
  readonly problems: readonly LogProblem[]
  readonly skipped: number
}

async function read(path: string): Promise<Read> {
  const events: LogEvent[] = []
  const problems: LogProblem[] = []
  const reading = readEvents([path])
  for await (const item of reading) {
    if (item.kind === 'event') events.push(item.event)
    else problems.push(item.problem)
  }
  return { events, problems, skipped: reading.skipped }
}

function filesBelow(folder: string, extension: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const path = join(folder, name)
      if (statSync(path).isDirectory()) return filesBelow(path, extension)
      return name.toLowerCase().endsWith(extension) ? [path] : []
    })
}

/**
 * A value as both writings of an event have it: as text, GUIDs bare, times to the microsecond, and
 * without the blanks at its ends, which the tool that wrote the JSON took off.
 */
function comparable(value: Scalar): string {
  return String(value)
    .trim()
    .replace(/^\{([0-9a-f-]{36})\}$/i, '$1')
    .replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6})\d*Z$/, '$1Z')
}

/** The names and values in which the JSON of an event differs from its EVTX. */
function differencesOf(evtx: LogEvent, json: LogEvent): readonly string[] {
  const theirs = comparableFields(json)
  const ours = comparableFields(evtx)
  const names = new Set([...ours.keys(), ...theirs.keys()])
  return [...names].flatMap(name => {
    const [a, b] = [ours.get(name), theirs.get(name)].map(v => JSON.stringify(v))
    return a === b ? [] : [`${name} is ${a} in EVTX, ${b} in JSON`]
  })
}

function comparableFields(event: LogEvent): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...event.fields]
      .map(([name, values]): [string, string[]] => [name, values.map(comparable)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

describeShared('real logs', () => {
  const logs = join(shared, 'logs')

  test('every record of the EVTX attack samples is read', async () => {
    const { events, problems, skipped } = await read(join(logs, 'evtx-attack-samples'))
    expect({ events: events.length, problems, skipped }).toEqual({
      events: 8255,
      problems: [],
      skipped: 0,
    })
    expect(events.filter(({ header: h }) => !h.time || !h.eventId || !h.provider)).toEqual([])
  })

  test('the EVTX and the JSON of every regression case have the same fields', async () => {
    const files = filesBelow(join(logs, 'sigma-regression'), '.evtx')
    const differences: string[] = []
    let compared = 0
    for (const file of files) {
      const evtx = await read(file)
      const json = await read(file.replace(/\.evtx$/, '.json'))
      expect([evtx.problems, json.problems], file).toEqual([[], []])
      const records = new Map(evtx.events.map(event => [event.header.record, event]))
      for (const event of json.events) {
        const number = Number(event.fields.get('EventRecordID')?.[0])
        const twin = records.get(number)
        if (twin === undefined) differences.push(`${number}: only in the JSON`)
        else differences.push(...differencesOf(twin, event).map(d => `${number}: ${d}`))
        compared++
      }
    }
    expect({ files: files.length, compared, differences }).toEqual({
      files: 96,
      compared: 120,
      // One event has another case in its two files: somebody edited one of them.
      differences: [
        String.raw`23419552: ParentCommandLine is ["C:\\Windows\\Explorer.EXE"] in EVTX, ["C:\\Windows\\Explorer.exe"] in JSON`,
      ],
    })
  })

  test('every event of the security datasets is read', async () => {
    const counts = { events: 0, skipped: 0, problems: [] as readonly string[] }
    const reading = readEvents([join(logs, 'security-datasets')])
    for await (const batch of reading.batches()) {
      for (const item of batch) {
        if (item.kind === 'event') counts.events++
        else counts.problems = [...counts.problems, item.problem.code]
      }
    }
    counts.skipped = reading.skipped
    expect(counts).toEqual({ events: 247_513, skipped: 13, problems: [] })
  })
})
