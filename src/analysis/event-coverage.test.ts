import { expect, test } from 'vitest'
import { parseRule } from '../../test/support/parse-rule.ts'
import type { Logic, Stage } from '../ir/index.ts'
import { eventCoverage } from './event-coverage.ts'

const security = '{ product: windows, service: security }'

/** Each row as `event covered/branches`, with what is missing. */
function show(detection: string, logSource?: string): readonly string[] {
  return eventCoverage(parseRule(detection, logSource)).map(c => {
    const missing = c.missingFields.length === 0 ? '' : ` lacks ${c.missingFields.join(',')}`
    return `${c.type.eventId} ${c.branchesCovered}/${c.branches}${missing}`
  })
}

test('a branch is covered where the event has all of its fields', () => {
  const detection = `
a: { Image: x }
b: { CommandLine: x }
c: { Hashes: x }
condition: 1 of them`
  expect(show(detection)).toEqual(['1 3/3', '4688 2/3 lacks Hashes'])
})

test('fields go by the names that the event has for them', () => {
  expect(show('selection: { Image: x, ParentImage: y, IntegrityLevel: High }')).toEqual([
    '1 1/1',
    '4688 1/1',
  ])
})

test('a type that every branch’s selectors contradict is left out', () => {
  expect(show('selection: { EventID: 1, Image: x }')).toEqual(['1 1/1'])
  expect(show('selection: { Channel: security, Image: x }')).toEqual(['4688 1/1'])
  expect(
    show('selection: { Image: x }\nf: { EventID: 1 }\ncondition: selection and not f'),
  ).toEqual(['4688 1/1'])
})

test('what agents write into all events of a type decides too', () => {
  const detection = 'selection: { event.category: library, event.code: 7, dll.name: x }'
  expect(show(detection, '{ product: windows, service: sysmon }')).toEqual(['7 1/1'])
  expect(show('selection: { event.category: file, Image: x }')).toEqual([])
  expect(show('selection: { event.dataset: system.security, Image: x }')).toEqual(['4688 1/1'])
})

test('selectors narrow a service to its events', () => {
  expect(show('selection: { EventID: [4624, 4625], TargetUserName: x }', security)).toEqual([
    '4624 1/1',
    '4625 1/1',
  ])
})

test('the sides of a union are ways in which a rule fires', () => {
  const rule = parseRule('selection: { ParentImage: p }')
  const side = (detection: string): Logic => parseRule(detection).logic
  const sides = [
    side('selection: { Image: x, Hashes: h }'),
    side('selection: { EventID: 4688, Image: x }'),
  ]
  const union: Stage = { kind: 'join', how: 'union', sides, keys: [], span: rule.span }
  const both = { ...rule, logic: { stages: [...rule.logic.stages, union] } }
  expect(eventCoverage(both).map(c => [c.type.eventId, c.branchesCovered, c.branches])).toEqual([
    ['1', 1, 2],
    ['4688', 1, 2],
  ])
})

test('an event that the catalogue lacks keeps its row', () => {
  const [row] = eventCoverage(parseRule('selection: { EventID: 64999, X: y }', security))
  expect(row).toMatchObject({
    type: { eventId: '64999', channel: 'Security', title: '' },
    branchesCovered: 1,
    areFieldsKnown: false,
  })
})

test('an exclusion by a field that the event lacks never applies there', () => {
  const detection =
    'selection: { Image: x }\nf: { Company: c, User: u }\ncondition: selection and not f'
  const rows = eventCoverage(parseRule(detection))
  expect(rows.map(r => [r.type.eventId, r.branchesCovered, r.exclusionsWithoutField])).toEqual([
    ['1', 1, []],
    ['4688', 1, ['Company']],
  ])
})

test('a test of absence is vacuous where the field never exists', () => {
  const rows = eventCoverage(parseRule('selection: { Image: x, Company: null }'))
  expect(rows.map(r => [r.type.eventId, r.branchesCovered, r.vacuousAbsences])).toEqual([
    ['1', 1, []],
    ['4688', 1, ['Company']],
  ])
})

test('a keyword needs no field', () => {
  expect(show('selection: [mimikatz]')).toEqual(['1 1/1', '4688 1/1'])
})

test('a rule of a cloud maps to its operations', () => {
  const rows = eventCoverage(
    parseRule(
      'selection: { eventSource: iam.amazonaws.com, eventName: [CreateUser, DeleteUser] }',
      '{ product: aws, service: cloudtrail }',
    ),
  )
  expect(rows.map(r => [r.type.provider, r.type.title, r.branchesCovered])).toEqual([
    ['iam.amazonaws.com', 'CreateUser', 1],
    ['iam.amazonaws.com', 'DeleteUser', 1],
  ])
})

test('a log source that nobody knows has no events', () => {
  expect(show('selection: { A: 1 }', '{ product: nobody, service: nothing }')).toEqual([])
})

test('an exclusion that absence alone fulfils leaves nothing to fire on', () => {
  const filtered = (filter: string): readonly string[] =>
    show(`selection: { Image: x }\nf: ${filter}\ncondition: selection and not f`)
  expect(filtered('{ Company: [Sysinternals, null] }')).toEqual(['1 1/1', '4688 0/1 lacks Company'])
  expect(filtered('{ Company: null, User: u }')).toEqual(['1 1/1', '4688 1/1'])
})

test('a list that absence fulfils needs no field', () => {
  const rows = eventCoverage(parseRule('selection: { Image: x, Company: [c, null] }'))
  expect(rows.map(r => [r.type.eventId, r.missingFields, r.vacuousAbsences])).toEqual([
    ['1', [], []],
    ['4688', [], ['Company']],
  ])
})

test('selectors compare as their operators say', () => {
  const ids = (detection: string): readonly string[] =>
    eventCoverage(parseRule(detection, security)).map(c => c.type.eventId ?? '')
  expect(ids("selection: { EventID: '462?' }")).toContain('4624')
  expect(ids("selection: { EventID: '4*24' }")).toEqual(
    ['4624', '4724', '4824', '4924'].filter(id => ids('selection: { A: 1 }').includes(id)),
  )
  expect(ids('selection: { EventID|gte: 4624, EventID|lt: 4626 }')).toEqual(['4624', '4625'])
})

test('a service of the cloud without its operations keeps its row', () => {
  const rows = eventCoverage(
    parseRule(
      'selection: { eventSource: lambda.amazonaws.com, eventName|startswith: Update }',
      '{ product: aws, service: cloudtrail }',
    ),
  )
  expect(rows.map(r => [r.type.provider, r.type.eventId, r.branchesCovered])).toEqual([
    ['lambda.amazonaws.com', undefined, 1],
  ])
})

test('an operation that two fields say is the one of the first', () => {
  const rows = eventCoverage(
    parseRule(
      'selection: { OperationName: Update user, properties.message: detail }',
      '{ product: azure, service: auditlogs }',
    ),
  )
  expect(rows.map(r => [r.type.eventId, r.branchesCovered])).toEqual([['Update user', 1]])
})

test('a provider that the catalogue lacks keeps its row beside one that it has', () => {
  const rows = eventCoverage(
    parseRule(
      'selection: { Provider_Name: [Service Control Manager, Nobody], EventID: 7045 }',
      '{ product: windows, service: system }',
    ),
  )
  expect(rows.map(r => [r.type.provider, r.type.eventId])).toEqual([
    ['Service Control Manager', '7045'],
    ['Nobody', '7045'],
  ])
})

test('a rule of auditd sees the records that it names', () => {
  const logSource = '{ product: linux, service: auditd }'
  expect(show('selection: { type: EXECVE, a0: x }', logSource)).toEqual(['EXECVE 1/1'])
})

test('past the limit of branches a rule is one row', () => {
  const parts = Array.from({ length: 13 }, (_, i) => `a${i}: { User: u }\nb${i}: { Hashes: h }`)
  const ways = parts.map((_, i) => `(a${i} or b${i})`)
  expect(show(`${parts.join('\n')}\ncondition: ${ways.join(' and ')}`)).toEqual([
    '1 1/1',
    '4688 1/1',
  ])
  expect(
    show(`${parts.join('\n')}\nc: { Hashes: z }\ncondition: ${ways.join(' and ')} and c`),
  ).toEqual(['1 1/1', '4688 0/1 lacks Hashes'])
})

test('the GUID of a provider rules nothing out', () => {
  const guid = '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'
  const rule = parseRule(
    `selection: { Provider_Guid: '${guid}', EventID: 1, Image: x }`,
    '{ product: windows, service: sysmon }',
  )
  expect(eventCoverage(rule).map(({ type }) => [type.provider, type.eventId])).toEqual([
    ['Microsoft-Windows-Sysmon', '1'],
  ])
})
