import { expect, test } from 'vitest'
import { makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView } from '../../engine/index.ts'
import { type Computation, computeValues, type Scalar } from '../../ir/index.ts'
import type { SqlDialect } from './dialect.ts'
import { parseSql } from './parse-sql.ts'

type Fields = Readonly<Record<string, readonly Scalar[]>>

function valuesOf(computation: Computation, fields: Fields): readonly Scalar[] | undefined {
  const event = plainView(makeEvent(fields))
  return computeValues(computation, field => fields[field], {
    holds: condition => evaluate(condition, event) === 'match',
  })
}

/** The value of an item on an event; `unknown` if nothing says how it is computed. */
function compute(item: string, fields: Fields, dialect: SqlDialect): Scalar | 'unknown' {
  const { value } = parseSql(`SELECT ${item} AS result FROM t`, { dialect })
  const stage = value.stages.find(one => one.kind === 'derive' && one.names.includes('result'))
  const computation = stage?.kind === 'derive' ? stage.computations?.[0] : undefined
  if (computation === undefined) return 'unknown'
  return valuesOf(computation, fields)?.[0] ?? null
}

const event = {
  text: ['Net.exe  use'],
  path: ['/etc/a.b'],
  'raw.user': ['root'],
  n: [7],
  list: ['x', 'y'],
  time: ['2025-08-25T12:34:56Z'],
  empty: [],
}

test.each<[string, Scalar | 'unknown']>([
  ['LENGTH(text)', 12],
  ["UPPER(raw:user) || '!'", 'ROOT!'],
  ["CONCAT(raw:user, '-', n::string)", 'root-7'],
  ['CONCAT(raw:user, empty)', null],
  ["COALESCE(empty, nothing, raw:user, 'x')", 'root'],
  ["IFF(n > 5, 'many', 'few')", 'many'],
  ["CASE n WHEN 1 THEN 'one' WHEN 7 THEN 'seven' END", 'seven'],
  ["CASE WHEN n < 5 THEN 'few' END", null],
  ["CASE WHEN text LIKE 'net%' THEN 1 WHEN text ILIKE 'net%' THEN 2 ELSE 3 END", 2],
  ['n + 2 * 3 - 1', 12],
  ['n / 2', 'unknown'],
  ['-n', -7],
  ["REPLACE(path, '/', ':')", ':etc:a.b'],
  ['SUBSTR(path, 2, 3)', 'etc'],
  ['SUBSTR(path, -3)', 'a.b'],
  ['SUBSTR(path, 0, 3)', 'unknown'],
  ['ARRAY_SIZE(list)', 2],
  ['ARRAY_SIZE(nothing)', null],
  ["ARRAY_TO_STRING(list, '+')", 'x+y'],
  ["DATE_TRUNC('hour', time)", '2025-08-25T12:00:00.000Z'],
  ["TIME_SLICE(time, 30, 'minute')", '2025-08-25T12:30:00.000Z'],
  ["DATE_TRUNC('month', time)", 'unknown'],
  ["REGEXP_SUBSTR(text, '[A-Z]\\\\w+')", 'Net'],
  ["REGEXP_SUBSTR(text, 'NET\\\\.(\\\\w+)', 1, 1, 'ie', 1)", 'exe'],
  ["REGEXP_SUBSTR(text, 'x', 1, 2)", 'unknown'],
  ["SPLIT_PART(path, '/', 2)", 'etc'],
  ["SPLIT_PART(path, '/', 1)", ''],
  ["SPLIT_PART(path, '/', -1)", 'a.b'],
  ["SPLIT_PART(path, '.', -2)", '/etc/a'],
  ["SPLIT_PART(path, '/', 9)", ''],
  ["SPLIT_PART(empty, '/', 1)", null],
  ["SPLIT_PART(path, 'tc', 1)", 'unknown'],
  ["NULLIF(raw:user, 'root')", null],
  ["NULLIF(raw:user, 'x')", 'root'],
  ['ZEROIFNULL(empty)', 0],
  ['list[0]', 'unknown'],
  ['PARSE_JSON(text):a', 'unknown'],
  ['event_time > DATEADD(hour, -2, SYSDATE())', null],
])('%s is %s', (item, expected) => {
  expect(compute(item, event, 'snowflake')).toBe(expected)
})

test('what Trino and SQLite call otherwise', () => {
  expect(compute("array_join(list, '+')", event, 'athena')).toBe('x+y')
  expect(compute('cardinality(list)', event, 'athena')).toBe(2)
  expect(compute('iif(n = 7, 1, 0)', event, 'sqlite')).toBe(1)
  expect(compute("regexp_substr(text, 'x')", event, 'athena')).toBe('unknown')
  expect(compute("regexp_extract(text, '(\\w+)\\.exe', 1)", event, 'athena')).toBe('Net')
  expect(compute("split_part(path, '/', 9)", event, 'athena')).toBe(null)
})

test('conditions inside a function of an aggregation make other rows null', () => {
  const { value } = parseSql("SELECT COUNT_IF(a = 'x') AS n FROM t")
  const [, derive] = value.stages
  const computation = derive?.kind === 'derive' ? derive.computations?.[0] : undefined
  if (computation === undefined) throw new Error('nothing is computed')
  const of = (a: string) => valuesOf(computation, { a: [a] })
  expect([of('x'), of('y')]).toEqual([[true], [null]])
})
