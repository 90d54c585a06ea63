import { describe, expect, test } from 'vitest'
import { type EventFields, makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView } from '../../engine/index.ts'
import { parseKuery } from './parse-kuery.ts'

/**
 * What queries mean, each with the sentence of Elastic’s documentation of the language that it rests
 * on, and where the sentence leaves a choice, the reading that we took.
 */
interface Meaning {
  readonly sentence: string
  readonly reading?: string
  readonly query: string
  readonly matches: readonly EventFields[]
  readonly rejects: readonly EventFields[]
}

const meanings: Readonly<Record<string, Meaning>> = {
  'a value is compared whole and cased': {
    sentence:
      'When querying keyword, numeric, date, or boolean fields, the value must be an exact match, including punctuation and case.',
    query: 'http.request.method: GET',
    matches: [{ 'http.request.method': 'GET' }, { 'http.request.method': ['POST', 'GET'] }],
    rejects: [{ 'http.request.method': 'get' }, { 'http.request.method': 'GET ' }, {}],
  },
  'a star alone asks for existence': {
    sentence: 'This checks for any indexed value, including an empty string.',
    query: 'http.request.method: *',
    matches: [{ 'http.request.method': '' }, { 'http.request.method': 0 }],
    rejects: [{}, { other: 1 }],
  },
  'free text looks into all fields': {
    sentence: 'The field parameter is optional. If not provided, all fields are searched.',
    reading: 'every field counts as analysed text: a term in it is enough, in any case',
    query: 'Hello',
    matches: [{ a: 'hello' }, { b: 'he said: Hello, you' }],
    rejects: [{ a: 'hellos' }, { Hello: 'x' }],
  },
  'the order of words does not matter in analysed text': {
    sentence:
      'Because this is a text field, the order of these search terms does not matter, and even documents containing “pointer null” are returned.',
    query: 'message: null pointer',
    matches: [{ message: 'a null pointer' }, { message: 'pointer null' }, { message: 'Pointer' }],
    rejects: [{ message: 'pointers' }],
  },
  'it does in quotation marks': {
    sentence:
      'To search text fields where the terms are in the order provided, surround the value in quotation marks.',
    query: 'message: "null pointer"',
    matches: [{ message: 'A NULL POINTER!' }],
    rejects: [{ message: 'pointer null' }, { message: 'null' }],
  },
  'marks are escaped': {
    sentence: 'Certain characters must be escaped by a backslash (unless surrounded by quotes).',
    query: 'http.request.referrer: https\\://example.com',
    matches: [{ 'http.request.referrer': 'https://example.com' }],
    rejects: [{ 'http.request.referrer': 'https\\://example.com' }],
  },
  ranges: {
    sentence:
      'To search documents that contain terms within a provided range, use KQL’s range syntax.',
    query: 'http.response.bytes > 10000 and http.response.bytes <= 20000',
    matches: [{ 'http.response.bytes': 20000 }, { 'http.response.bytes': '10001' }],
    rejects: [{ 'http.response.bytes': 10000 }, { 'http.response.bytes': 20001 }, {}],
  },
  'ranges of dates': {
    sentence: 'You can also use range syntax for string values, IP addresses, and timestamps.',
    reading: 'dates without an offset are in UTC; a day is all of its instants',
    query: '@timestamp > "2024-02-03" and @timestamp <= "2024-02-05"',
    matches: [
      { '@timestamp': '2024-02-04T00:00:00.000Z' },
      { '@timestamp': '2024-02-05T23:59:59.999Z' },
    ],
    rejects: [
      { '@timestamp': '2024-02-03T23:59:59.999Z' },
      { '@timestamp': '2024-02-06T00:00:00.000Z' },
    ],
  },
  wildcards: {
    sentence: 'To search for documents matching a pattern, use the wildcard syntax.',
    reading: 'the whole value follows the pattern, case counts, and only the star is a wildcard',
    query: 'http.response.status_code: 4* or file.path: C\\:\\\\*.exe or a: ?x',
    matches: [{ 'http.response.status_code': 404 }, { 'file.path': 'C:\\a\\b.exe' }, { a: '?x' }],
    rejects: [
      { 'http.response.status_code': 340 },
      { 'file.path': 'c:\\a\\b.exe' },
      { 'file.path': 'C:\\a.exe.x' },
      { a: 'yx' },
    ],
  },
  'negation holds without the field': {
    sentence: 'To negate or exclude a set of documents, use the not keyword (not case-sensitive).',
    query: 'NOT http.request.method: GET',
    matches: [{ 'http.request.method': 'POST' }, {}],
    rejects: [{ 'http.request.method': 'GET' }, { 'http.request.method': ['POST', 'GET'] }],
  },
  '“and” before “or”': {
    sentence: 'By default, and has a higher precedence than or.',
    query: 'a: 1 or b: 2 and c: 3',
    matches: [{ a: 1 }, { b: 2, c: 3 }],
    rejects: [{ b: 2 }, { c: 3 }],
  },
  'brackets change that': {
    sentence: 'You can override the default precedence by grouping operators in parentheses.',
    query: '(a: 1 or b: 2) and c: 3',
    matches: [
      { a: 1, c: 3 },
      { b: 2, c: 3 },
    ],
    rejects: [{ a: 1 }],
  },
  'a list of values': {
    sentence:
      'You can also use parentheses for shorthand syntax when querying multiple values for the same field.',
    query: 'http.request.method: (GET or POST or DELETE)',
    matches: [{ 'http.request.method': 'DELETE' }],
    rejects: [{ 'http.request.method': 'PUT' }],
  },
  'several values that must all be there': {
    sentence: 'tags:(success and info and security)',
    query: 'tags: (success and info)',
    matches: [{ tags: ['info', 'x', 'success'] }],
    rejects: [{ tags: 'success' }],
  },
  'several numbers': {
    sentence: 'Terms query: http.response.status_code:400 401 404',
    query: 'http.response.status_code: 400 401 404',
    matches: [{ 'http.response.status_code': 401 }],
    rejects: [{ 'http.response.status_code': 403 }],
  },
  'nested fields': {
    sentence:
      'To match documents where a single nested document contains both values, use the nested syntax.',
    reading: 'the logic knows no objects in lists, so two objects together can satisfy it',
    query: 'user: { first: Alice and last: White }',
    matches: [{ 'user.first': 'Alice', 'user.last': 'White' }],
    rejects: [{ 'user.first': 'Alice', 'user.last': 'Smith' }],
  },
  networks: {
    sentence: 'The term query on a field of type ip accepts CIDR notation.',
    query: 'source.ip: (10.0.0.0/8 or "192.168.0.0/16")',
    matches: [{ 'source.ip': '10.1.2.3' }, { 'source.ip': '192.168.9.9' }],
    rejects: [{ 'source.ip': '11.1.2.3' }],
  },
}

function truthOf(query: string, fields: EventFields): readonly string[] {
  return parseKuery(query).value.stages.flatMap(stage =>
    stage.kind === 'filter' ? [evaluate(stage.expression, plainView(makeEvent(fields)))] : [],
  )
}

describe.each(Object.entries(meanings))('%s', (_, { query, matches, rejects }) => {
  test.each(matches.map(fields => [fields]))('matches %j', fields => {
    expect(truthOf(query, fields)).toEqual(['match'])
  })

  test.each(rejects.map(fields => [fields]))('rejects %j', fields => {
    expect(truthOf(query, fields)).toEqual(['no_match'])
  })
})
