import { describe, expect, test } from 'vitest'
import { type EventFields, makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView, type Truth } from '../../engine/index.ts'
import { parseKuery } from '../kuery/index.ts'
import { parseLucene } from '../lucene/index.ts'
import { parseEsql } from './parse-esql.ts'

/**
 * Operators and functions in conditions, each with the sentence of Elastic’s documentation of ES|QL
 * that it rests on, and where the sentence leaves a choice, the reading that we took.
 */
interface Meaning {
  readonly sentence: string
  readonly reading?: string
  readonly condition: string
  readonly matches: readonly EventFields[]
  readonly rejects: readonly EventFields[]
}

const meanings: Readonly<Record<string, Meaning>> = {
  '== compares whole values, and case counts': {
    sentence: 'Check if two fields are equal.',
    condition: 'a == "Cmd.exe"',
    matches: [{ a: 'Cmd.exe' }],
    rejects: [{ a: 'cmd.exe' }, { a: 'Cmd.exe ' }, { a: null }, {}],
  },
  '== of two fields': {
    sentence: 'Check if two fields are equal.',
    condition: 'a == b',
    matches: [{ a: 'x', b: 'x' }],
    rejects: [{ a: 'x', b: 'X' }, { a: 'x' }, { b: 'x' }, {}],
  },
  '!= needs the field': {
    sentence:
      '`WHERE field != "value"` will be interpreted as `WHERE field != "value" AND field IS NOT NULL`.',
    condition: 'a != "x"',
    matches: [{ a: 'y' }, { a: 'X' }],
    rejects: [{ a: 'x' }, { a: null }, {}],
  },
  '!= of two fields needs both': {
    sentence: 'Comparisons involving `NULL` evaluate to `NULL`.',
    condition: 'a != b',
    matches: [{ a: 'x', b: 'y' }],
    rejects: [{ a: 'x', b: 'x' }, { a: 'x' }, { b: 'y' }],
  },
  'NOT of a comparison drops events without the field, too': {
    sentence:
      'Rows where `process.name` is `NULL` are still dropped, because `process.name == "svchost.exe"` evaluates to `NULL`, and `NOT NULL` is also `NULL`.',
    condition: 'NOT a == "x"',
    matches: [{ a: 'y' }],
    rejects: [{ a: 'x' }, { a: null }, {}],
  },
  'OR IS NULL keeps them': {
    sentence:
      'If you want to keep rows with a different process name and rows with no process name, include the null case explicitly.',
    condition: 'a != "x" OR a IS NULL',
    matches: [{ a: 'y' }, { a: null }, {}],
    rejects: [{ a: 'x' }],
  },
  'AND is false if either side is, whatever the other': {
    sentence:
      '`NULL` means unknown, so it is preserved unless the other operand determines the result.',
    condition: 'NOT (a == 1 AND b == 2)',
    matches: [{ a: 2 }, { b: 3 }, { a: 2, b: 2 }],
    rejects: [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }, {}],
  },
  'OR is true if either side is, whatever the other': {
    sentence:
      '`NULL` means unknown, so it is preserved unless the other operand determines the result.',
    condition: 'a == 1 OR b == 2',
    matches: [{ a: 1 }, { b: 2 }],
    rejects: [{ a: 2 }, {}],
  },
  'NOT of OR needs both sides': {
    sentence: 'Boolean operators use three-valued logic.',
    condition: 'NOT (a == 1 OR b == 2)',
    matches: [{ a: 2, b: 1 }],
    rejects: [{ a: 2 }, { b: 1 }, { a: 1, b: 1 }, {}],
  },
  '< and its kin compare numbers': {
    sentence: 'Check if one field is less than another.',
    condition: 'a < 10 AND b <= 5 AND c > 1.5 AND d >= -2',
    matches: [{ a: 9, b: 5, c: 2, d: -2 }],
    rejects: [
      { a: 10, b: 5, c: 2, d: -2 },
      { a: 9, b: 6, c: 2, d: -2 },
      { b: 5, c: 2, d: -2 },
    ],
  },
  'NOT of < is >=': {
    sentence: 'Comparisons involving `NULL` evaluate to `NULL`.',
    condition: 'NOT a < 10',
    matches: [{ a: 10 }],
    rejects: [{ a: 9 }, {}, { a: null }],
  },
  'a value may stand on the left': {
    sentence: 'Check if one field is greater than another.',
    condition: '10 > a AND "x" == b',
    matches: [{ a: 9, b: 'x' }],
    rejects: [{ a: 10, b: 'x' }],
  },
  'arithmetic of numbers is done': {
    sentence: 'Division of two integer types will yield an integer result, rounding towards 0.',
    condition: 'a > 60 * 60 AND b == 7 / 2 AND c == 7 / 2.0 AND d == -(1 + 2)',
    matches: [{ a: 3601, b: 3, c: 3.5, d: -3 }],
    rejects: [{ a: 3600, b: 3, c: 3.5, d: -3 }],
  },
  'dates compare by time': {
    sentence:
      'Often users will input `date`, `date_period`, `time_duration`, `ip` or `version` as simple strings in their queries for use in predicates, functions, or expressions.',
    condition:
      '@timestamp >= "2024-02-01T00:00:00Z" AND @timestamp < "2024-02-02T01:00:00.000+01:00"',
    matches: [
      { '@timestamp': '2024-02-01T00:00:00.000Z' },
      { '@timestamp': '2024-02-01T23:59:59.999Z' },
    ],
    rejects: [
      { '@timestamp': '2024-01-31T12:00:00.000Z' },
      { '@timestamp': '2024-02-02T00:00:00.000Z' },
      {},
    ],
  },
  'a boolean field is a condition': {
    sentence:
      'Which, if `still_hired` is a boolean field, can be simplified to: `WHERE still_hired`',
    condition: 'a AND NOT b AND c == false AND d != true',
    matches: [{ a: true, b: false, c: false, d: false }],
    rejects: [
      { a: true, c: false, d: false },
      { a: false, b: false, c: false, d: false },
    ],
  },
  'IS NULL': {
    sentence:
      'In this context a `null` means either there is an explicit `null` value in the document or there is no value at all.',
    condition: 'a IS NULL',
    matches: [{}, { a: null }],
    rejects: [{ a: '' }, { a: 0 }, { a: false }],
  },
  'IS NOT NULL': {
    sentence: '`NULL` is not the same as `false`, an empty string, or `0`.',
    condition: 'a IS NOT NULL',
    matches: [{ a: '' }, { a: 0 }, { a: false }],
    rejects: [{}, { a: null }],
  },
  'a comparison with NULL is never true': {
    sentence: 'Comparisons with `NULL` return `NULL`, not `true`.',
    condition: 'a == NULL OR a != NULL OR NOT a == NULL',
    matches: [],
    rejects: [{}, { a: null }, { a: 1 }],
  },
  IN: {
    sentence:
      'The `IN` operator allows testing whether a field or expression equals an element in a list of literals, fields or expressions.',
    condition: 'a IN ("x", "y", b)',
    matches: [{ a: 'x' }, { a: 'z', b: 'z' }],
    rejects: [{ a: 'X' }, { a: 'z' }, {}],
  },
  'NOT IN': {
    sentence: 'Comparisons involving `NULL` evaluate to `NULL`.',
    condition: 'a NOT IN ("x", "y") AND NOT b IN (1, 2)',
    matches: [{ a: 'z', b: 3 }],
    rejects: [{ a: 'x', b: 3 }, { a: 'z', b: 1 }, { a: 'z' }, { b: 3 }],
  },
  'NULL in a list': {
    sentence: 'Comparisons with `NULL` return `NULL`.',
    condition: 'a NOT IN ("x", NULL)',
    matches: [],
    rejects: [{ a: 'x' }, { a: 'y' }, {}],
  },
  'LIKE follows the whole value, and case counts': {
    sentence: '`*` matches zero or more characters. `?` matches one character.',
    condition: 'a LIKE "C?d*.exe"',
    matches: [{ a: 'Cmd.exe' }, { a: 'Cad and.exe' }],
    rejects: [{ a: 'cmd.exe' }, { a: 'Cmd.exe x' }, { a: 'Cd.exe' }, {}],
  },
  'LIKE with escapes': {
    sentence: 'Matching the exact characters `*` and `.` will require escaping.',
    condition: String.raw`a LIKE """foo \* bar""" OR a LIKE "b\\?" OR a LIKE "C:\\\\*"`,
    matches: [{ a: 'foo * bar' }, { a: 'b?' }, { a: 'C:\\Windows' }],
    rejects: [{ a: 'foo x bar' }, { a: 'bx' }, { a: 'C:*' }],
  },
  'LIKE of several patterns': {
    sentence:
      'If a list of patterns is provided, the expression will return true if any of the patterns match.',
    condition: 'a LIKE ("foo*", "bar?")',
    matches: [{ a: 'foo' }, { a: 'bars' }],
    rejects: [{ a: 'bar' }, {}],
  },
  'NOT LIKE': {
    sentence:
      'Negating a comparison is not the same as including missing values. If the comparison returns `NULL`, `NOT` also returns `NULL`.',
    condition: 'a NOT LIKE "x*" AND NOT b LIKE ("y*", "z*")',
    matches: [{ a: 'y', b: 'x' }],
    rejects: [{ a: 'x', b: 'x' }, { a: 'y', b: 'z' }, { a: 'y' }, { b: 'x' }],
  },
  'LIKE "*" asks for a value': {
    sentence: '`*` matches zero or more characters.',
    condition: 'a LIKE "*"',
    matches: [{ a: '' }, { a: 'x' }],
    rejects: [{}, { a: null }],
  },
  'RLIKE matches the whole value': {
    sentence: 'To match a term, the regular expression must match the entire string.',
    condition: 'a RLIKE "c.d[0-9]+"',
    matches: [{ a: 'cmd7' }, { a: 'c\nd12' }],
    rejects: [{ a: 'xcmd7' }, { a: 'cmd7x' }, { a: 'CMD7' }, {}],
  },
  'RLIKE with escapes and several patterns': {
    sentence: 'Matching special characters (eg. `.`, `*`, `(`...) will require escaping.',
    condition: String.raw`a RLIKE "foo \\( bar" OR a RLIKE ("""x\.""", "y.")`,
    matches: [{ a: 'foo ( bar' }, { a: 'x.' }, { a: 'yz' }],
    rejects: [{ a: 'foo bar' }, { a: 'xz' }],
  },
  'NOT RLIKE': {
    sentence: 'If the comparison returns `NULL`, `NOT` also returns `NULL`.',
    condition: 'NOT a RLIKE "x.*"',
    matches: [{ a: 'y' }],
    rejects: [{ a: 'x' }, {}],
  },
  'anchors in RLIKE are characters': {
    sentence:
      'Lucene’s regular expression engine does not support anchor operators, such as `^` (beginning of line) or `$` (end of line).',
    condition: 'a RLIKE "^x$"',
    matches: [{ a: '^x$' }],
    rejects: [{ a: 'x' }],
  },
  TO_LOWER: {
    sentence: 'Returns a new string representing the input string converted to lower case.',
    condition: 'TO_LOWER(a) == "cmd.exe" OR TO_LOWER(a) LIKE "power*" OR TO_LOWER(a) IN ("x", "y")',
    matches: [{ a: 'CMD.exe' }, { a: 'PowerShell' }, { a: 'Y' }],
    rejects: [{ a: 'cmd' }, {}],
  },
  'TO_LOWER of a text that is not': {
    sentence: 'Returns a new string representing the input string converted to lower case.',
    condition: 'TO_LOWER(a) == "CMD.exe" OR NOT TO_LOWER(b) == "X"',
    matches: [{ b: 'X' }, { b: 'y' }],
    rejects: [{ a: 'CMD.exe' }, { a: 'cmd.exe' }, {}],
  },
  'TO_LOWER and RLIKE': {
    sentence: 'Returns a new string representing the input string converted to lower case.',
    condition: String.raw`TO_LOWER(a) RLIKE "[a-z]+\\d" AND NOT TO_LOWER(a) RLIKE "x[^a-y]"`,
    matches: [{ a: 'CMD7' }, { a: 'Y1' }],
    rejects: [{ a: 'X1' }, { a: 'cmd' }, {}],
  },
  TO_UPPER: {
    sentence: 'Returns a new string representing the input string converted to upper case.',
    condition: 'TO_UPPER(a) == "CMD.EXE" AND STARTS_WITH(TO_UPPER(b), "HK")',
    matches: [{ a: 'cmd.exe', b: 'hkLM' }],
    rejects: [{ a: 'cmd.exe', b: 'lm' }],
  },
  '.caseless': {
    sentence: 'The `normalizer` is applied prior to indexing the keyword.',
    reading: 'Elastic’s `.caseless` fields have the normalizer `lowercase`.',
    condition: 'a.caseless == "cmd.exe"',
    matches: [{ a: 'CMD.exe' }],
    rejects: [{ a: 'cmd' }],
  },
  'TO_STRING and casts to texts': {
    sentence:
      'The `::` operator provides a convenient alternative syntax to the TO_<type> conversion functions.',
    condition: 'TO_STRING(a) LIKE "4*" AND b::keyword == "x" AND c::STRING IS NOT NULL',
    matches: [{ a: 42, b: 'x', c: 1 }],
    rejects: [
      { a: 24, b: 'x', c: 1 },
      { a: 42, b: 'x' },
    ],
  },
  TO_DOUBLE: {
    sentence: 'Converts an input value to a double value.',
    condition: 'TO_DOUBLE(a) > 1.5 AND b::double <= 2',
    matches: [{ a: '1.6', b: 2 }],
    rejects: [
      { a: 'x', b: 2 },
      { a: '1.5', b: 2 },
    ],
  },
  STARTS_WITH: {
    sentence:
      'Returns a boolean that indicates whether a keyword string starts with another string.',
    condition: 'STARTS_WITH(a, "ab") AND NOT STARTS_WITH(b, "ab")',
    matches: [{ a: 'abc', b: 'xab' }],
    rejects: [{ a: 'Abc', b: 'x' }, { a: 'abc', b: 'ab' }, { a: 'abc' }],
  },
  ENDS_WITH: {
    sentence: 'Returns a boolean that indicates whether a keyword string ends with another string.',
    condition: 'ENDS_WITH(a, "ab") AND NOT ENDS_WITH(b, "ab")',
    matches: [{ a: 'xab', b: 'abx' }],
    rejects: [{ a: 'xAB', b: 'x' }, { a: 'ab', b: 'ab' }, { a: 'ab' }],
  },
  CONTAINS: {
    sentence:
      'Returns a boolean that indicates whether a keyword substring is within another string. Returns `null` if either parameter is null.',
    condition: 'CONTAINS(a, "b") AND NOT CONTAINS(a, "x")',
    matches: [{ a: 'abc' }],
    rejects: [{ a: 'ABC' }, { a: 'xb' }, {}],
  },
  LOCATE: {
    sentence: 'Returns `0` if the substring cannot be found.',
    condition: 'LOCATE(a, "b") > 0 AND LOCATE(a, "x") == 0 AND NOT LOCATE(c, "y") > 0',
    matches: [{ a: 'abc', c: 'x' }],
    rejects: [{ a: 'abx', c: 'x' }, { a: 'abc' }, { c: 'x' }],
  },
  CIDR_MATCH: {
    sentence: 'Returns true if the provided IP is contained in one of the provided CIDR blocks.',
    condition: 'CIDR_MATCH(a, "10.0.0.0/8", "::1/128") AND NOT CIDR_MATCH(b, "10.0.0.0/8")',
    matches: [
      { a: '10.1.2.3', b: '11.0.0.1' },
      { a: '::1', b: '::1' },
    ],
    rejects: [
      { a: '11.1.2.3', b: '11.0.0.1' },
      { a: '10.1.2.3', b: '10.0.0.1' },
      { a: '10.1.2.3' },
    ],
  },
  TO_IP: {
    sentence: 'Converts an input string to an IP value.',
    reading: 'What is no address gives null.',
    condition:
      'NOT CIDR_MATCH(TO_IP(a), "10.0.0.0/8") AND TO_IP(b) IS NOT NULL AND TO_IP(c) IS NULL',
    matches: [
      { a: '11.0.0.1', b: '::1', c: 'host' },
      { a: '::1', b: '1.2.3.4' },
    ],
    rejects: [
      { a: 'host', b: '::1' },
      { a: '10.0.0.1', b: '::1' },
      { a: '::1', b: 'host' },
    ],
  },
  MV_CONTAINS: {
    sentence:
      'Checks if all values yielded by the second multivalue expression are present in the values yielded by the first multivalue expression. Null values are treated as an empty set.',
    condition: 'MV_CONTAINS(a, ["x", "y"]) AND NOT MV_CONTAINS(b, "z")',
    matches: [{ a: ['y', 'x', 'w'], b: 'x' }, { a: ['x', 'y'] }],
    rejects: [{ a: 'x' }, { a: ['x', 'y'], b: ['w', 'z'] }],
  },
  ': on a field of whole values': {
    sentence: 'Use the match operator (`:`) to perform a match query on the specified field.',
    condition: 'a : "Cmd" AND NOT b : "x"',
    matches: [{ a: 'Cmd' }, { a: ['y', 'Cmd'], b: 'y' }],
    rejects: [{ a: 'cmd' }, { a: 'Cmd', b: 'x' }],
  },
  ': on analysed text': {
    sentence:
      'The match query analyzes any provided text before performing a search; the default operator is `OR`.',
    condition: 'message : "Brown fox"',
    matches: [{ message: 'the brown bear' }, { message: 'a FOX!' }],
    rejects: [{ message: 'foxes' }, {}],
  },
  MATCH: {
    sentence: '`MATCH` returns true if the provided query matches the row.',
    condition: 'MATCH(a, "x") AND MATCH(b, 5) AND NOT MATCH(message, "y")',
    matches: [
      { a: 'x', b: 5 },
      { a: 'x', b: 5, message: 'x' },
    ],
    rejects: [
      { a: 'X', b: 5 },
      { a: 'x', b: 5, message: 'x y' },
    ],
  },
  MATCH_PHRASE: {
    sentence: '`MATCH_PHRASE` returns true if the provided query matches the row.',
    condition: 'MATCH_PHRASE(message, "brown fox")',
    matches: [{ message: 'the Brown Fox.' }],
    rejects: [{ message: 'fox brown' }, {}],
  },
  TERM: {
    sentence:
      'Performs a Term query on the specified field. Returns true if the provided term matches the row.',
    condition: 'TERM(a, "x") AND NOT TERM(b, "y")',
    matches: [{ a: 'x' }, { a: 'x', b: 'x' }],
    rejects: [{ a: 'xx' }, { a: 'x', b: 'y' }],
  },
  KQL: {
    sentence:
      'Performs a KQL query. Returns true if the provided KQL query string matches the row.',
    condition: 'KQL("""a: x* and not b: y""") AND NOT KQL("c: (1 or 2)")',
    matches: [{ a: 'xy' }, { a: 'x', b: 'z', c: 3 }],
    rejects: [{ a: 'y' }, { a: 'x', b: 'y' }, { a: 'x', c: 2 }],
  },
  QSTR: {
    sentence:
      'Performs a query string query. Returns true if the provided query string matches the row.',
    condition: 'QSTR("a:x* AND NOT b:y")',
    matches: [{ a: 'xy' }, { a: 'x', b: 'z' }],
    rejects: [{ a: 'y' }, { a: 'x', b: 'y' }],
  },
  COALESCE: {
    sentence:
      'Returns the first of its arguments that is not null. If all arguments are null, it returns `null`.',
    condition:
      'COALESCE(a, b, "z") == "x" AND COALESCE(c, "y") != "x" AND COALESCE(d, e) IS NOT NULL',
    matches: [
      { a: 'x', e: 1 },
      { b: 'x', c: 'y', d: 1 },
    ],
    rejects: [{ e: 1 }, { a: 'y', b: 'x', e: 1 }, { a: 'x', c: 'x', e: 1 }, { a: 'x' }],
  },
  CASE: {
    sentence:
      'The function returns the value that belongs to the first condition that evaluates to `true`.',
    condition: 'CASE(a == 1, "x", b == 2, c, "z") == "x"',
    matches: [{ a: 1 }, { b: 2, c: 'x' }, { a: 1, b: 2, c: 'y' }],
    rejects: [{ b: 2, c: 'y' }, { a: 2 }, { b: 2 }, {}],
  },
  'CASE as a condition, without a default': {
    sentence:
      'If the number of arguments is even, and no condition matches, the function returns `null`.',
    condition: 'NOT CASE(a == 1, b == 2)',
    matches: [{ a: 1, b: 3 }],
    rejects: [{ a: 1, b: 2 }, { a: 2, b: 3 }, { a: 1 }, {}],
  },
  'conditions compare with TRUE and FALSE': {
    sentence: 'Check if two fields are equal.',
    condition:
      'STARTS_WITH(a, "x") == true AND false == ENDS_WITH(a, "y") AND true IN (b == 1, b == 2)',
    matches: [{ a: 'x', b: 2 }],
    rejects: [{ a: 'xy', b: 1 }, { a: 'x', b: 3 }, { b: 1 }],
  },
  'a condition can be null': {
    sentence:
      'Use `IS NULL` and `IS NOT NULL` to test whether an expression evaluates to a `NULL` value.',
    condition: '(a == 1) IS NULL AND (b == 1) IS NOT NULL',
    matches: [{ b: 2 }, { b: 1 }],
    rejects: [{ a: 1, b: 1 }, { a: 2, b: 1 }, {}],
  },
  'names in backticks': {
    sentence:
      'Identifiers need to be quoted with backticks if any of the other characters is not a letter, number, or `_`.',
    condition: '`a b`.c == 1 AND `x``y` == 2',
    matches: [{ 'a b.c': 1, 'x`y': 2 }],
    rejects: [{ 'a b.c': 1 }],
  },
  'texts in three quotation marks': {
    sentence: 'ES|QL also supports the triple-quotes (`"""`) delimiter, for convenience.',
    condition: String.raw`a == """Indiana "Indy" \n""" OR a == """x""""`,
    matches: [{ a: 'Indiana "Indy" \\n' }, { a: 'x"' }],
    rejects: [{ a: 'Indiana' }],
  },
  'escapes in texts': {
    sentence:
      'The special characters CR, LF and TAB can be provided with the usual escaping: `\\r`, `\\n`, `\\t`.',
    condition: String.raw`a == "\r\n\t\"\\"`,
    matches: [{ a: '\r\n\t"\\' }],
    rejects: [{ a: 'rnt' }],
  },
}

function truthOf(condition: string, fields: EventFields): Truth | string {
  const { value, diagnostics } = parseEsql(`FROM logs-* | WHERE ${condition}`, {
    parseKql: parseKuery,
    parseLucene,
  })
  const error = diagnostics.find(({ severity }) => severity === 'error')
  if (error !== undefined) return error.message
  const [filter] = value.stages.filter(stage => stage.kind !== 'source')
  if (filter?.kind !== 'filter') return `a ${filter?.kind}`
  return evaluate(filter.expression, plainView(makeEvent(fields)))
}

describe.each(Object.entries(meanings))('%s', (_, { condition, matches, rejects }) => {
  test.each(matches.map(fields => [JSON.stringify(fields), fields]))('matches %s', (_, fields) => {
    expect(truthOf(condition, fields as EventFields)).toBe('match')
  })
  test.each(rejects.map(fields => [JSON.stringify(fields), fields]))('rejects %s', (_, fields) => {
    expect(truthOf(condition, fields as EventFields)).toBe('no_match')
  })
})
