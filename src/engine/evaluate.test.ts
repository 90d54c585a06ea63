import { describe, expect, test } from 'vitest'
import { describeMatcher } from '../../test/support/describe-matcher.ts'
import { makeEvent, makeList, makeRegex, makeTest } from '../../test/support/make-test.ts'
import { readExpression } from '../../test/support/read-expression.ts'
import { and, anyRun, literal, not, or, type Test } from '../ir/index.ts'
import { createEvaluator, evaluate, explain } from './evaluate.ts'
import { plainView } from './event-view.ts'

describeMatcher(
  'reference',
  (expression, lists) => event =>
    evaluate(expression, plainView(event), lists === undefined ? {} : { lists }),
)

describe('an evaluator', () => {
  test('reads each field of an event once, however many tests ask for it', () => {
    let reads = 0
    const view = { values: () => [`${++reads}`], allValues: () => [] }
    const { evaluate } = createEvaluator()
    const expression = or(['x', 'y', 'z'].map(value => makeTest('equals', 'A', value)))
    evaluate(expression, view)
    evaluate(expression, view)
    expect(reads).toBe(1)
  })

  test('says the same of an event as the function that keeps nothing', () => {
    const { evaluate: remembered } = createEvaluator()
    const expression = not(makeTest('regex', 'A', makeRegex('b$')))
    for (const value of ['ab', 'ba', 'ab']) {
      const view = plainView(makeEvent({ A: value }))
      expect(remembered(expression, view)).toBe(evaluate(expression, view))
    }
  })
})

describe('an explanation', () => {
  const frp = or([
    makeList('ends_with', 'Image', ['\\frpc.exe', '\\frps.exe'], 1),
    makeTest('contains', 'CommandLine', '\\frpc.ini', { list: 2 }),
  ])

  const foundBy = (test: Test, value: string): string | undefined => {
    const [match] = explain(test, plainView(makeEvent({ A: value })))?.tests ?? []
    return match?.found?.slice(...(match.at ?? []))
  }

  test('names the branch, the tests that hold, the values and where in them', () => {
    const view = plainView(makeEvent({ Image: 'C:\\Temp\\frpc.exe', CommandLine: 'x' }))
    expect(explain(frp, view)).toEqual({
      branch: 0,
      tests: [
        {
          test: expect.objectContaining({ field: 'Image', value: '\\frpc.exe' }),
          found: 'C:\\Temp\\frpc.exe',
          at: [7, 16],
        },
      ],
    })
  })

  test('names the first branch that holds', () => {
    const view = plainView(makeEvent({ Image: 'x', CommandLine: 'a \\FRPC.ini' }))
    expect(explain(frp, view)).toMatchObject({ branch: 1, tests: [{ at: [2, 11] }] })
  })

  test('is undefined when the expression is false or unknown', () => {
    const view = plainView(makeEvent({ Image: 'x' }))
    expect(explain(frp, view)).toBeUndefined()
    expect(explain(readExpression('(opaque "x" sigma/near)'), view)).toBeUndefined()
  })

  test('leaves out tests that are negated, and has no value for one of absence', () => {
    const expression = and([
      not(makeTest('equals', 'A', 'y')),
      makeTest('null', 'B', undefined, { list: 1 }),
      makeTest('exists', 'C', false, { list: 2 }),
    ])
    expect(explain(expression, plainView(makeEvent({ A: 'x' })))?.tests).toMatchObject([
      { test: { operator: 'null' }, found: undefined, at: undefined },
      { test: { operator: 'exists' }, found: undefined, at: undefined },
    ])
  })

  test('of true names its only branch, which asks for nothing', () => {
    expect(explain(and([]), plainView(makeEvent({})))).toEqual({ branch: 0, tests: [] })
  })

  test('past the limit of branches names the tests that hold, and no branch', () => {
    const choice = (n: number) =>
      or(['x', 'y'].map((value, i) => makeTest('equals', `F${n}`, value, { list: 2 * n + i })))
    const wide = and(Array.from({ length: 13 }, (_, n) => choice(n)))
    const fields = Object.fromEntries(Array.from({ length: 13 }, (_, n) => [`F${n}`, 'y']))
    const explanation = explain(wide, plainView(makeEvent(fields)))
    expect(explanation?.branch).toBeUndefined()
    expect(explanation?.tests).toHaveLength(13)
  })

  test.each([
    [makeTest('equals', 'A', 'ABC'), 'abc', 'abc'],
    [makeTest('contains', 'A', 'b'), 'xÄBc', 'B'],
    [makeTest('starts_with', 'A', 'ab'), 'ABc', 'AB'],
    [
      makeTest('wildcard', 'A', [anyRun, literal('b'), anyRun, literal('d'), anyRun]),
      'abcde',
      'bcd',
    ],
    [makeTest('file_name', 'A', 'x.exe'), 'C:\\x.exe', 'x.exe'],
    [makeTest('has', 'A', 'shell'), 'powershell a-shell', 'shell'],
    [makeTest('regex', 'A', makeRegex('b+')), 'abbc', 'bb'],
    [makeTest('contains', 'A', ' -f', { transforms: ['windash'] }), 'a /f', ' /f'],
    [makeTest('gt', 'A', 5), '10', '10'],
    [makeTest('cidr', 'A', '10.0.0.0/8'), '10.0.0.1', '10.0.0.1'],
    [
      makeTest('equals', 'A', 19, { transforms: ['hour'] }),
      '2020-09-15T19:28Z',
      '2020-09-15T19:28Z',
    ],
    [makeTest('contains', 'A', 'k'), 'İ\u212aİ', '\u212a'],
  ])('points into the value as it stands in the event: %#', (test, value, found) => {
    expect(foundBy(test, value)).toBe(found)
  })

  test('of a GUID whose braces were not compared points at what was', () => {
    const guid = '5770385f-c22a-43e0-bf4c-06f5698ffbd9'
    expect(foundBy(makeTest('equals', 'A', guid), `{${guid}}`)).toBe(guid)
    expect(foundBy(makeTest('equals', 'A', `{${guid}}`), guid)).toBe(guid)
    expect(foundBy(makeTest('starts_with', 'A', '5770'), `{${guid}}`)).toBe('5770')
    expect(foundBy(makeTest('ends_with', 'A', 'bd9}'), guid)).toBe('bd9')
  })
})
