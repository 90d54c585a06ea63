import { describe, expect, test } from 'vitest'
import { type EventFields, makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView, type Truth } from '../../engine/index.ts'
import { and } from '../../ir/index.ts'
import { functionNames, itemFunctions, textTests } from './functions.ts'
import { parseMql } from './parse-mql.ts'

/**
 * Every operator and every function that has a test in the logic, with the sentence of Sublime’s
 * documentation that it rests on, and where the sentence leaves a choice, the reading that we took.
 */
interface Meaning {
  readonly sentence: string
  readonly reading?: string
  readonly query: string
  readonly matches: readonly EventFields[]
  readonly rejects: readonly EventFields[]
}

const isNull =
  'If an expression can’t be evaluated because one of the required arguments is missing (null), then the result is also null.'

const operators: Readonly<Record<string, Meaning>> = {
  '==': {
    sentence: 'If either side of a comparison is null, the full comparison will evaluate as null.',
    reading: 'Upper and lower case differ.',
    query: 'a == "x"',
    matches: [{ a: 'x' }],
    rejects: [{ a: 'X' }, { a: 'xy' }, {}],
  },
  '!=': {
    sentence: 'With not or != you want to take extra caution for the case where a field is null.',
    query: 'a != "x"',
    matches: [{ a: 'y' }, { a: 'X' }],
    rejects: [{ a: 'x' }, {}],
  },
  '=~': {
    sentence: 'Strings are compared without case.',
    query: 'a =~ "x"',
    matches: [{ a: 'X' }],
    rejects: [{ a: 'y' }, {}],
  },
  '!~': {
    sentence: isNull,
    query: 'a !~ "x"',
    matches: [{ a: 'y' }],
    rejects: [{ a: 'X' }, {}],
  },
  '<': { sentence: isNull, query: 'a < 5', matches: [{ a: 4 }], rejects: [{ a: 5 }, {}] },
  '<=': { sentence: isNull, query: 'a <= 5', matches: [{ a: 5 }], rejects: [{ a: 6 }, {}] },
  '>': { sentence: isNull, query: 'a > -1', matches: [{ a: 0 }], rejects: [{ a: -1 }, {}] },
  '>=': { sentence: isNull, query: 'a >= 5', matches: [{ a: 5 }], rejects: [{ a: 4 }, {}] },
  'not of an order': {
    sentence: isNull,
    query: 'not a < 5',
    matches: [{ a: 5 }],
    rejects: [{ a: 4 }, {}],
  },
  'a chain': {
    sentence: 'Comparisons can be chained.',
    query: '0 < a <= 5',
    matches: [{ a: 1 }, { a: 5 }],
    rejects: [{ a: 0 }, { a: 6 }, {}],
  },
  in: {
    sentence: 'The value is one of those in the list.',
    query: 'a in ("x", "y", 5)',
    matches: [{ a: 'x' }, { a: 5 }],
    rejects: [{ a: 'X' }, { a: 'z' }, {}],
  },
  'in~': {
    sentence: 'The same without case.',
    query: 'a in~ ("x", "y")',
    matches: [{ a: 'X' }],
    rejects: [{ a: 'z' }, {}],
  },
  'not in': {
    sentence: isNull,
    query: 'a not in ("x", "y")',
    matches: [{ a: 'z' }, { a: 'X' }],
    rejects: [{ a: 'x' }, {}],
  },
  and: {
    sentence: 'Boolean operations are performed with null as neither true nor false.',
    query: 'a == "x" and b == "y"',
    matches: [{ a: 'x', b: 'y' }],
    rejects: [{ a: 'x' }, { b: 'y' }],
  },
  or: {
    sentence: 'Boolean operations are performed with null as neither true nor false.',
    query: 'a == "x" or b == "y"',
    matches: [{ a: 'x' }, { b: 'y' }],
    rejects: [{ a: 'y' }, {}],
  },
  'not of a conjunction': {
    sentence: 'false and null is false.',
    query: 'not (a == "x" and b == "y")',
    matches: [{ a: 'z' }, { a: 'x', b: 'z' }],
    rejects: [{ a: 'x', b: 'y' }, { a: 'x' }, {}],
  },
  'not of a disjunction': {
    sentence: 'false or null is null.',
    query: 'not (a == "x" or b == "y")',
    matches: [{ a: 'z', b: 'z' }],
    rejects: [{ a: 'z' }, { a: 'x', b: 'z' }, {}],
  },
  'a field alone': {
    sentence: isNull,
    query: 'a and not b',
    matches: [{ a: true, b: false }],
    rejects: [{ a: true }, { a: true, b: true }, { a: false, b: false }],
  },
  'is null': {
    sentence: 'To explicitly check if a value is null, use is null or is not null.',
    query: 'a is null and b is not null',
    matches: [{ b: 'x' }, { a: null, b: '' }],
    rejects: [{ a: 'x', b: 'x' }, {}],
  },
  '== null': {
    sentence: 'null == null -> null',
    query: 'a == null or b == "y"',
    matches: [{ b: 'y' }],
    rejects: [{}, { a: null }],
  },
  'two fields': {
    sentence: isNull,
    query: 'a == b and not c =~ d',
    matches: [{ a: 'x', b: 'x', c: 'y', d: 'z' }],
    rejects: [
      { a: 'x', b: 'X', c: 'y', d: 'z' },
      { a: 'x', b: 'x', c: 'y', d: 'Y' },
      { a: 'x', b: 'x', c: 'y' },
    ],
  },
  of: {
    sentence: 'At least as many of the conditions as the number says are true.',
    query: '1 of (a == "x", b == "y") and 2 of (c == "z", d == "z")',
    matches: [{ a: 'x', c: 'z', d: 'z' }],
    rejects: [
      { a: 'x', c: 'z' },
      { c: 'z', d: 'z' },
    ],
  },
}

const calls: Readonly<Record<string, Meaning>> = {
  'strings.contains': {
    sentence: 'Whether the source contains any of the substrings.',
    query: 'strings.contains(a, "x", "y")',
    matches: [{ a: 'axb' }, { a: 'y' }],
    rejects: [{ a: 'X' }, {}],
  },
  'strings.icontains': {
    sentence: 'The same without case.',
    query: 'strings.icontains(a, "x")',
    matches: [{ a: 'aXb' }],
    rejects: [{ a: 'y' }, {}],
  },
  'strings.starts_with': {
    sentence: 'Whether the source begins with any of the prefixes.',
    query: 'strings.starts_with(a, "x")',
    matches: [{ a: 'xy' }],
    rejects: [{ a: 'yx' }, { a: 'Xy' }, {}],
  },
  'strings.istarts_with': {
    sentence: 'The same without case.',
    query: 'strings.istarts_with(a, "x")',
    matches: [{ a: 'Xy' }],
    rejects: [{ a: 'yx' }],
  },
  'strings.ends_with': {
    sentence: 'Whether the source ends with any of the suffixes.',
    query: 'strings.ends_with(a, "x")',
    matches: [{ a: 'yx' }],
    rejects: [{ a: 'xy' }, { a: 'yX' }, {}],
  },
  'strings.iends_with': {
    sentence: 'The same without case.',
    query: 'strings.iends_with(a, "x")',
    matches: [{ a: 'yX' }],
    rejects: [{ a: 'xy' }],
  },
  'strings.like': {
    sentence: 'A pattern for the whole string, in which * is any run of characters and ? any one.',
    query: "strings.like(a, 'x*z', 'a?c')",
    matches: [{ a: 'xz' }, { a: 'xyyz' }, { a: 'abc' }],
    rejects: [{ a: 'xyzw' }, { a: 'ac' }, { a: 'XZ' }, {}],
  },
  'strings.ilike': {
    sentence: 'like(null, "*cloudtracking.gif*") -> null',
    query: "not strings.ilike(a, '*x*')",
    matches: [{ a: 'y' }],
    rejects: [{ a: 'aXb' }, {}],
  },
  like: {
    sentence: 'like(body.html.raw, "*cloudtracking.gif*")',
    query: "like(a, '*x')",
    matches: [{ a: 'ax' }],
    rejects: [{ a: 'xa' }],
  },
  ilike: {
    sentence: 'The same without case.',
    query: "ilike(a, '*x')",
    matches: [{ a: 'aX' }],
    rejects: [{ a: 'xa' }],
  },
  'regex.contains': {
    sentence: 'Whether any of the expressions matches a part of the input.',
    query: "regex.contains(a, 'x.z', '[0-9]{3}')",
    matches: [{ a: 'axyzb' }, { a: 'a123' }],
    rejects: [{ a: 'xz' }, { a: 'XYZ' }, {}],
  },
  'regex.icontains': {
    sentence: 'The same without case.',
    query: "regex.icontains(a, 'x.z')",
    matches: [{ a: 'XYZ' }],
    rejects: [{ a: 'xz' }],
  },
  'regex.match': {
    sentence: 'Whether any of the expressions matches the whole input.',
    query: "regex.match(a, 'x.z')",
    matches: [{ a: 'xyz' }],
    rejects: [{ a: 'axyz' }, { a: 'xyzb' }, {}],
  },
  'regex.imatch': {
    sentence: 'The same without case.',
    query: "regex.imatch(a, 'x.z')",
    matches: [{ a: 'XYZ' }],
    rejects: [{ a: 'aXYZ' }],
  },
}

function truthOf(query: string, fields: EventFields): Truth {
  const { stages } = parseMql(query).value
  const filters = stages.flatMap(stage => (stage.kind === 'filter' ? [stage.expression] : []))
  return evaluate(and(filters), plainView(makeEvent(fields)))
}

describe.each(Object.entries({ ...operators, ...calls }))('%s', (_, meaning) => {
  const { query, matches, rejects } = meaning
  test.each(matches.map(fields => [JSON.stringify(fields), fields] as const))(
    'matches %s',
    (_text, fields) => expect(truthOf(query, fields)).toBe('match'),
  )
  test.each(rejects.map(fields => [JSON.stringify(fields), fields] as const))(
    'rejects %s',
    (_text, fields) => expect(truthOf(query, fields)).toBe('no_match'),
  )
})

test('every function that is a test of its first argument is in the table', () => {
  expect(Object.keys(calls).sort()).toEqual([...textTests.keys()].sort())
})

const computed = [
  ...functionNames.filter(name => !textTests.has(name) && !itemFunctions.has(name)),
  'ml.nlu_classifier',
  'file.explode',
  'profile.by_sender',
  'network.whois',
  'html.xpath',
  'beta.ocr',
]

test.each(computed)('what %s gives is derived', name => {
  const { value, diagnostics } = parseMql(`${name}(a) == "x"`)
  expect(diagnostics).toEqual([])
  expect(value.stages.map(({ kind }) => kind)).toEqual(['derive', 'filter'])
  // Without what computes it nothing is found.
  expect(truthOf(`${name}(a) == "x"`, { a: 'x' })).toBe('unknown')
})

test.each([...itemFunctions])('%s looks at items', name => {
  const { value, diagnostics } = parseMql(
    name === 'any' || name === 'all' ? `${name}(a, .b == 1)` : `length(${name}(a, .b == 1)) == 1`,
  )
  expect(diagnostics).toEqual([])
  expect(value.stages.at(-1)?.kind).toBe('filter')
  expect(value.stages.length).toBeGreaterThan(1)
})
