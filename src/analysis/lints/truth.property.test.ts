import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EventFields, makeEvent, makeList, makeTest } from '../../../test/support/make-test.ts'
import { noSpan } from '../../base/index.ts'
import { evaluate, plainView, type Truth } from '../../engine/index.ts'
import { parseSigma } from '../../frontends/sigma/index.ts'
import { and, type Expression, not, or, type Rule } from '../../ir/index.ts'
import { type Lint, runLint } from './lint.ts'
import { alwaysTrue, neverTrue } from './truth.ts'

/** Few tests of two fields, so that they meet themselves, their opposites and their kin. */
const tests: readonly Expression[] = [
  makeTest('exists', 'A', true, { list: 1 }),
  makeTest('exists', 'A', false, { list: 2 }),
  makeTest('null', 'A', undefined, { list: 3 }),
  makeTest('equals', 'A', 'x', { list: 4 }),
  makeTest('equals', 'A', 'x', { list: 5, cased: true }),
  makeTest('contains', 'A', 'y', { list: 6 }),
  makeList('equals', 'A', ['x', 'y'], 7),
  and([makeTest('contains', 'A', 'x', { list: 8 }), makeTest('contains', 'A', 'y', { list: 8 })]),
  makeTest('equals', 'B', 'x', { list: 9 }),
  { kind: 'opaque', text: 'a (', reason: 'sigma/condition-syntax', span: noSpan },
]

const { expression: expressions } = fc.letrec<{ expression: Expression }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...tests),
    fc.array(tie('expression'), { minLength: 2, maxLength: 3 }).map(and),
    fc.array(tie('expression'), { minLength: 2, maxLength: 3 }).map(or),
    tie('expression').map(not),
  ),
}))

const valuesOfA = [undefined, null, '', 'x', 'X', 'y', 'xy', 'z', ['x', 'y'], ['x', null], []]

/** Every event that the tests can tell from others. */
const events: readonly EventFields[] = valuesOfA.flatMap(A =>
  [undefined, 'x', 'z'].map(B => ({ ...(A === undefined ? {} : { A }), ...(B && { B }) })),
)

const [shell] = parseSigma('title: t\nlogsource: {}\ndetection: { a: { A: 1 }, condition: a }')
  .value.rules

function ruleWith(expression: Expression): Rule {
  const filter = { kind: 'filter', condition: 'a', parts: [], expression, span: noSpan } as const
  if (shell === undefined) throw new Error('the text is no rule')
  return { ...shell.value, logic: { stages: [filter] } }
}

/** Checks every claim of a lint against every event; it must claim something now and then. */
function expectTruth(lint: Lint, claimed: (truth: Truth) => boolean): void {
  let claims = 0
  fc.assert(
    fc.property(expressions, expression => {
      if (runLint(lint, ruleWith(expression)).length === 0) return
      claims++
      for (const fields of events) {
        expect(claimed(evaluate(expression, plainView(makeEvent(fields))))).toBe(true)
      }
    }),
    { numRuns: 3_000 },
  )
  expect(claims).toBeGreaterThan(20)
}

test('a condition that is said never to hold matches no event', () => {
  expectTruth(neverTrue, truth => truth !== 'match')
})

test('a condition that is said always to hold matches every event', () => {
  expectTruth(alwaysTrue, truth => truth === 'match')
})
