import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryEvent } from '../../../test/support/arbitrary-event.ts'
import { arbitraryExpression, arbitraryLists } from '../../../test/support/arbitrary-expression.ts'
import { compiledExplainer, compiledMatcher } from '../../../test/support/compiled-matcher.ts'
import { describeMatcher } from '../../../test/support/describe-matcher.ts'
import { makeEvent, makeRegex, makeTest } from '../../../test/support/make-test.ts'
import { placelessExplanation } from '../../../test/support/without-places.ts'
import { and, type Expression, type LogEvent, not, or } from '../../ir/index.ts'
import { createEvaluator } from '../evaluate.ts'
import { plainView } from '../event-view.ts'

describeMatcher('compiled', (expression, lists) => {
  const match = compiledMatcher([expression], lists)
  return event => match(event).length === 1
})

/** Expressions that share tests, and events near what they look for. */
const arbitraryCase: fc.Arbitrary<readonly [readonly Expression[], readonly LogEvent[]]> = fc
  .array(arbitraryExpression, { minLength: 1, maxLength: 12 })
  .map(expressions => [...expressions, or(expressions), and(expressions), not(and(expressions))])
  .chain(expressions =>
    fc.tuple(
      fc.constant(expressions),
      fc.array(arbitraryEvent(or(expressions)), { minLength: 8, maxLength: 16 }),
    ),
  )

test('the compiled engine and the reference agree on 100,000 expressions and events', () => {
  let pairs = 0
  let matches = 0
  fc.assert(
    fc.property(arbitraryCase, ([expressions, events]) => {
      const explain = compiledExplainer(expressions, arbitraryLists)
      const reference = createEvaluator({ lists: arbitraryLists })
      // Twice: the second time from memory.
      for (const event of [...events, ...events]) {
        const view = plainView(event)
        const expected = expressions.flatMap((expression, index) => {
          const explanation = reference.explain(expression, view)
          return explanation === undefined ? [] : [[index, placelessExplanation(explanation)]]
        })
        expect(explain(event)).toEqual(expected)
        pairs += expressions.length
        matches += expected.length
      }
    }),
    { numRuns: 500 },
  )
  expect(pairs).toBeGreaterThan(100_000)
  expect(matches).toBeGreaterThan(pairs / 20)
})

describe('a compiled section', () => {
  test('finds a text that begins where another one ends, and one inside another', () => {
    const texts = ['abcd', 'bcde', 'cdef', 'abcdef', 'f', 'ef', 'def', 'xyz']
    const match = compiledMatcher(texts.map(text => makeTest('contains', 'A', text)))
    expect(match(makeEvent({ A: 'ABCDEF' }))).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  test('looks at values longer than any memo keeps', () => {
    const match = compiledMatcher([
      makeTest('ends_with', 'A', 'end'),
      makeTest('regex', 'A', makeRegex('x{3}end$')),
    ])
    const long = `${'x'.repeat(100_000)}end`
    expect(match(makeEvent({ A: long }))).toEqual([0, 1])
    expect(match(makeEvent({ A: `${long}s` }))).toEqual([])
  })

  test('forgets values when their memo is full, and still gives the same', () => {
    const match = compiledMatcher([makeTest('ends_with', 'A', '7')])
    for (let i = 0; i < 200_000; i++) {
      expect(match(makeEvent({ A: `value ${i}` })).length).toBe(i % 10 === 7 ? 1 : 0)
    }
  })

  test('looks at very long values that are all new, and then at some that come again', () => {
    const match = compiledMatcher([
      makeTest('contains', 'A', 'needle'),
      and([makeTest('equals', 'B', 'b'), makeTest('regex', 'A', makeRegex('x{3}end$'))]),
    ])
    for (let i = 0; i < 400; i++) {
      const end = i % 3 === 0 ? 'xxxend' : i % 3 === 1 ? 'needle' : ''
      const event = makeEvent({
        A: `${i < 300 ? i : i % 7} ${'a line\n'.repeat(300)}${end}`,
        B: 'b',
      })
      expect(match(event)).toEqual(end === '' ? [] : [i % 3 === 0 ? 1 : 0])
    }
  })

  test('asks tests of more values than it keeps open', () => {
    const match = compiledMatcher([
      and([makeTest('equals', 'B', 'b'), makeTest('regex', 'A', makeRegex('^x{3}end$'))]),
    ])
    const values = Array.from({ length: 70_000 }, (_, i) => `x${i} end`)
    expect(match(makeEvent({ A: [...values, 'xxxend'], B: 'b' }))).toEqual([0])
    expect(match(makeEvent({ A: ['xxxend', ...values], B: 'b' }))).toEqual([0])
    expect(match(makeEvent({ A: values, B: 'b' }))).toEqual([])
  })

  test('explains a rule of too many branches by all tests that hold', () => {
    const pair = (field: string): Expression =>
      or([
        and([makeTest('equals', field, 'a'), makeTest('equals', `${field}2`, 'a')]),
        and([makeTest('equals', field, 'b'), not(makeTest('equals', `${field}2`, 'c'))]),
      ])
    const fields = Array.from({ length: 13 }, (_, i) => `F${i}`)
    const expression = and(fields.map(pair))
    const event = makeEvent(Object.fromEntries(fields.map(field => [field, 'b'])))
    const expected = createEvaluator().explain(expression, plainView(event))
    expect(expected?.branch).toBe(undefined)
    expect(expected?.tests.length).toBe(13)
    expect(compiledExplainer([expression])(event)).toEqual([
      [0, expected && placelessExplanation(expected)],
    ])
  })
})
