import { describe, expect, test } from 'vitest'
import { type EventFields, makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView, type Truth } from '../../engine/index.ts'
import { and } from '../../ir/index.ts'
import { functions } from './functions.ts'
import { parseYaral } from './parse-yaral.ts'

/**
 * Every operator, and every function that has a test in the logic, with the sentence of Google’s
 * documentation that it rests on, and where the sentence leaves a choice, the reading that we took.
 */
interface Meaning {
  readonly sentence: string
  readonly reading?: string
  readonly conditions: string
  readonly matches: readonly EventFields[]
  readonly rejects: readonly EventFields[]
}

const operators: Readonly<Record<string, Meaning>> = {
  '=': {
    sentence:
      'Equality and inequality of a field and a value; case counts unless “nocase” is given.',
    conditions: '$e.a = "x"',
    matches: [{ a: 'x' }, { a: ['y', 'x'] }],
    rejects: [{ a: 'X' }, { a: 'xy' }, {}],
  },
  'a text on the left': {
    sentence: 'The function returns a value that is compared: "google.com" = re.capture(…).',
    reading: 'A comparison reads the same from both sides.',
    conditions: '"x" = $e.a  5 > $e.b',
    matches: [{ a: 'x', b: 4 }],
    rejects: [
      { a: 'y', b: 4 },
      { a: 'x', b: 5 },
    ],
  },
  '!=': {
    sentence:
      'Fields that are omitted default to their zero values: “an omitted string value defaults to ""”.',
    reading: 'An absent field is "", which differs from any other text.',
    conditions: '$e.a != "x"',
    matches: [{ a: 'y' }, { a: 'X' }, {}],
    rejects: [{ a: 'x' }],
  },
  '= of the empty text': {
    sentence: '“an omitted string value defaults to ""”',
    conditions: '$e.a = ""',
    matches: [{}, { a: '' }],
    rejects: [{ a: 'x' }],
  },
  '!= of the empty text': {
    sentence: '$e.field != "": the field cannot be the empty string, as explicitly specified.',
    conditions: '$e.a != ""',
    matches: [{ a: 'x' }],
    rejects: [{}, { a: '' }],
  },
  '= of zero': {
    sentence: 'Zero values are "" for string, 0 for numbers, false for booleans.',
    conditions: '$e.a = 0',
    matches: [{}, { a: 0 }],
    rejects: [{ a: 1 }],
  },
  '!= of zero': {
    sentence: 'Zero values are "" for string, 0 for numbers, false for booleans.',
    conditions: '$e.a != 0',
    matches: [{ a: 1 }],
    rejects: [{}, { a: 0 }],
  },
  '= of false': {
    sentence: 'Zero values are "" for string, 0 for numbers, false for booleans.',
    conditions: '$e.a = false and $e.b = true',
    matches: [{ b: true }, { a: false, b: true }],
    rejects: [{ a: true, b: true }, {}],
  },
  '<': {
    sentence: 'An absent number is 0.',
    conditions: '$e.a < 5',
    matches: [{ a: 4 }, {}],
    rejects: [{ a: 5 }],
  },
  '<=': {
    sentence: 'An absent number is 0.',
    conditions: '$e.a <= 0',
    matches: [{ a: 0 }, { a: -1 }, {}],
    rejects: [{ a: 1 }],
  },
  '>': {
    sentence: 'An absent number is 0.',
    conditions: '$e.a > 0',
    matches: [{ a: 1 }],
    rejects: [{ a: 0 }, {}],
  },
  '>=': {
    sentence: 'An absent number is 0.',
    conditions: '$e.a >= 0',
    matches: [{ a: 0 }, {}],
    rejects: [{ a: -1 }],
  },
  'a product of numbers': {
    sentence: 'if($file_size > 500*1024*1024, 2) // Files 500MB are moderately risky',
    conditions: '$e.a > 2*3 - 1',
    matches: [{ a: 6 }],
    rejects: [{ a: 5 }],
  },
  and: {
    sentence: 'Conditions within the event section are implicitly combined with AND.',
    conditions: '$e.a = "x"\n$e.b = "y" and $e.c = "z"',
    matches: [{ a: 'x', b: 'y', c: 'z' }],
    rejects: [
      { a: 'x', b: 'y' },
      { b: 'y', c: 'z' },
    ],
  },
  or: {
    sentence: '“The OR operator checks against multiple possible hostnames.”',
    reading: 'It binds less than “and”, and its words are in any case.',
    conditions: '$e.a = "x" OR $e.b = "y" and $e.c = "z"',
    matches: [{ a: 'x' }, { b: 'y', c: 'z' }],
    rejects: [{ b: 'y' }, { c: 'z' }],
  },
  not: {
    sentence: '“A not condition is included in the rule to exclude certain non-malicious paths.”',
    conditions: 'not ($e.a = "x" and $e.b = "y")',
    matches: [{ a: 'x' }, {}],
    rejects: [{ a: 'x', b: 'y' }],
  },
  nocase: {
    sentence:
      '“You can use the nocase modifier after strings to indicate that the search should ignore capitalization.”',
    conditions: '$e.a = "x" nocase and $e.b != "Y" nocase',
    matches: [{ a: 'X', b: 'z' }, { a: 'x' }],
    rejects: [{ a: 'x', b: 'y' }, { b: 'z' }],
  },
  any: {
    sentence: '“any” is true if one of the values satisfies the condition.',
    conditions: 'any $e.a = "x"',
    matches: [{ a: ['x', 'y'] }],
    rejects: [{ a: ['y', 'z'] }, {}],
  },
  all: {
    sentence: '“Detects if all source IP addresses in an event do not match” one.',
    conditions: 'all $e.a != "x"',
    matches: [{ a: ['y', 'z'] }],
    rejects: [{ a: ['x', 'y'] }],
  },
  'two fields': {
    sentence:
      '“If e1.field1 and e2.field2 are omitted, "" = "" is true, which results in a match.”',
    conditions: '$e.a = $e.b',
    matches: [{ a: 'x', b: 'x' }, {}, { a: '' }],
    rejects: [{ a: 'x', b: 'y' }, { a: 'x' }, { a: 'x', b: 'X' }],
  },
  'two fields that differ': {
    sentence: '“If e1.field1 and e2.field2 are omitted, "" = "" is true.”',
    conditions: '$e.a != $e.b',
    matches: [{ a: 'x', b: 'y' }, { a: 'x' }],
    rejects: [{ a: 'x', b: 'x' }, {}],
  },
  'a placeholder': {
    sentence: '“Assigns placeholder variable $ip to the $e.principal.ip repeated field.”',
    conditions: '$e.a = $x  $x = "v"',
    matches: [{ a: 'v' }],
    rejects: [{ a: 'w' }, {}],
  },
  'a placeholder of two fields': {
    sentence: 'Fields that are assigned to one placeholder are joined by their value.',
    conditions: '$e.a = $x  $e.b = $x',
    matches: [{ a: 'v', b: 'v' }],
    rejects: [{ a: 'v', b: 'w' }],
  },
  '/expression/': {
    sentence:
      '“/^full$/ matches "full" exactly, while /full/ could match "fullest", "lawfull", and "joyfully".”',
    conditions: '$e.a = /full/ and $e.b = /^full$/',
    matches: [{ a: 'joyfully', b: 'full' }],
    rejects: [{ a: 'joyfully', b: 'fullest' }, { a: 'Full', b: 'full' }, { b: 'full' }],
  },
  '/expression/ without case': {
    sentence: '“Because nocase has been added … these comparisons are case-insensitive.”',
    conditions: '$e.a = /.*HoSt[0-9].*/ nocase',
    matches: [{ a: 'myhost1' }, { a: 'HOST2x' }],
    rejects: [{ a: 'host' }, {}],
  },
  '/expression/ that nothing satisfies': {
    sentence: '“an omitted string value defaults to ""”',
    reading: 'What matches the empty text matches an absent field.',
    conditions: '$e.a = /^x*$/',
    matches: [{}, { a: '' }, { a: 'xx' }],
    rejects: [{ a: 'y' }],
  },
  '!= /expression/': {
    sentence: '“an omitted string value defaults to ""”',
    conditions: '$e.a != /x+y/',
    matches: [{ a: 'z' }, {}],
    rejects: [{ a: 'axxy' }],
  },
  'is null': {
    sentence: 'A field that was not set has the zero value.',
    conditions: '$e.a is null and $e.b is not null',
    matches: [{ b: 'x' }, { a: '', b: 'x' }],
    rejects: [{ a: 'x', b: 'x' }, {}],
  },
  'number of': {
    sentence: 'Some of several conditions hold.',
    conditions: '2 of [$e.a = "x", $e.b = "x", $e.c = "x"]',
    matches: [
      { a: 'x', c: 'x' },
      { a: 'x', b: 'x', c: 'x' },
    ],
    rejects: [{ a: 'x' }, {}],
  },
}

const calls: Readonly<Record<string, Meaning>> = {
  're.regex': {
    sentence:
      '“This function returns true if the string contains a substring that matches the regular expression provided.”',
    conditions: 're.regex($e.a, `\\bsvchost(\\.exe)?\\b`) nocase',
    matches: [{ a: 'C:\\SVCHOST.EXE -k' }],
    rejects: [{ a: 'svchosts' }, {}],
  },
  're.regex of a text': {
    sentence:
      '“It is unnecessary to add .* to the beginning or at the end of the regular expression.”',
    conditions: 're.regex($e.a, `.*\\\\cmd\\.exe.*`)',
    matches: [{ a: 'C:\\cmd.exe /c' }],
    rejects: [{ a: 'C:\\CMD.exe' }, { a: 'cmd.exe' }],
  },
  'strings.contains': {
    sentence: '“Returns true if a given string contains the specified substring.”',
    conditions: 'strings.contains($e.a, "is")',
    matches: [{ a: 'thisisastring' }],
    rejects: [{ a: 'THIS' }, { a: 'that' }, {}],
  },
  'strings.contains = false': {
    sentence: 'strings.contains("thisisastring", "that") = false',
    conditions: 'strings.contains($e.a, "is") = false',
    matches: [{ a: 'that' }, {}],
    rejects: [{ a: 'this' }],
  },
  'strings.starts_with': {
    sentence: 'Returns true if the value starts with the prefix.',
    conditions: 'strings.starts_with($e.a, "x")',
    matches: [{ a: 'xy' }],
    rejects: [{ a: 'yx' }, { a: 'Xy' }, {}],
  },
  'strings.ends_with': {
    sentence: '“Returns true if the suffix is non-empty and at end-of-value.”',
    conditions: 'strings.ends_with($e.a, "x") and not strings.ends_with($e.a, "")',
    matches: [{ a: 'yx' }],
    rejects: [{ a: 'xy' }, {}],
  },
  'strings.to_lower': {
    sentence: '“returns a string after changing all characters to lowercase”',
    conditions: 'strings.to_lower($e.a) = "x" and strings.contains(strings.to_lower($e.b), "y")',
    matches: [{ a: 'X', b: 'aYb' }],
    rejects: [{ a: 'z', b: 'y' }, { b: 'y' }],
  },
  'strings.to_lower of another case': {
    sentence: '“returns a string after changing all characters to lowercase”',
    reading: 'So it never is a text with capitals (yaral/case-mismatch).',
    conditions: 'strings.to_lower($e.a) = "X" or $e.b = "b"',
    matches: [{ b: 'b' }],
    rejects: [{ a: 'X' }, { a: 'x' }],
  },
  'strings.to_upper': {
    sentence: '“Returns the original string with all alphabetic characters in uppercase.”',
    conditions: 'strings.to_upper($e.a) = "X"',
    matches: [{ a: 'x' }],
    rejects: [{ a: 'y' }],
  },
  'net.ip_in_range_cidr': {
    sentence: '“Returns true when the given IP address is within the specified subnetwork.”',
    conditions:
      'net.ip_in_range_cidr($e.a, "192.0.2.0/24") or net.ip_in_range_cidr($e.a, "2001:db8::/32")',
    matches: [{ a: '192.0.2.7' }, { a: ['10.0.0.1', '2001:db8::1'] }],
    rejects: [{ a: '192.0.3.7' }, { a: 'x' }, {}],
  },
  'arrays.contains': {
    sentence: 'Returns true if the array has the value.',
    conditions: 'arrays.contains($e.a, "x")',
    matches: [{ a: ['y', 'x'] }],
    rejects: [{ a: ['y'] }, {}],
  },
}

function truthOf(conditions: string, fields: EventFields): Truth {
  const { value } = parseYaral(`rule r {\n  events:\n    ${conditions}\n  condition:\n    $e\n}`)
  const stages = value.rules[0]?.value.logic.stages ?? []
  const filters = stages.flatMap(stage => (stage.kind === 'filter' ? [stage.expression] : []))
  return evaluate(and(filters), plainView(makeEvent(fields)))
}

describe.each(Object.entries({ ...operators, ...calls }))('%s', (_, meaning) => {
  const { conditions, matches, rejects } = meaning
  test.each(matches.map(fields => [JSON.stringify(fields), fields] as const))(
    'matches %s',
    (_text, fields) => expect(truthOf(conditions, fields)).toBe('match'),
  )
  test.each(rejects.map(fields => [JSON.stringify(fields), fields] as const))(
    'rejects %s',
    (_text, fields) => expect(truthOf(conditions, fields)).toBe('no_match'),
  )
})

/** Functions whose value is compared, which the logic does not compute. */
const computed = functions.filter(({ name }) => !Object.hasOwn(calls, name))

test.each(computed.map(f => [f.name, f] as const))('%s is computed, and known', (_, f) => {
  const list = Array.from({ length: f.minArguments }, () => '$e.a').join(', ')
  const conditions = `${f.name}(${list}) = "x"`
  const { value } = parseYaral(`rule r { events: ${conditions} $e.b = "y" condition: $e }`)
  const rule = value.rules[0]
  expect(rule?.diagnostics).toEqual([])
  expect(rule?.value.logic.stages.map(({ kind }) => kind)).toEqual(['source', 'derive', 'filter'])
  // Without what computes it the rule fires for nothing.
  expect(truthOf(conditions, { a: 'x', b: 'y' })).toBe('unknown')
})
