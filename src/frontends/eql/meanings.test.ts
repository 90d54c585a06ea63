import { describe, expect, test } from 'vitest'
import { type EventFields, makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView, type Truth } from '../../engine/index.ts'
import { and } from '../../ir/index.ts'
import { functions } from './functions/index.ts'
import { parseEql } from './parse-eql.ts'

/**
 * Every operator and function, with the sentence of Elastic’s documentation (EQL syntax and function
 * reference) that it rests on, and where the sentence leaves a choice, the reading that we took.
 */
interface Meaning {
  readonly sentence: string
  readonly reading?: string
  readonly condition: string
  readonly matches: readonly EventFields[]
  readonly rejects: readonly EventFields[]
}

const operators: Readonly<Record<string, Meaning>> = {
  '<': {
    sentence:
      'Returns `true` if the value to the left of the operator is less than the value to the right.',
    condition: 'a < 5',
    matches: [{ a: 4 }, { a: '4.9' }],
    rejects: [{ a: 5 }, { a: 'x' }, {}],
  },
  '<=': {
    sentence:
      'Returns `true` if the value to the left of the operator is less than or equal to the value to the right.',
    condition: 'a <= 5',
    matches: [{ a: 5 }, { a: -1 }],
    rejects: [{ a: 6 }, {}],
  },
  '==': {
    sentence:
      'Returns `true` if the values to the left and right of the operator are equal. Wildcards are not supported.',
    condition: 'a == "cmd*.exe"',
    matches: [{ a: 'cmd*.exe' }, { a: ['x', 'cmd*.exe'] }],
    rejects: [{ a: 'CMD*.exe' }, { a: 'cmd1.exe' }, {}],
  },
  '== of numbers': {
    sentence: 'Returns `true` if the values to the left and right of the operator are equal.',
    condition: 'a == 4 and b == 4.0',
    matches: [{ a: 4, b: 4 }],
    rejects: [{ a: 5, b: 4 }, { a: 4 }],
  },
  ':': {
    sentence:
      'Returns `true` if strings to the left and right of the operator are equal. Supports wildcards and list lookups.',
    condition: 'a : ("doc*", "B?")',
    matches: [{ a: 'DOCS' }, { a: 'doc' }, { a: 'ba' }],
    rejects: [{ a: 'adoc' }, { a: 'b' }, { a: 'bab' }, {}],
  },
  '!=': {
    sentence:
      'Returns `true` if the values to the left and right of the operator are not equal. Otherwise returns `false`.',
    reading: 'Elasticsearch asks for events that the query of the equality does not find.',
    condition: 'a != "x"',
    matches: [{ a: 'y' }, { a: 'X' }, {}],
    rejects: [{ a: 'x' }, { a: ['x', 'y'] }],
  },
  '>=': {
    sentence: 'When comparing strings, the operator uses a case-sensitive lexicographic order.',
    condition: 'a >= "b"',
    matches: [{ a: 'b' }, { a: 'c' }],
    rejects: [{ a: 'B' }, { a: 'a' }, {}],
  },
  '>': {
    sentence:
      'Returns `true` if the value to the left of the operator is greater than the value to the right.',
    condition: 'a > -2',
    matches: [{ a: 0 }, { a: -1 }],
    rejects: [{ a: -2 }, {}],
  },
  like: {
    sentence:
      'Returns `true` if the string to the left of the keyword matches a wildcard pattern to the right.',
    condition: 'a like "D*C"',
    matches: [{ a: 'DOC' }, { a: 'DisC' }, { a: 'DC' }],
    rejects: [{ a: 'doc' }, { a: 'DOCS' }],
  },
  'like~': {
    sentence: 'For case-insensitive matching, use `like~`.',
    condition: 'a like~ "d?c"',
    matches: [{ a: 'DOC' }, { a: 'd*c' }],
    rejects: [{ a: 'dc' }, { a: 'disc' }],
  },
  'a backslash before a wildcard': {
    sentence: 'The `*` wildcard matches zero or more characters.',
    reading: 'No sentence lets a backslash escape it, and rules rely on that it does not.',
    condition: 'a : "C:\\\\*\\\\x"',
    matches: [{ a: 'C:\\temp\\x' }],
    rejects: [{ a: 'C:*\\x' }],
  },
  regex: {
    sentence:
      'Returns `true` if the string to the left of the keyword matches a regular expression to the right. For supported regular expression syntax, see Regular expression syntax.',
    reading: 'Lucene’s expressions match the entire string.',
    condition: 'a regex "VALUE[^Z].?"',
    matches: [{ a: 'VALUE1' }, { a: 'VALUEab' }],
    rejects: [{ a: 'value1' }, { a: 'VALUEZ' }, { a: 'xVALUE1' }, { a: 'VALUE123' }],
  },
  'regex~': {
    sentence: 'For case-insensitive matching, use `regex~`.',
    condition: 'a regex~ ("value[0-9]", """x\\.y""")',
    matches: [{ a: 'VALUE1' }, { a: 'X.Y' }],
    rejects: [{ a: 'value' }, { a: 'xay' }],
  },
  'a dot of a regular expression': {
    sentence: 'Matches any character.',
    condition: 'a regex "x.y"',
    matches: [{ a: 'x\ny' }],
    rejects: [{ a: 'xy' }],
  },
  '^ and $ of a regular expression': {
    sentence: 'Lucene does not support anchor operators, such as `^` or `$`.',
    condition: 'a regex "^x$"',
    matches: [{ a: '^x$' }],
    rejects: [{ a: 'x' }],
  },
  and: {
    sentence: 'Returns `true` only if the condition to the left and right both return `true`.',
    condition: 'a == 1 and b == 2',
    matches: [{ a: 1, b: 2 }],
    rejects: [{ a: 1 }, { b: 2 }],
  },
  or: {
    sentence: 'Returns `true` if one of the conditions to the left or right `true`.',
    condition: 'a == 1 or b == 2 and c == 3',
    matches: [{ a: 1 }, { b: 2, c: 3 }],
    rejects: [{ b: 2 }, { c: 3 }],
  },
  not: {
    sentence: 'Returns `true` if the condition to the right is `false`.',
    condition: 'not a == 1 and not (b == 2 or c == 3)',
    matches: [{}, { a: 2 }],
    rejects: [{ a: 1 }, { b: 2 }, { c: 3 }],
  },
  in: {
    sentence: 'Returns `true` if the value is contained in the provided list.',
    condition: 'a in ("Value-1", "V*", 3)',
    matches: [{ a: 'Value-1' }, { a: 'V*' }, { a: 3 }],
    rejects: [{ a: 'value-1' }, { a: 'Value-2' }, {}],
  },
  'in~': {
    sentence: 'For case-insensitive matching, use `in~`.',
    condition: 'a in~ ("value-1", "x")',
    matches: [{ a: 'VALUE-1' }, { a: 'X' }],
    rejects: [{ a: 'value' }],
  },
  'not in': {
    sentence: 'Returns `true` if the value is not contained in the provided list.',
    condition: 'a not in ("x", "y")',
    matches: [{ a: 'X' }, {}],
    rejects: [{ a: 'x' }, { a: ['z', 'y'] }],
  },
  'not in~': {
    sentence: 'For case-insensitive matching, use `not in~`.',
    condition: 'a not in~ ("x")',
    matches: [{ a: 'y' }],
    rejects: [{ a: 'X' }],
  },
  '+ - * / %': {
    sentence:
      'If both the dividend and divisor are integers, the divide operation rounds down any returned floating point numbers to the nearest integer.',
    condition: 'a == 1 + 2 * 3 and b == 10 - 4 - 3 and c == 4 / 3 and d == 7 % 4 and e == 5 / 2.0',
    matches: [{ a: 7, b: 3, c: 1, d: 3, e: 2.5 }],
    rejects: [
      { a: 9, b: 3, c: 1, d: 3, e: 2.5 },
      { a: 7, b: 9, c: 1, d: 3, e: 2.5 },
    ],
  },
  'where true': {
    sentence: 'To match events solely on event category, use the `where true` condition.',
    condition: 'true',
    matches: [{}, { a: 1 }],
    rejects: [],
  },
  '!= null': {
    sentence:
      'To match events containing any value for a field, compare the field to `null` using the `!=` operator.',
    condition: '?a != null',
    matches: [{ a: 'x' }, { a: '' }, { a: false }],
    rejects: [{}, { a: null }, { a: [] }],
  },
  '== null': {
    sentence:
      'To match events that do not contain a field value, compare the field to `null` using the `==` operator.',
    condition: '?a == null',
    matches: [{}, { a: null }, { a: [] }],
    rejects: [{ a: 'x' }, { a: 0 }],
  },
  'raw texts': {
    sentence: 'Raw strings treat special characters, such as backslashes, as literal characters.',
    condition: 'a == """b"\\n"""',
    matches: [{ a: 'b"\\n' }],
    rejects: [{ a: 'b"\n' }],
  },
  'escaped characters': {
    sentence:
      'You can escape Unicode characters using a hexadecimal `\\u{XXXXXXXX}` escape sequence. The hexadecimal value can be 2-8 characters and is case-insensitive.',
    condition: '(a == "\\u{200f}" or a == "\\u{0000200F}") and b == "\\"\\\\\\t\\r\\n"',
    matches: [{ a: '\u200f', b: '"\\\t\r\n' }],
    rejects: [{ a: 'u{200f}', b: '"\\\t\r\n' }],
  },
}

const calls: Readonly<Record<string, Meaning>> = {
  add: {
    sentence: 'Returns the sum of two provided addends.',
    condition: 'a == add(4, 0.5) and b == add(-2, -2)',
    matches: [{ a: 4.5, b: -4 }],
    rejects: [{ a: 4, b: -4 }],
  },
  arrayContains: {
    sentence: 'Elasticsearch EQL does not support: Array functions: arrayContains, …',
    reading: 'As the older language has it: any member equals any value, whatever the case.',
    condition: 'arrayContains(a, "x", "Y")',
    matches: [{ a: ['z', 'y'] }, { a: 'X' }],
    rejects: [{ a: ['z'] }, {}],
  },
  arrayCount: {
    sentence: 'Elasticsearch EQL does not support: Array functions: arrayCount, …',
    condition: 'arrayCount(a, x, x == "y") == 1',
    matches: [{ 'arrayCount(a, x, x == "y")': 1 }],
    rejects: [{ 'arrayCount(a, x, x == "y")': 2 }, { a: 'y' }],
  },
  arraySearch: {
    sentence: 'Elasticsearch EQL does not support: Array functions: arraySearch.',
    condition: 'arraySearch(a, x, x == "y" or x : "z*")',
    matches: [{ a: ['u', 'y'] }, { a: 'ZA' }],
    rejects: [{ a: ['u', 'Y'] }, {}],
  },
  between: {
    sentence:
      'Extracts a substring that’s between a provided `left` and `right` text in a source string.',
    condition:
      'a == between("C:\\\\Windows\\\\System32\\\\cmd.exe", "System32\\\\", ".exe") and b == between("C:\\\\Windows\\\\System32\\\\cmd.exe", "system32\\\\", ".exe") and c == between~("C:\\\\System32\\\\cmd.exe", "system32\\\\", ".EXE")',
    matches: [{ a: 'cmd', b: '', c: 'cmd' }],
    rejects: [{ a: 'cmd', b: 'cmd', c: 'cmd' }],
  },
  cidrMatch: {
    sentence: 'Returns `true` if an IP address is contained in one or more provided CIDR blocks.',
    condition: 'cidrMatch(a, "192.168.0.0/16", "fe80::/10")',
    matches: [{ a: '192.168.152.12' }, { a: 'fe80::1' }],
    rejects: [{ a: '10.0.0.1' }, { a: 'x' }, {}],
  },
  concat: {
    sentence: 'Returns a concatenated string of provided values.',
    condition: 'a == concat("regsvr32.exe", " ", 42.5, " ", true)',
    matches: [{ a: 'regsvr32.exe 42.5 true' }],
    rejects: [{ a: 'regsvr32.exe' }],
  },
  divide: {
    sentence: 'Returns the quotient of a provided dividend and divisor.',
    condition: 'a == divide(4, 3) and b == divide(0.5, 4) and c == divide(-4, -2)',
    matches: [{ a: 1, b: 0.125, c: 2 }],
    rejects: [{ a: 1.3333, b: 0.125, c: 2 }],
  },
  endsWith: {
    sentence:
      'Returns `true` if a source string ends with a provided substring. Matching is case-sensitive by default.',
    condition: 'endsWith(a, ".exe") or endsWith~(b, ".exe")',
    matches: [{ a: 'regsvr32.exe' }, { b: 'regsvr32.EXE' }],
    rejects: [{ a: 'regsvr32.EXE' }, { a: 'regsvr32.dll' }, {}],
  },
  'endsWith, negated': {
    sentence: 'endsWith(null, ".exe") // returns null',
    condition: 'not endsWith(a, ".exe")',
    matches: [{ a: 'x' }],
    rejects: [{ a: 'x.exe' }, {}, { a: null }],
  },
  indexOf: {
    sentence: 'Returns the first position of a provided substring in a source string.',
    condition:
      'a == indexOf("subdomain.example.com", ".", 10) and b == indexOf("subdomain.example.com", ".", -6) and indexOf("x", "y") == null',
    matches: [{ a: 17, b: 9 }],
    rejects: [{ a: 9, b: 9 }],
  },
  length: {
    sentence:
      'Returns the character length of a provided string, including whitespace and punctuation.',
    condition: 'a == length("start explorer.exe")',
    matches: [{ a: 18 }],
    rejects: [{ a: 12 }],
  },
  'length of a field, negated': {
    sentence: 'length(null) // returns null',
    condition: 'not length(a) > 3',
    matches: [{ 'length(a)': 3 }],
    rejects: [{ 'length(a)': 4 }, { a: 'ab' }, {}, { 'length(a)': null }],
  },
  match: {
    sentence: 'Elasticsearch EQL does not support: The `match` function.',
    reading: 'It is `regex` as a function.',
    condition: 'match(a, "x+", "y") or match~(b, "z")',
    matches: [{ a: 'xx' }, { a: 'y' }, { b: 'Z' }],
    rejects: [{ a: 'axx' }, { a: 'X' }],
  },
  modulo: {
    sentence: 'Returns the remainder of the division of a provided dividend and divisor.',
    condition: 'a == modulo(10, -6) and b == modulo(-10, -6) and c == modulo(10, 0.5)',
    matches: [{ a: 4, b: -4, c: 0 }],
    rejects: [{ a: -2, b: -4, c: 0 }],
  },
  multiply: {
    sentence: 'Returns the product of two provided factors.',
    condition: 'a == multiply(0.25, 2) and b == multiply(-2, -2)',
    matches: [{ a: 0.5, b: 4 }],
    rejects: [{ a: 0, b: 4 }],
  },
  number: {
    sentence: 'Converts a string to the corresponding integer or float.',
    condition: 'number(a) == 1337 and b == number("0xdeadbeef", null) and c == number("  +42.5 ")',
    matches: [
      { a: '1337', b: 3735928559, c: 42.5 },
      { a: '1337.0', b: 3735928559, c: 42.5 },
    ],
    rejects: [{ a: '1338', b: 3735928559, c: 42.5 }],
  },
  startsWith: {
    sentence: 'Returns `true` if a source string begins with a provided substring.',
    condition: 'startsWith(a, "reg") or startsWith~(b, "reg")',
    matches: [{ a: 'regsvr32.exe' }, { b: 'REGsvr32.exe' }],
    rejects: [{ a: 'REGsvr32.exe' }, { a: 'xreg' }, {}],
  },
  'startsWith of two fields': {
    sentence: 'startsWith("regsvr32.exe", process.name) // returns true',
    condition: 'startsWith~(a, b)',
    matches: [{ a: 'regsvr32.exe', b: 'REG' }],
    rejects: [{ a: 'regsvr32.exe', b: 'x' }, { a: 'x' }, { b: 'x' }],
  },
  string: {
    sentence: 'Converts a value to a string.',
    condition: 'string(a) : "4?" and string(b) == "true"',
    matches: [{ a: 42, b: true }],
    rejects: [{ a: 4, b: true }],
  },
  stringContains: {
    sentence: 'Returns `true` if a source string contains a provided substring.',
    condition: 'stringContains(a, "reg") or stringContains~(b, "reg")',
    matches: [{ a: 'x regsvr32' }, { b: 'x REGsvr32' }],
    rejects: [{ a: 'x REGsvr32' }, {}],
  },
  'stringContains of the empty text': {
    sentence: 'stringContains(process.command_line, "") // returns false',
    condition: 'stringContains(a, "")',
    matches: [],
    rejects: [{ a: '' }, { a: 'x' }],
  },
  substring: {
    sentence:
      'Extracts a substring from a source string at provided start and end positions. Negative offsets are supported.',
    condition:
      'a == substring("start regsvr32.exe", 6, 14) and b == substring("start regsvr32.exe", -4) and c == substring("abc", 2, 1)',
    matches: [{ a: 'regsvr32', b: '.exe', c: '' }],
    rejects: [{ a: 'start', b: '.exe', c: '' }],
  },
  subtract: {
    sentence: 'Returns the difference between a provided minuend and subtrahend.',
    condition: 'a == subtract(10.5, 0.5) and b == subtract(-2, 4)',
    matches: [{ a: 10, b: -6 }],
    rejects: [{ a: 11, b: -6 }],
  },
  wildcard: {
    sentence:
      'Returns `true` if a source string matches one or more provided wildcard expressions. Matching is case-sensitive.',
    condition: 'wildcard(a, "*regsvr32*", "x?")',
    matches: [{ a: 'a regsvr32 b' }, { a: 'xy' }],
    rejects: [{ a: 'REGSVR32' }, { a: 'x' }, {}],
  },
}

function truthOf(condition: string, fields: EventFields): Truth {
  const { value, diagnostics } = parseEql(`any where ${condition}`)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const expressions = value.stages.flatMap(stage =>
    stage.kind === 'filter' ? [stage.expression] : [],
  )
  return evaluate(and(expressions), plainView(makeEvent(fields)))
}

for (const [title, table] of Object.entries({ operators, functions: calls })) {
  describe(title, () => {
    test.each(Object.entries(table))('%s', (_, { condition, matches, rejects }) => {
      expect(matches.map(fields => truthOf(condition, fields))).toEqual(matches.map(() => 'match'))
      const found = rejects.filter(fields => truthOf(condition, fields) === 'match')
      expect(found).toEqual([])
    })
  })
}

test('every function has a row', () => {
  expect(Object.keys(calls)).toEqual(expect.arrayContaining(functions.map(({ name }) => name)))
})
