import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryEvent } from '../../../test/support/arbitrary-event.ts'
import { arbitraryExpression, arbitraryLists } from '../../../test/support/arbitrary-expression.ts'
import { makeTest } from '../../../test/support/make-test.ts'
import { noSpan } from '../../base/index.ts'
import { type Computation, type Expression, fieldsOfTest, type Stage } from '../../ir/index.ts'
import { isDoable } from '../compile-test.ts'
import { computedView } from '../computed-view.ts'
import { createEvaluator } from '../evaluate.ts'
import { plainView } from '../event-view.ts'
import { mapTests, planQuery } from './plan-query.ts'
import { createQueryChecker } from './query-checker.ts'

const field = (name: string): Computation => ({ kind: 'field', field: name })

/** What stands in place of B: its own value or, where it has none, that of A. */
const derive: Stage = {
  kind: 'derive',
  names: ['B'],
  text: 'B = coalesce(B, A)',
  computations: [
    { kind: 'call', function: 'coalesce', ignoresCase: false, arguments: [field('B'), field('A')] },
  ],
  span: noSpan,
}

const unknownC: Stage = { kind: 'derive', names: ['C'], text: 'C = frob(A)', span: noSpan }

const filterOf = (expression: Expression): Stage => ({
  kind: 'filter',
  condition: '',
  parts: [],
  expression,
  span: noSpan,
})

/** Tests of derived fields say so. */
const derived = (expression: Expression, names: readonly string[]): Expression =>
  mapTests(expression, t =>
    fieldsOfTest(t).some(name => names.includes(name)) ? { ...t, derived: true } : t,
  )

/** The expression where nobody knows C. */
const withoutC = (expression: Expression): Expression =>
  mapTests(expression, t =>
    fieldsOfTest(t).includes('C')
      ? { kind: 'opaque', text: 'C', reason: 'run/not-computed', span: noSpan }
      : t,
  )

const scenario = fc
  .tuple(arbitraryExpression, fc.boolean(), fc.boolean())
  .chain(([expression, hidesC, acceptsUnknown]) =>
    fc.tuple(
      fc.constant({ expression, hidesC, acceptsUnknown }),
      fc.array(arbitraryEvent(expression), { minLength: 1, maxLength: 3 }),
    ),
  )

test('a query and its check say of an event what the stages say', () => {
  const counts = { match: 0, no_match: 0, unknown: 0 }
  const checker = createQueryChecker({ lists: arbitraryLists })
  const evaluator = createEvaluator({ lists: arbitraryLists })
  fc.assert(
    fc.property(scenario, ([{ expression, hidesC, acceptsUnknown }, events]) => {
      const all = derived(expression, hidesC ? ['B', 'C'] : ['B'])
      const stages = hidesC ? [unknownC, derive, filterOf(all)] : [derive, filterOf(all)]
      const { query } = planQuery(stages, {
        acceptsUnknown,
        isDoable: one => isDoable(one, { lists: arbitraryLists }),
      })
      // It is kept as JSON.
      const { expression: own, check } = JSON.parse(JSON.stringify(query)) as typeof query
      for (const event of events) {
        const view = plainView(event)
        const seen = computedView(view, [derive])
        const truth = evaluator.evaluate(hidesC ? withoutC(all) : all, seen)
        counts[truth]++
        const expected = truth === 'match' || (acceptsUnknown && truth === 'unknown')
        const found =
          evaluator.evaluate(own, view) === 'match' &&
          (check === undefined || checker.holds(check, view))
        expect(found).toBe(expected)
      }
    }),
    { numRuns: 3000 },
  )
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(200)
})

test('what is derived and needed by nothing is left out, however it is named', () => {
  const plan = (stages: readonly Stage[], reads: readonly string[] = []): number | undefined =>
    planQuery(stages, { reads, isDoable: () => true }).query.check?.stages.length
  expect(plan([derive])).toBeUndefined()
  expect(plan([derive], ['A'])).toBeUndefined()
  expect(plan([derive], ['B'])).toBe(1)
  // The second is made of the first.
  expect(plan([derive, derive], ['B'])).toBe(2)
  const again: Stage = { ...derive, computations: [field('A')] }
  expect(plan([derive, again], ['B'])).toBe(1)
})

test('a choice by what cannot be done is not computed', () => {
  const choice: Computation = {
    kind: 'choice',
    cases: [{ when: makeTest('equals', 'A', 'x'), value: field('B') }],
    otherwise: field('A'),
  }
  const stages: readonly Stage[] = [{ ...derive, computations: [choice] }]
  const plan = (isDone: boolean): string | undefined =>
    planQuery(stages, { reads: ['B'], isDoable: () => isDone }).unreadable?.name
  expect(plan(true)).toBeUndefined()
  expect(plan(false)).toBe('B')
})

test('a name that is not computed is told where it is read, and not where it is made anew', () => {
  const reads = ['C']
  const isDoable = (): boolean => true
  expect(planQuery([unknownC], { reads, isDoable }).unreadable).toEqual({
    name: 'C',
    text: 'C = frob(A)',
  })
  const anew: Stage = { ...derive, names: ['C'] }
  expect(planQuery([unknownC, anew], { reads, isDoable }).unreadable).toBeUndefined()
  const ofIt: Stage = { ...derive, computations: [field('C')] }
  expect(planQuery([unknownC, ofIt], { reads: ['B'], isDoable }).unreadable?.name).toBe('C')
})
