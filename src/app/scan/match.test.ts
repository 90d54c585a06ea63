import { expect, test } from 'vitest'
import { catalogEntry } from '../../../test/support/catalog-entry.ts'
import { eventScanner } from '../../../test/support/event-scanner.ts'
import { parseRule } from '../../../test/support/parse-rule.ts'
import type { LogEvent } from '../../ir/index.ts'
import { selectRules } from '../rule-selection.ts'
import { toWireMatches } from './match.ts'

const header = {
  record: 15,
  time: '2020-09-15T19:28:17.594Z',
  provider: 'Microsoft-Windows-Sysmon',
  channel: 'Microsoft-Windows-Sysmon/Operational',
  eventId: '1',
  computer: 'pc',
}
const event: LogEvent = { header, fields: new Map([['Image', ['C:\\Temp\\frpc.exe']]]) }

test('a match has the keys of the documented object, and no others', () => {
  const rule = {
    ...parseRule("a: { Image|endswith: ['\\frpc.exe', '\\x'] }\nb: { User: u }\ncondition: a or b"),
    level: 'high',
    authors: ['me'],
  } as const
  const { run } = selectRules([{ ...catalogEntry(rule), license: 'DRL-1.1' }], {})
  const [match] = toWireMatches(eventScanner(run).scan('f.evtx', event))
  expect(match).toEqual({
    rule: {
      id: 'a',
      title: 't',
      level: 'high',
      vendor: 'v',
      authors: ['me'],
      license: 'DRL-1.1',
      path: 'a.yml',
    },
    event: { file: 'f.evtx', ...header },
    branch: 0,
    tests: [
      {
        field: 'Image',
        kind: 'ends_with',
        value: '\\frpc.exe',
        found: 'C:\\Temp\\frpc.exe',
        at: [7, 16],
      },
    ],
  })
})

test('a test of absence has nothing found', () => {
  const { run } = selectRules([catalogEntry(parseRule('selection: { User: null }'))], {})
  const [match] = toWireMatches(eventScanner(run).scan('f', event))
  expect(match?.tests).toEqual([{ field: 'User', kind: 'null', value: '' }])
})
