import { describe, expect, test } from 'vitest'
import { type EventFields, makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView } from '../../engine/index.ts'
import { allowedEdits } from './fuzziness.ts'
import { parseLucene } from './parse-lucene.ts'

/**
 * What queries mean, each with the sentence of Elasticsearch’s documentation of query strings that it
 * rests on, and where the sentence leaves a choice, the reading that we took.
 */
interface Meaning {
  readonly sentence: string
  readonly reading?: string
  readonly query: string
  readonly matches: readonly EventFields[]
  readonly rejects: readonly EventFields[]
}

const meanings: Readonly<Record<string, Meaning>> = {
  'a term in a field': {
    sentence: 'where the status field contains active',
    reading: 'the field is a whole value, as all fields are that are not known to be analysed text',
    query: 'status:active',
    matches: [{ status: 'active' }, { status: ['x', 'active'] }],
    rejects: [{ status: 'Active' }, { status: 'inactive' }, {}],
  },
  'several terms': {
    sentence: 'where the title field contains quick or brown',
    query: 'title:(quick OR brown)',
    matches: [{ title: 'quick' }, { title: 'brown' }],
    rejects: [{ title: 'fox' }],
  },
  'terms without operators': {
    sentence:
      'If the field is a keyword field the analyzer will create a single term new york city.',
    query: 'city:(new york city)',
    matches: [{ city: 'new york city' }],
    rejects: [{ city: 'new' }, { city: 'city' }],
  },
  existence: {
    sentence: 'where the field title has any non-null value',
    query: '_exists_:title',
    matches: [{ title: '' }, { title: 'x' }],
    rejects: [{}, { _exists_: 'title' }],
  },
  wildcards: {
    sentence: 'using ? to replace a single character, and * to replace zero or more characters',
    query: 'a:qu?ck AND b:bro*',
    matches: [
      { a: 'quick', b: 'bro' },
      { a: 'quack', b: 'brown' },
    ],
    rejects: [
      { a: 'quck', b: 'bro' },
      { a: 'Quick', b: 'bro' },
    ],
  },
  'regular expressions': {
    sentence:
      'Lucene’s patterns are always anchored. The pattern provided must match the entire string.',
    query: 'name:/joh?n(ath[oa]n)/',
    matches: [{ name: 'johnathon' }, { name: 'jonathan' }],
    rejects: [{ name: 'johnathons' }, { name: 'john' }, { name: 'Jonathan' }],
  },
  'ranges that include their bounds': {
    sentence: 'Inclusive ranges are specified with square brackets [min TO max].',
    query: 'count:[1 TO 5]',
    matches: [{ count: 1 }, { count: 5 }],
    rejects: [{ count: 0 }, { count: 6 }, {}],
  },
  'ranges that do not': {
    sentence: 'Exclusive ranges with curly brackets {min TO max}.',
    query: 'tag:{alpha TO omega}',
    matches: [{ tag: 'beta' }],
    rejects: [{ tag: 'alpha' }, { tag: 'omega' }, { tag: 'zeta' }],
  },
  'ranges with both brackets': {
    sentence: 'Curly and square brackets can be combined: count:[1 TO 5}',
    query: 'count:[1 TO 5}',
    matches: [{ count: 1 }],
    rejects: [{ count: 5 }],
  },
  'ranges with one side': {
    sentence: 'Ranges with one side unbounded can use the following syntax: age:>10',
    query: 'age:(>=10 AND <20)',
    matches: [{ age: 10 }],
    rejects: [{ age: 20 }, { age: 9 }],
  },
  'all days of a year': {
    sentence: 'All days in 2012: date:[2012-01-01 TO 2012-12-31]',
    query: 'date:[2012-01-01 TO 2012-12-31]',
    matches: [{ date: '2012-01-01T00:00:00Z' }, { date: '2012-12-31T23:59:59.999Z' }],
    rejects: [{ date: '2011-12-31T23:59:59Z' }, { date: '2013-01-01T00:00:00Z' }],
  },
  'required and excluded': {
    sentence:
      'fox must be present; news must not be present; quick and brown are optional — their presence increases the relevance',
    query: 'a:quick a:brown +a:fox -a:news',
    matches: [{ a: 'fox' }, { a: ['fox', 'quick'] }],
    rejects: [{ a: 'quick' }, { a: ['fox', 'news'] }],
  },
  'no precedence': {
    sentence:
      'The familiar boolean operators AND, OR and NOT are also supported but beware that they do not honor the usual precedence rules.',
    query: 'a:1 OR b:2 AND c:3',
    matches: [{ b: 2, c: 3 }],
    rejects: [{ a: 1 }, { b: 2 }],
  },
  grouping: {
    sentence:
      'Multiple terms or clauses can be grouped together with parentheses, to form sub-queries.',
    query: '(quick OR brown) AND fox',
    matches: [{ a: 'a Quick fox' }, { a: 'brown', b: 'fox' }],
    rejects: [{ a: 'fox' }, { a: 'quick' }, { a: 'brown foxes' }],
  },
  'exclusion only': {
    sentence: 'NOT a:1',
    reading: 'Elasticsearch lets a query of nothing but exclusions match all else',
    query: '-a:1 -b:2',
    matches: [{}, { a: 2 }],
    rejects: [{ a: 1 }, { b: 2 }],
  },
  escapes: {
    sentence: 'to search for (1+1)=2, you would need to write your query as \\(1\\+1\\)\\=2',
    query: 'a:\\(1\\+1\\)\\=2',
    matches: [{ a: '(1+1)=2' }],
    rejects: [{ a: '1+1=2' }],
  },
}

function truthOf(query: string, fields: EventFields): readonly string[] {
  return parseLucene(query).value.stages.flatMap(stage =>
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

test('what is nearly equal is neither a match nor none', () => {
  expect(truthOf('user.name:quikc~', { 'user.name': 'quick' })).toEqual(['unknown'])
})

test.each([
  ['ab', 'auto', 0],
  ['abc', 'auto', 1],
  ['abcdef', 'auto', 2],
  ['abcdef', 0, 0],
  ['abcdef', 1, 1],
  ['abcdef', 9, 2],
  ['abcd', 0.5, 2],
  ['abcd', 0.8, 0],
] as const)('of “%s” with fuzziness %s, %i characters may differ', (text, fuzziness, edits) => {
  expect(allowedEdits(text, fuzziness)).toBe(edits)
})
