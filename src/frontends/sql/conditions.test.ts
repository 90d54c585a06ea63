import { expect, test } from 'vitest'
import { makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView } from '../../engine/index.ts'
import type { Scalar } from '../../ir/index.ts'
import type { SqlDialect } from './dialect.ts'
import { parseSql } from './parse-sql.ts'

type Values = readonly (Scalar | readonly Scalar[] | undefined)[]

/** Of an operator or a function: what its documentation says, and values of `a` that are and are not matched. */
interface Row {
  readonly dialect: SqlDialect
  readonly says: string
  readonly condition: string
  readonly holds: Values
  readonly fails: Values
}

const snowflake: readonly Omit<Row, 'dialect'>[] = [
  {
    says: 'LIKE: “Performs a case-sensitive comparison to determine whether a string matches … a specified pattern.”',
    condition: "a LIKE 'ab%'",
    holds: ['ab', 'abc', 'ab\nc'],
    fails: ['AB', 'xab', '', null, undefined],
  },
  {
    says: 'NOT LIKE: “returns NULL if any argument is NULL.”',
    condition: "a NOT LIKE 'ab%'",
    holds: ['AB', 'xab', ''],
    fails: ['ab', null, undefined],
  },
  {
    says: 'ILIKE: “Performs a case-insensitive comparison”',
    condition: "a ILIKE 'Ab%'",
    holds: ['ab', 'ABC'],
    fails: ['xab', null, undefined],
  },
  {
    says: 'LIKE: “An underscore (_) matches any single character. A percent sign (%) matches any sequence of zero or more characters.”',
    condition: "a LIKE 'a_c%'",
    holds: ['abc', 'a_c', 'abcd'],
    fails: ['ac', 'abbc'],
  },
  {
    says: 'LIKE: ESCAPE is a character “inserted in front of a wildcard character to indicate that the wildcard should be interpreted as a regular character”',
    condition: "a LIKE 'a!_c' ESCAPE '!'",
    holds: ['a_c'],
    fails: ['abc', 'a!_c'],
  },
  {
    says: 'RLIKE: “The function implicitly anchors a pattern at both ends”',
    condition: "a RLIKE 'ab.*'",
    holds: ['ab', 'abc'],
    fails: ['xab', 'AB', null, undefined],
  },
  {
    says: 'REGEXP: “the POSIX wildcard character . does not include newline characters”',
    condition: "a REGEXP 'a.b'",
    holds: ['axb'],
    fails: ['a\nb'],
  },
  {
    says: 'REGEXP_LIKE: the parameter i is “Case-insensitive matching”',
    condition: "REGEXP_LIKE(a, 'a.*', 'i')",
    holds: ['A', 'ab'],
    fails: ['ba', null],
  },
  {
    says: 'REGEXP_LIKE: the parameter s is “POSIX wildcard character . matches \\n”',
    condition: "REGEXP_LIKE(a, 'a.b', 's')",
    holds: ['a\nb', 'axb'],
    fails: ['A\nb'],
  },
  {
    says: 'NOT REGEXP_LIKE: “Returns NULL if any argument is NULL.”',
    condition: "NOT REGEXP_LIKE(a, 'a')",
    holds: ['b', 'aa'],
    fails: ['a', null, undefined],
  },
  {
    says: 'CONTAINS: “Returns true if expr1 contains expr2.”',
    condition: "CONTAINS(a, 'b')",
    holds: ['abc', 'b'],
    fails: ['aBc', '', null],
  },
  {
    says: 'STARTSWITH: “Returns true if expr1 starts with expr2.”',
    condition: "STARTSWITH(a, 'ab')",
    holds: ['abc'],
    fails: ['Abc', 'cab', undefined],
  },
  {
    says: 'ENDSWITH: “Returns TRUE if the first expression ends with second expression.”',
    condition: "NOT ENDSWITH(a, 'c')",
    holds: ['ab', 'aC'],
    fails: ['abc', null, undefined],
  },
  {
    says: 'ARRAY_CONTAINS: “Returns TRUE if the specified value is found in the specified array.”',
    condition: "ARRAY_CONTAINS('x'::variant, a)",
    holds: [['x', 'y'], 'x'],
    fails: [['X', 'y'], [], undefined],
  },
  {
    says: 'ARRAYS_OVERLAP: “Compares whether two arrays have at least one element in common.”',
    condition: "ARRAYS_OVERLAP(a, ARRAY_CONSTRUCT('x', 'y'))",
    holds: [['z', 'y'], 'x'],
    fails: [['z'], undefined],
  },
  {
    says: 'COALESCE: “Returns the first non-NULL expression among its arguments”',
    condition: "COALESCE(a, 'x') = 'x'",
    holds: ['x', null, undefined],
    fails: ['y', ''],
  },
  {
    says: 'NULLIF: “Returns NULL if expr1 is equal to expr2, otherwise returns expr1.”',
    condition: "NULLIF(a, 'x') IS NULL",
    holds: ['x', null, undefined],
    fails: ['y', ''],
  },
  {
    says: 'IFF: “If condition evaluates to TRUE, returns expr1, otherwise returns expr2.”',
    condition: "IFF(a = 'x', FALSE, TRUE)",
    holds: ['y', '', null, undefined],
    fails: ['x'],
  },
  {
    says: 'EQUAL_NULL: “The function is NULL-safe”',
    condition: "NOT EQUAL_NULL(a, 'x')",
    holds: ['y', null, undefined],
    fails: ['x'],
  },
  {
    says: 'BETWEEN: “is equivalent to expr >= lower_bound AND expr <= upper_bound”',
    condition: 'a BETWEEN 2 AND 4',
    holds: [2, 3, 4, '3'],
    fails: [1, 5, 'x', null],
  },
  {
    says: 'NOT IN, of which a null is never in the list or out of it',
    condition: "a NOT IN ('x', 'y')",
    holds: ['z', 'X', ''],
    fails: ['x', null, undefined],
  },
  {
    says: 'IS NULL is not null itself',
    condition: "a IS NULL OR a = ''",
    holds: ['', null, undefined, []],
    fails: ['x'],
  },
  {
    says: 'a comparison with null is null, and so is its negation',
    condition: "NOT (a = 'x' AND b = 'y')",
    holds: ['z'],
    fails: ['x', null, undefined],
  },
  {
    says: 'LOWER makes of a value what is then compared',
    condition: "LOWER(a) = 'ab'",
    holds: ['ab', 'AB', 'aB'],
    fails: ['abc', null],
  },
  {
    says: 'POSITION: “Searches for the first occurrence of the first argument in the second argument”',
    condition: "POSITION('b', a) > 0",
    holds: ['abc', 'b'],
    fails: ['B', '', undefined],
  },
]

const athena: readonly Omit<Row, 'dialect'>[] = [
  {
    says: 'regexp_like: “The pattern only needs to be contained within string, rather than needing to match all of string.”',
    condition: "regexp_like(a, 'b.')",
    holds: ['abc', 'bb'],
    fails: ['b', 'B.', null],
  },
  {
    says: 'LIKE heeds case, and a backslash is a backslash',
    condition: "a LIKE '%\\cmd.exe'",
    holds: ['C:\\cmd.exe'],
    fails: ['C:\\CMD.EXE', 'cmd.exe', undefined],
  },
  {
    says: 'contains(x, element): “Returns true if the array x contains the element.”',
    condition: "contains(a, 'x')",
    holds: [['x', 'y']],
    fails: [['xy'], undefined],
  },
  {
    says: 'strpos: “Returns the starting position of the first instance of substring in string. Positions start with 1. If not found, 0 is returned.”',
    condition: "strpos(a, 'b') = 0",
    holds: ['ac', ''],
    fails: ['abc', null, undefined],
  },
]

const sqlite: readonly Omit<Row, 'dialect'>[] = [
  {
    says: 'LIKE: “SQLite only understands upper/lower case for ASCII characters by default.”',
    condition: "a LIKE 'äB%'",
    holds: ['äb', 'äBc'],
    fails: ['ÄB', null],
  },
  {
    says: 'GLOB “uses the Unix file globbing syntax for its wildcards. Also, GLOB is case sensitive, unlike LIKE.”',
    condition: "a GLOB '/etc/*.[ch]'",
    holds: ['/etc/a.c', '/etc/x/y.h'],
    fails: ['/etc/a.C', '/etc/a.x'],
  },
  {
    says: 'IS: “work like = and != except when one or both of the operands are NULL”',
    condition: "a IS NOT 'x'",
    holds: ['y', null, undefined],
    fails: ['x'],
  },
  {
    says: 'booleans “are stored as integers 0 (false) and 1 (true)”',
    condition: 'a = TRUE',
    holds: [1, '1'],
    fails: [0, 2, null],
  },
  {
    says: 'a number that is not 0 is true',
    condition: 'NOT a',
    holds: [0, '0'],
    fails: [1, 2, null, undefined],
  },
]

const rows: readonly Row[] = [
  ...snowflake.map((row): Row => ({ ...row, dialect: 'snowflake' })),
  ...athena.map((row): Row => ({ ...row, dialect: 'athena' })),
  ...sqlite.map((row): Row => ({ ...row, dialect: 'sqlite' })),
]

test.each(rows)('in $dialect, $says', ({ dialect, condition, holds, fails }) => {
  const { value, diagnostics } = parseSql(`SELECT * FROM t WHERE ${condition}`, { dialect })
  expect(diagnostics).toEqual([])
  const filter = value.stages.find(stage => stage.kind === 'filter')
  if (filter?.kind !== 'filter') throw new Error('no filter')
  const truthOf = (a: Values[number]): string => {
    const event = makeEvent(a === undefined ? {} : { a })
    return evaluate(filter.expression, plainView(event))
  }
  expect(holds.map(truthOf)).toEqual(holds.map(() => 'match'))
  expect(fails.map(truthOf)).toEqual(fails.map(() => 'no_match'))
})
