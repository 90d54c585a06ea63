import { describe, expect, test } from 'vitest'
import { loadKustoLanguage } from '../../../test/support/kusto-language.ts'
import { type EventFields, makeEvent } from '../../../test/support/make-test.ts'
import { createDeriver, evaluate, plainView } from '../../engine/index.ts'
import { createKustoReader } from './create-kusto-reader.ts'

/**
 * Operators and functions in conditions, each with the sentence of Microsoft’s documentation of Kusto that
 * it rests on, and where the sentence leaves a choice, the reading that we took.
 */
interface Meaning {
  readonly sentence: string
  readonly reading?: string
  readonly condition: string
  readonly matches: readonly EventFields[]
  readonly rejects: readonly EventFields[]
}

const noNulls =
  'The string data type doesn’t support null values: what is absent is the empty text.'

const meanings: Readonly<Record<string, Meaning>> = {
  '==': {
    sentence: 'Equals; case-sensitive: "aBc" == "aBc".',
    condition: 'a == "aBc"',
    matches: [{ a: 'aBc' }],
    rejects: [{ a: 'abc' }, { a: 'aBcd' }, {}],
  },
  '!=': {
    sentence: 'Not equals; case-sensitive: "abc" != "ABC".',
    reading: noNulls,
    condition: 'a != "abc"',
    matches: [{ a: 'ABC' }, { a: '' }, { a: null }, {}],
    rejects: [{ a: 'abc' }],
  },
  '=~': {
    sentence: 'Equals; case-insensitive: "abc" =~ "ABC".',
    condition: 'a =~ "abc"',
    matches: [{ a: 'ABC' }],
    rejects: [{ a: 'abcd' }, {}],
  },
  '!~': {
    sentence: 'Not equals; case-insensitive: "aBc" !~ "xyz".',
    reading: noNulls,
    condition: 'a !~ "abc"',
    matches: [{ a: 'xyz' }, {}],
    rejects: [{ a: 'ABC' }],
  },
  '== of numbers': {
    sentence:
      'Applying the equality operator to a null value and a non-null value yields bool(false).',
    condition: 'a == 5',
    matches: [{ a: 5 }, { a: '5' }],
    rejects: [{ a: 6 }, { a: null }, {}],
  },
  '!= of numbers': {
    sentence:
      'Applying the inequality operator to a null value and a non-null value yields bool(true).',
    condition: 'a != 5',
    matches: [{ a: 6 }, { a: null }, {}],
    rejects: [{ a: 5 }],
  },
  contains: {
    sentence: 'RHS occurs as a subsequence of LHS; case-insensitive: "FabriKam" contains "BRik".',
    condition: 'a contains "BRik"',
    matches: [{ a: 'FabriKam' }],
    rejects: [{ a: 'Fabri' }, {}],
  },
  '!contains': {
    sentence: 'RHS doesn’t occur in LHS; case-insensitive: "Fabrikam" !contains "xyz".',
    reading: noNulls,
    condition: 'a !contains "kam"',
    matches: [{ a: 'Fabri' }, {}],
    rejects: [{ a: 'FabriKAM' }],
  },
  contains_cs: {
    sentence: 'RHS occurs as a subsequence of LHS; case-sensitive: "FabriKam" contains_cs "Kam".',
    condition: 'a contains_cs "Kam"',
    matches: [{ a: 'FabriKam' }],
    rejects: [{ a: 'Fabrikam' }, {}],
  },
  startswith: {
    sentence:
      'RHS is an initial subsequence of LHS; case-insensitive: "Fabrikam" startswith "fab".',
    condition: 'a startswith "fab"',
    matches: [{ a: 'Fabrikam' }],
    rejects: [{ a: 'xfab' }, {}],
  },
  startswith_cs: {
    sentence:
      'RHS is an initial subsequence of LHS; case-sensitive: "Fabrikam" startswith_cs "Fab".',
    condition: 'a startswith_cs "Fab"',
    matches: [{ a: 'Fabrikam' }],
    rejects: [{ a: 'fabrikam' }],
  },
  endswith: {
    sentence: 'RHS is a closing subsequence of LHS; case-insensitive: "Fabrikam" endswith "Kam".',
    condition: 'a endswith "Kam"',
    matches: [{ a: 'Fabrikam' }],
    rejects: [{ a: 'Fabrikamx' }, {}],
  },
  endswith_cs: {
    sentence: 'RHS is a closing subsequence of LHS; case-sensitive: "Fabrikam" endswith_cs "kam".',
    condition: 'a endswith_cs "kam"',
    matches: [{ a: 'Fabrikam' }],
    rejects: [{ a: 'FabriKam' }],
  },
  has: {
    sentence: 'RHS is a whole term in LHS; case-insensitive: "North America" has "america".',
    reading:
      'Each string value is broken into maximal sequences of alphanumeric characters, and each of those is a term.',
    condition: 'a has "america"',
    matches: [{ a: 'North America' }, { a: 'x=AMERICA;y' }, { a: 'a_america_b' }],
    rejects: [{ a: 'NorthAmerica' }, { a: 'americas' }, {}],
  },
  'has of several terms': {
    sentence: 'RHS is a whole term in LHS.',
    reading: 'What is not a term stands as it is; its ends are ends of terms.',
    condition: 'a has "-enc x"',
    matches: [{ a: 'powershell -enc x' }],
    rejects: [{ a: 'powershell -enc xy' }, { a: 'powershell -enc  x' }],
  },
  '!has': {
    sentence: 'RHS isn’t a complete term in LHS; case-insensitive: "North America" !has "amer".',
    reading: noNulls,
    condition: 'a !has "amer"',
    matches: [{ a: 'North America' }, {}],
    rejects: [{ a: 'AMER' }],
  },
  has_cs: {
    sentence: 'RHS is a whole term in LHS; case-sensitive: "North America" has_cs "America".',
    condition: 'a has_cs "America"',
    matches: [{ a: 'North America' }],
    rejects: [{ a: 'North america' }],
  },
  hasprefix: {
    sentence: 'RHS is a term prefix in LHS; case-insensitive: "North America" hasprefix "ame".',
    condition: 'a hasprefix "ame"',
    matches: [{ a: 'North America' }],
    rejects: [{ a: 'Northame' }, {}],
  },
  hassuffix: {
    sentence: 'RHS is a term suffix in LHS; case-insensitive: "North America" hassuffix "ica".',
    condition: 'a hassuffix "ica"',
    matches: [{ a: 'America North' }],
    rejects: [{ a: 'icas' }, {}],
  },
  has_any: {
    sentence:
      'Same as has but works on any of the elements: "North America" has_any("south", "north").',
    condition: 'a has_any ("south", "north")',
    matches: [{ a: 'North America' }, { a: 'the south' }],
    rejects: [{ a: 'Northern' }, {}],
  },
  has_all: {
    sentence:
      'Same as has but works on all of the elements: "North and South America" has_all("south", "north").',
    condition: 'a has_all ("south", "north")',
    matches: [{ a: 'North and South America' }],
    rejects: [{ a: 'North America' }, {}],
  },
  in: {
    sentence: 'Equals to any of the elements; case-sensitive: "abc" in ("123", "345", "abc").',
    condition: 'a in ("123", "abc")',
    matches: [{ a: 'abc' }, { a: '123' }],
    rejects: [{ a: 'ABC' }, {}],
  },
  '!in': {
    sentence: 'Not equals to any of the elements: "bca" !in ("123", "345", "abc").',
    reading: noNulls,
    condition: 'a !in ("123", "abc")',
    matches: [{ a: 'bca' }, { a: 'ABC' }, {}],
    rejects: [{ a: 'abc' }],
  },
  'in~': {
    sentence: 'Equals to any of the elements; case-insensitive: "Abc" in~ ("123", "345", "abc").',
    condition: 'a in~ ("abc", "x")',
    matches: [{ a: 'Abc' }],
    rejects: [{ a: 'abcd' }, {}],
  },
  '!in~': {
    sentence:
      'Not equals to any of the elements; case-insensitive: "bCa" !in~ ("123", "345", "ABC").',
    reading: noNulls,
    condition: 'a !in~ ("ABC")',
    matches: [{ a: 'bCa' }, {}],
    rejects: [{ a: 'abc' }],
  },
  'matches regex': {
    sentence: 'LHS contains a match for RHS; case-sensitive: "Fabrikam" matches regex "b.*k".',
    condition: 'a matches regex "b.*k"',
    matches: [{ a: 'Fabrikam' }],
    rejects: [{ a: 'FABRIKAM' }, {}],
  },
  between: {
    sentence: 'Filters a record set for data matching the values in an inclusive range.',
    condition: 'a between (1 .. 5)',
    matches: [{ a: 1 }, { a: 5 }],
    rejects: [{ a: 0 }, { a: 6 }, {}],
  },
  '!between': {
    sentence: 'Matches the input that is outside the inclusive range.',
    reading: 'A comparison with null is null, and so is what it is part of.',
    condition: 'a !between (1 .. 5)',
    matches: [{ a: 0 }, { a: 6 }],
    rejects: [{ a: 1 }, { a: 5 }, { a: null }, {}],
  },
  '<': {
    sentence: 'The where operator treats null as false; null > 3 is null.',
    condition: 'a < 5',
    matches: [{ a: 4 }],
    rejects: [{ a: 5 }, { a: null }, {}],
  },
  'not of a comparison with null': {
    sentence: 'The where operator treats null as false; null > 3 is null.',
    reading: 'not(null) is null.',
    condition: 'not(a > 3)',
    matches: [{ a: 3 }],
    rejects: [{ a: 4 }, { a: null }, {}],
  },
  'or of a comparison with null': {
    sentence: 'val > 3 or isnull(val) is true where val is null.',
    condition: 'a > 3 or isnull(a)',
    matches: [{ a: 4 }, { a: null }, {}],
    rejects: [{ a: 3 }],
  },
  isempty: {
    sentence: 'Returns true if the argument is an empty string or is null.',
    condition: 'isempty(a)',
    matches: [{ a: '' }, { a: null }, {}],
    rejects: [{ a: ' ' }, { a: 0 }],
  },
  isnotempty: {
    sentence: 'Returns true if the argument isn’t an empty string, and it isn’t null.',
    condition: 'isnotempty(a)',
    matches: [{ a: 'x' }, { a: 0 }],
    rejects: [{ a: '' }, { a: null }, {}],
  },
  isnull: {
    sentence: 'Evaluates an expression and returns whether the value is null.',
    condition: 'isnull(a)',
    matches: [{ a: null }, {}],
    rejects: [{ a: 1 }],
  },
  'a field alone': {
    sentence: 'where: an expression that evaluates to a bool for each row.',
    condition: 'a',
    matches: [{ a: true }],
    rejects: [{ a: false }, { a: null }, {}],
  },
  'not of a field alone': {
    sentence: 'not: Reverses the value of its bool argument.',
    condition: 'not(a)',
    matches: [{ a: false }],
    rejects: [{ a: true }, { a: null }, {}],
  },
  ipv4_is_in_range: {
    sentence:
      'true if the long representation of the first is in range; null if conversion wasn’t successful.',
    condition: 'ipv4_is_in_range(a, "192.168.1.0/24")',
    matches: [{ a: '192.168.1.7' }],
    rejects: [{ a: '192.168.2.7' }, { a: 'x' }, {}],
  },
  'not of ipv4_is_in_range': {
    sentence: 'null if conversion for one of the two IPv4 strings wasn’t successful.',
    condition: 'not(ipv4_is_in_range(a, "192.168.1.0/24"))',
    matches: [{ a: '192.168.2.7' }],
    rejects: [{ a: '192.168.1.7' }, { a: 'x' }, {}],
  },
  ipv4_is_private: {
    sentence: 'true if the IPv4 address belongs to any of the private network ranges.',
    condition: 'ipv4_is_private(a)',
    matches: [{ a: '10.1.2.3' }, { a: '172.31.0.1' }, { a: '192.168.255.255' }],
    rejects: [{ a: '172.32.0.1' }, { a: '8.8.8.8' }],
  },
  tolower: {
    sentence: 'Converts the input string to lower case.',
    condition: 'tolower(a) == "abc"',
    matches: [{ a: 'ABC' }, { a: 'abc' }],
    rejects: [{ a: 'abcd' }, {}],
  },
  'tolower of an inequality': {
    sentence: 'Converts the input string to lower case.',
    reading: noNulls,
    condition: 'tolower(a) != "abc"',
    matches: [{ a: 'x' }, {}],
    rejects: [{ a: 'ABC' }],
  },
  iff: {
    sentence:
      'Returns the value of then if the if condition evaluates to true, or the value of else otherwise.',
    condition: 'iff(a > 3, b, c) == "x"',
    matches: [{ a: 4, b: 'x' }, { a: 3, c: 'x' }, { c: 'x' }],
    rejects: [
      { a: 4, c: 'x' },
      { a: 3, b: 'x' },
    ],
  },
  coalesce: {
    sentence: 'Returns the first non-null (or non-empty for string) expression.',
    condition: 'coalesce(a, b) == "x"',
    matches: [{ a: 'x' }, { a: '', b: 'x' }, { b: 'x' }],
    rejects: [{ a: 'y', b: 'x' }, {}],
  },
  strcat: {
    sentence:
      'Concatenates between 1 and 64 arguments; those that aren’t of string type are converted.',
    reading: noNulls,
    condition: 'strcat(a, "-", b) == "x-1"',
    matches: [{ a: 'x', b: 1 }],
    rejects: [{ a: 'X', b: 1 }, { a: 'x-1' }, {}],
  },
  'strcat of what is absent': {
    sentence: 'Concatenates between 1 and 64 arguments.',
    reading: noNulls,
    condition: 'strcat(a, "-", b) == "-y"',
    matches: [{ b: 'y' }, { a: '', b: 'y' }],
    rejects: [{ a: 'x', b: 'y' }],
  },
  strlen: {
    sentence: 'Returns the length, in characters, of the input string.',
    condition: 'strlen(a) >= 3',
    matches: [{ a: 'abc' }],
    rejects: [{ a: 'ab' }, {}],
  },
  'the end of a path': {
    sentence: 'split: Returns a string array; a negative index counts from its end.',
    condition: 'tostring(split(a, "\\\\")[-1]) =~ "cmd.exe"',
    matches: [{ a: 'C:\\Windows\\CMD.exe' }, { a: 'cmd.exe' }],
    rejects: [{ a: 'C:\\cmd.exe\\x' }, { a: 'C:\\xcmd.exe' }, {}],
  },
  'a time that is not long ago': {
    sentence: 'ago: Subtracts the given timespan from the current UTC time.',
    reading: 'Every event was new when it came.',
    condition: 'TimeGenerated > ago(1d) and a == 1',
    matches: [{ TimeGenerated: '2020-01-01T00:00:00Z', a: 1 }],
    rejects: [{ TimeGenerated: '2020-01-01T00:00:00Z', a: 2 }],
  },
  arithmetic: {
    sentence: '+ adds, * multiplies.',
    condition: 'a + b * 2 == 7',
    matches: [{ a: 1, b: 3 }],
    rejects: [{ a: 2, b: 3 }, { a: 7 }],
  },
}

const parseKusto = createKustoReader(loadKustoLanguage())

/** Whether a row is kept by the conditions of a query. */
function isKept(query: string, fields: EventFields): boolean {
  const { value, diagnostics } = parseKusto(query)
  expect(diagnostics).toEqual([])
  const view = createDeriver().view(plainView(makeEvent(fields)), value.stages)
  return value.stages.every(
    stage => stage.kind !== 'filter' || evaluate(stage.expression, view) === 'match',
  )
}

describe('a condition holds for the rows for which the documentation says that it is true', () => {
  test.each(Object.entries(meanings))('%s', (_, { condition, matches, rejects }) => {
    for (const fields of matches) {
      expect(isKept(`T | where ${condition}`, fields), JSON.stringify(fields)).toBe(true)
    }
    for (const fields of rejects) {
      expect(isKept(`T | where ${condition}`, fields), JSON.stringify(fields)).toBe(false)
    }
  })
})

describe('what is computed before is what is tested behind it', () => {
  test.each([
    ['extend x = strcat(a, b) | where x == "pq"', { a: 'p', b: 'q' }, { a: 'p' }],
    ['extend x = a has "p" and b > 1 | where x', { a: 'p', b: 2 }, { a: 'p', b: 1 }],
    ['extend x = iff(a == 1, "high", "low") | where x == "low"', { a: 2 }, { a: 1 }],
    ['extend x = case(a == 1, 10, a == 2, 20, 0) | where x > 10', { a: 2 }, { a: 1 }],
    ['extend x = toupper(a) | where x == "PQ"', { a: 'pq' }, { a: 'p' }],
    ['extend x = replace_string(a, "p", "q") | where x == "qq"', { a: 'pq' }, { a: 'p' }],
    ['extend x = extract("u=(\\\\w+)", 1, a) | where x == "bob"', { a: 'u=bob;' }, { a: 'u=' }],
    ['extend x = abs(a) | where x == 5', { a: -5 }, { a: 4 }],
    [
      'extend x = bin(a, 1h) | where x == "2024-01-01T05:00:00.000Z"',
      { a: '2024-01-01T05:59:59Z' },
      { a: '2024-01-01T06:00:00Z' },
    ],
    ['project x = strcat(a, "!") | where x == "p!"', { a: 'p' }, { a: 'q' }],
    [
      'extend b = strcat(a, "!"), a = strcat(a, "?") | where b == "p!" and a == "p?"',
      { a: 'p' },
      { a: 'q' },
    ],
  ] as const)('%s', (operators, match, other) => {
    expect(isKept(`T | ${operators}`, match)).toBe(true)
    expect(isKept(`T | ${operators}`, other)).toBe(false)
  })
})
