import { expect, test } from 'vitest'
import type {
  WireCorrelationMatch,
  WireEventMatch,
  WireMatch,
  WireSummary,
} from '../../app/index.ts'
import { correlationText } from '../match-text.ts'
import { countWriter } from './count-writer.ts'
import { junitWriter } from './junit-writer.ts'
import { csvWriter, jsonWriter, textWriter, timelineWriter } from './line-writers.ts'
import type { MatchWriter, Write } from './match-writer.ts'
import { sarifWriter } from './sarif-writer.ts'

const rule = { id: 'r', title: 'Many', vendor: 'v', authors: ['me'], path: 'r.yml', level: 'high' }

const correlated: WireCorrelationMatch = {
  rule,
  group: { IpAddress: '10.0.0.1', User: 'x' },
  value: 3,
  eventCount: 12,
  events: [
    { file: 'a b.evtx', record: 1, time: '2026-01-01T12:00:00Z', computer: 'pc' },
    {
      file: 'c.evtx',
      record: 9,
      time: '2026-01-01T12:00:30Z',
      provider: 'p',
      channel: 'c',
      eventId: '1',
    },
  ],
}

const single: WireEventMatch = {
  rule: { ...rule, id: 's', title: 'One' },
  event: { file: 'a.evtx', record: 2, time: '2026-01-01T12:00:10Z' },
  branch: 0,
  tests: [{ field: 'Image', kind: 'equals', value: 'x', found: 'x', at: [0, 1] }],
}

const plainText = (text: string): string => text
const colors = {
  red: plainText,
  yellow: plainText,
  cyan: plainText,
  dim: plainText,
  bold: plainText,
  inverse: plainText,
} as unknown as Parameters<typeof textWriter>[1]

const summary = {
  seconds: { load: 0, scan: 1 },
  inputs: { unreadable: [] },
} as unknown as WireSummary

function written(make: (write: Write) => MatchWriter, other: WireMatch = single): string {
  let text = ''
  const writer = make(piece => {
    text += piece
  })
  writer.match(correlated)
  writer.match(other)
  writer.end({ summary, rules: () => [correlated.rule, single.rule] })
  return text
}

test('for people, a correlation says what its events have in common', () => {
  const text = written(write => textWriter(write, colors, { explains: false }))
  expect(text.split('\n').slice(0, 2)).toEqual([
    'high          2026-01-01T12:00:30Z     Many',
    '              12 events with IpAddress 10.0.0.1; User x, value 3 · since 2026-01-01T12:00:00Z',
  ])
})

test('for people who ask why, it lists the events and says how many more there are', () => {
  const text = written(write => textWriter(write, colors, { explains: true }))
  expect(text.split('\n').slice(2, 5)).toEqual([
    '              2026-01-01T12:00:00Z     a b.evtx#1 · pc',
    '              … and 10 more',
    '              2026-01-01T12:00:30Z     c.evtx#9 · p 1',
  ])
})

test('JSON is the object itself', () => {
  const [first] = written(jsonWriter).split('\n')
  expect(JSON.parse(first ?? '')).toEqual(correlated)
})

test('a table has the last event, their number and the group', () => {
  expect(written(csvWriter).split('\n')).toEqual([
    'time,level,rule_id,rule_title,rule_authors,rule_license,rule_path,file,record,provider,channel,event_id,computer,tests,events,group,results',
    '2026-01-01T12:00:30Z,high,r,Many,me,,r.yml,c.evtx,9,p,c,1,,,12,IpAddress 10.0.0.1; User x,',
    '2026-01-01T12:00:10Z,high,s,One,me,,r.yml,a.evtx,2,,,,,Image equals x,1,,',
    '',
  ])
})

test('a timeline has it at its last event', () => {
  const ids = written(timelineWriter)
    .split('\n')
    .map(line => line.split(',')[2])
  expect(ids).toEqual(['rule_id', 's', 'r', undefined])
})

test('counts are of matches', () => {
  expect(
    written(write => countWriter(write, 'csv'))
      .split('\n')
      .sort(),
  ).toEqual(['', 'r,Many,high,1', 'rule_id,rule_title,level,matches', 's,One,high,1'])
})

test('SARIF has the files of all its events', () => {
  const document = JSON.parse(written(write => sarifWriter(write, '1')))
  const [result] = document.runs[0].results
  expect(result.message.text).toBe('Many: 12 events with IpAddress 10.0.0.1; User x, value 3')
  expect(
    result.locations.map(
      (l: { physicalLocation: { artifactLocation: { uri: string } } }) =>
        l.physicalLocation.artifactLocation.uri,
    ),
  ).toEqual(['a%20b.evtx', 'c.evtx'])
  const { group, value, eventCount, events } = correlated
  expect(result.properties).toEqual({ group, value, eventCount, events })
})

test('a table of groups tells its results, of many values the first', () => {
  const results = { n: 12, names: ['a', 'b', 'c', 'd', 'e', 'f'], none: null }
  const match: WireCorrelationMatch = { ...correlated, results }
  expect(correlationText(match)).toBe(
    '12 events with IpAddress 10.0.0.1; User x, n 12; names a, b, c, d, e, …; none ',
  )
})

test('a match of a filter alone says so wherever it is written', () => {
  const filterAlone = 'aggregates with “frob”, which scan does not compute'
  const match: WireEventMatch = { ...single, rule: { ...single.rule, filterAlone } }
  const note = `ONLY THE FILTER OF THE RULE WAS APPLIED: it ${filterAlone}`
  const explains = { explains: false }
  const writers: readonly ((write: Write) => MatchWriter)[] = [
    write => textWriter(write, colors, explains),
    csvWriter,
    timelineWriter,
    junitWriter,
    write => sarifWriter(write, '1'),
  ]
  for (const make of writers) expect(written(make, match)).toContain(note)
  expect(written(jsonWriter, match)).toContain(`"filterAlone":"${filterAlone}"`)
  expect(written(write => countWriter(write, 'text'), match)).toContain('One  (its filter alone)')
})

test('JUnit has a line for it', () => {
  expect(written(junitWriter)).toContain(
    '>2026-01-01T12:00:30Z c.evtx#9 12 events with IpAddress 10.0.0.1; User x, value 3</failure>',
  )
})
