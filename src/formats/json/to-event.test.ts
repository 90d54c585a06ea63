import { expect, test } from 'vitest'
import { findIsoTime } from './iso-time.ts'
import { toLogEvent } from './to-event.ts'

test.each([
  [
    'flat Windows',
    {
      EventID: 1,
      SourceName: 'p',
      Hostname: 'pc',
      Channel: 'c',
      '@timestamp': '2020-01-01T00:00:00.1Z',
    },
    { time: '2020-01-01T00:00:00.1Z', provider: 'p', channel: 'c', eventId: '1', computer: 'pc' },
  ],
  [
    'Winlogbeat',
    {
      '@timestamp': '2020-01-01T00:00:00Z',
      winlog: { channel: 'c', event_id: '1', provider_name: 'p', computer_name: 'pc' },
    },
    { time: '2020-01-01T00:00:00Z', provider: 'p', channel: 'c', eventId: '1', computer: 'pc' },
  ],
  [
    'ECS',
    { event: { code: '1', provider: 'p' }, host: { name: 'pc' } },
    { provider: 'p', eventId: '1', computer: 'pc' },
  ],
  [
    'CloudTrail',
    { eventTime: '2020-01-01T00:00:00Z', eventSource: 's3.amazonaws.com', eventName: 'PutObject' },
    { time: '2020-01-01T00:00:00Z', provider: 's3.amazonaws.com', eventId: 'PutObject' },
  ],
  [
    'Windows’ XML',
    {
      Event: {
        System: {
          Provider: { '#attributes': { Name: 'p' } },
          EventID: 1,
          TimeCreated: { '#attributes': { SystemTime: '2020-01-01T00:00:00.123456Z' } },
          Channel: 'c',
          Computer: 'pc',
          EventRecordID: 99,
        },
      },
    },
    {
      time: '2020-01-01T00:00:00.123456Z',
      provider: 'p',
      channel: 'c',
      eventId: '1',
      computer: 'pc',
    },
  ],
  ['any other object', { a: 1 }, {}],
])('the header of %s says what the object has, and its place in the file', (_, object, header) => {
  expect(toLogEvent(object, 5)?.header).toEqual({ record: 5, ...header })
})

test.each([
  ['2020-09-21T22:13:36Z', '2020-09-21T22:13:36Z'],
  ['2020-10-19 03:30:41.104', '2020-10-19T03:30:41.104Z'],
  ['2020-01-01T01:30:00.1234567+02:00', '2019-12-31T23:30:00.1234567Z'],
  ['2020-01-01T01:30:00-0530', '2020-01-01T07:00:00Z'],
  [1_588_316_619.797_806, '2020-05-01T07:03:39.797806Z'],
  [1_588_316_619_797, '2020-05-01T07:03:39.797Z'],
  ['9999-12-31T23:30:00.5-01:00', '+010000-01-01T00:30:00.5Z'],
  ['+010000-01-01T00:30:00.5Z', '+010000-01-01T00:30:00.5Z'],
  ['0000-01-01T00:00:00+01:00', '-000001-12-31T23:00:00Z'],
  ['+275760-09-13T00:00:00-01:00', undefined],
  ['2020-13-01T00:00:00Z', undefined],
  ['yesterday', undefined],
  [12, undefined],
  [null, undefined],
])('the time %s is %s', (value, expected) => {
  expect(findIsoTime(value)).toBe(expected)
})
