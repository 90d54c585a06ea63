import { expect, test } from 'vitest'
import { makeTest } from '../../test/support/make-test.ts'
import { and, type Logic, not, type Stage } from '../ir/index.ts'
import { kustoSignsOf, kustoTablesOf, sourceNames, splunkSignsOf } from './query-signs.ts'

const span = { start: 0, end: 1 }
const source = (...names: readonly string[]): Stage => ({
  kind: 'source',
  names,
  logSource: {},
  span,
})

test('the sources of a search are sorted by what they are', () => {
  const names = ['datamodel=Endpoint.Processes', 'sourcetype=a', 'source=b', 'index=c', 'get_x']
  expect(splunkSignsOf({ stages: [source(...names)] })).toEqual({
    // A bare name may be either.
    dataModels: ['Endpoint.Processes', 'get_x'],
    macros: ['get_x'],
    sourceTypes: ['a', 'b'],
    platforms: [],
  })
})

test('and so are the values of its unnegated tests', () => {
  const expression = and([
    makeTest('equals', 'sourcetype', 'a'),
    makeTest('equals', 'event_platform', 'Win'),
    not(makeTest('equals', 'source', 'b')),
  ])
  const filter: Stage = { kind: 'filter', condition: '', parts: [], expression, span }
  const signs = splunkSignsOf({ stages: [filter] })
  expect([signs.sourceTypes, signs.platforms]).toEqual([['a'], ['Win']])
})

test('a query of Kusto shows types of actions, channels and providers', () => {
  const expression = and([
    makeTest('equals', 'ActionType', 'FileCreated'),
    makeTest('equals', 'EventLog', 'System'),
    makeTest('equals', 'Source', 'Microsoft-Windows-Sysmon'),
  ])
  const filter: Stage = { kind: 'filter', condition: '', parts: [], expression, span }
  expect(kustoSignsOf({ stages: [filter] })).toEqual({
    actionTypes: ['FileCreated'],
    channels: ['System'],
    providers: ['Microsoft-Windows-Sysmon'],
  })
})

test('sources of parts count, each name once', () => {
  const sides: readonly Logic[] = [{ stages: [source('a')] }, { stages: [source('b', 'c')] }]
  const join: Stage = { kind: 'join', how: 'inner', sides, keys: [], span }
  const step = { logic: { stages: [source('d')] }, by: [], isMissing: false, runs: 1 }
  const sequence: Stage = { kind: 'sequence', steps: [step], by: [], span }
  expect(sourceNames({ stages: [source('a'), join, sequence] })).toEqual(['a', 'b', 'c', 'd'])
})

test('tables of Kusto are logs or lookups, without arguments and places', () => {
  const names = [
    'workspace("a").SigninLogs',
    'SigninLogs',
    '_Im_Dns(starttime=ago(1h), x=f(1))',
    '_GetWatchlist("users")',
    'ARG("").Resources',
    'https://example.com/a(b).csv',
    'IdentityInfo',
    'Anomalies',
  ]
  expect(kustoTablesOf({ stages: [source(...names)] })).toEqual({
    logs: ['SigninLogs', '_Im_Dns', 'Anomalies'],
    lookups: ['_GetWatchlist', 'Resources', 'https://example.com/a(b).csv', 'IdentityInfo'],
  })
})
