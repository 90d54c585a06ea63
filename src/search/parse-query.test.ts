import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQuery, queryLimits } from './parse-query.ts'
import { printQuery } from './print-query.ts'
import type { Query } from './query.ts'
import { queryFields } from './query-fields.ts'

/** The tree without its spans, which printing does not keep. */
function withoutSpans(query: Query): unknown {
  return JSON.parse(JSON.stringify(query, (key, value) => (key === 'span' ? undefined : value)))
}

function print(text: string): string {
  const { query, problems } = parseQuery(text)
  expect(problems).toEqual([])
  return printQuery(query)
}

describe('reads and prints', () => {
  test.each([
    ['', ''],
    ['frp', 'frp'],
    [String.raw`\frpc.exe`, String.raw`\frpc.exe`],
    [String.raw`"C:\Program Files"`, String.raw`"C:\Program Files"`],
    ['T1059.001 CVE-2021-44228', 'T1059.001 CVE-2021-44228'],
    ['VENDOR:sigma  Level:high', 'vendor:sigma level:high'],
    ['field:CommandLine op:contains value:"-enc"', 'field:CommandLine op:contains value:"-enc"'],
    [String.raw`excludes:"C:\Program Files\"`, String.raw`excludes:"C:\Program Files\"`],
    ['-status:deprecated', '-status:deprecated'],
    ['NOT status:deprecated', '-status:deprecated'],
    ['NOT -a', 'a'],
    ['level:high,critical', 'level:high,critical'],
    ['level:>=high', 'level:>=high'],
    ['after:2024-6', 'after:2024-6'],
    ['a OR b c', 'a OR b c'],
    ['(a OR b) c', '(a OR b) c'],
    ['a AND b', 'a b'],
    ['((a))', 'a'],
    ['-(a b)', '-(a b)'],
    ['(field:Image) value:x', '(field:Image) value:x'],
    ['"OR"', '"OR"'],
    ['or and not', 'or and not'],
    ['--remote-debugging-port', '--remote-debugging-port'],
    ['NOT --x', 'NOT --x'],
    ['a - b', 'a - b'],
    ['value:-enc', 'value:-enc'],
    ['value:comsvcs.dll,MiniDump', 'value:comsvcs.dll,MiniDump'],
    ['"cmd /c "whoami" x"', '"cmd /c "whoami" x"'],
    ['say"hi"', 'say"hi"'],
    [String.raw`C:\Windows`, String.raw`C:\Windows`],
    ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
    ['IEX(New-Object)', 'IEX(New-Object)'],
    ['(IEX(x) b)', 'IEX(x) b'],
    ['vendor:"a b",c', 'vendor:"a b",c'],
  ])('%s', (text, printed) => {
    expect(print(text)).toBe(printed)
  })
})

test('brackets keep what stands in them together', () => {
  expect(withoutSpans(parseQuery('a -(b OR c:\\x) "d e"').query)).toEqual({
    kind: 'and',
    operands: [
      { kind: 'text', text: 'a', isQuoted: false },
      {
        kind: 'not',
        operand: {
          kind: 'or',
          operands: [
            { kind: 'text', text: 'b', isQuoted: false },
            { kind: 'text', text: 'c:\\x', isQuoted: false },
          ],
        },
      },
      { kind: 'text', text: 'd e', isQuoted: true },
    ],
  })
})

describe('says what is wrong, where, and reads the rest', () => {
  test.each([
    ['vender:sigma frp', 'frp', '“vender” is no field', 0, 7, 'did you mean “vendor:”?'],
    ['frp severity:high', 'frp', '“severity” is no field', 4, 13, 'did you mean “level:”?'],
    ['a level: b', 'a b', '“level” has no value here', 7, 8, undefined],
    ['level:high,', 'level:high', '“level” has no value here', 10, 11, undefined],
    ['value:"" b', 'b', '“value” has no value here', 6, 8, undefined],
    ['after:yesterday b', 'b', '“yesterday” is no date', 6, 15, undefined],
    ['after:2023-02-29', '', '“2023-02-29” is no date', 6, 16, undefined],
    ['level:>=hihg b', 'b', '“hihg” is no level', 6, 12, 'did you mean “high”?'],
    ['a "b c', 'a "b c"', 'the quote is not closed', 2, 3, undefined],
    ['(a b', 'a b', 'the bracket is not closed', 0, 1, undefined],
    ['a ) b', 'a b', 'no bracket is open', 2, 3, undefined],
    ['a () b', 'a b', 'there is nothing between the brackets', 2, 4, undefined],
    ['a OR', 'a', '“OR” needs a term on both sides', 2, 4, undefined],
    ['OR a', 'a', '“OR” needs a term on both sides', 0, 2, undefined],
    ['a OR OR b', 'a OR b', '“OR” needs a term on both sides', 2, 4, undefined],
    ['a NOT', 'a', 'a negation needs a term after it', 2, 5, undefined],
    ['a ""', 'a', 'there is nothing between the quotes', 2, 4, undefined],
    ['user:"x y" b', 'b', '“user” is no field', 0, 5, undefined],
  ])('%s', (text, printed, message, start, end, help) => {
    const { query, problems } = parseQuery(text)
    expect(printQuery(query)).toBe(printed)
    expect(problems).toMatchObject([{ severity: 'error', message, start, end }])
    if (help !== undefined) expect(problems[0]?.help).toBe(help)
  })

  test('a word before a colon that is near no field is text, and a note says so', () => {
    const { query, problems } = parseQuery('localhost:8080')
    expect(printQuery(query)).toBe('localhost:8080')
    expect(problems).toMatchObject([{ severity: 'note', start: 0, end: 14 }])
  })

  test('too long, too many terms, too deep', () => {
    const messagesOf = (text: string): readonly string[] =>
      parseQuery(text).problems.map(problem => problem.message)
    const { characters, terms, depth } = queryLimits
    expect(messagesOf('a'.repeat(characters + 1))).toEqual([
      `a query has ${characters} characters at most: the rest is left out`,
    ])
    expect(messagesOf('a '.repeat(terms + 1))).toEqual([
      `a query has ${terms} terms at most: the rest is left out`,
    ])
    expect(messagesOf(`${'('.repeat(depth + 1)}a`)).toContain(
      `brackets stand in one another ${depth} deep at most: the rest is left out`,
    )
  })
})

const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...'()"-,:\\><=*. ', 'OR', 'AND', 'NOT', ' ', ' ', '\t'),
  },
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(queryFields).map(name => `${name}:`)) },
  { weight: 2, arbitrary: fc.constantFrom('a', 'high', '2024', 'T1059', 'é', 'vender:', '8:') },
  { weight: 1, arbitrary: fc.string({ maxLength: 4, unit: 'binary' }) },
)
const arbitraryText = fc.array(piece, { maxLength: 14 }).map(pieces => pieces.join(''))

test('any text is read, and reading what was printed gives the same tree', () => {
  fc.assert(
    fc.property(arbitraryText, text => {
      const { query, problems } = parseQuery(text)
      for (const { start, end } of problems) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(text.length)
      }
      const again = parseQuery(printQuery(query))
      expect(again.problems.filter(problem => problem.severity === 'error')).toEqual([])
      expect(withoutSpans(again.query)).toEqual(withoutSpans(query))
    }),
    { numRuns: 3000 },
  )
})
