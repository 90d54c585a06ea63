import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTest } from '../../../test/support/make-test.ts'
import { parseRule } from '../../../test/support/parse-rule.ts'
import { noSpan } from '../../base/index.ts'
import type { Stage } from '../../ir/index.ts'
import { toContribution } from './contribution.ts'
import { createCorrelator } from './correlator.ts'
import { logName } from './plan.ts'
import { planCorrelations } from './plan-correlations.ts'

const window = 10

const stages: readonly Stage[] = [
  {
    kind: 'aggregate',
    functions: [{ name: 'count_earlier', as: 'n' }],
    groupBy: ['User'],
    window,
    cased: true,
    span: noSpan,
  },
  {
    kind: 'threshold',
    expression: makeTest('equals', 'n', 0, { derived: true }),
    span: noSpan,
  },
]

const rule = parseRule('selection: { A: 1 }')
const { plan } = planCorrelations([
  {
    rule: { ...rule, logic: { stages: [...rule.logic.stages, ...stages] } },
    scope: '',
    isWanted: true,
    hasParts: true,
  },
])

interface NewEvent {
  readonly time: number
  readonly user: string
  readonly computer: string
}

const events: fc.Arbitrary<readonly NewEvent[]> = fc.array(
  fc.record({
    time: fc.integer({ min: 0, max: 60 }),
    user: fc.constantFrom('a', 'A', 'b'),
    computer: fc.constantFrom('p', 'q'),
  }),
  { maxLength: 12 },
)

const starts = fc.record(
  { p: fc.integer({ min: -20, max: 30 }), q: fc.integer({ min: -20, max: 30 }) },
  { requiredKeys: ['p'] },
)

test('an event is new if none like it came in the time before, all of which the log tells of', () => {
  let found = 0
  fc.assert(
    fc.property(events, starts, (list, from) => {
      const correlator = createCorrelator(plan)
      const time = (seconds: number): string => new Date(seconds * 1000).toISOString()
      for (const [computer, seconds] of Object.entries(from)) {
        // Told twice, in any order: the first counts.
        for (const later of [5, 0]) {
          correlator.addStart(logName(rule.logSource), computer, (seconds + later) * 1000)
        }
      }
      list.forEach(({ time: seconds, user, computer }, record) => {
        const header = { time: time(seconds), computer }
        const place = { input: 0, record, origin: '', header }
        const contribution = toContribution(0, ['User'], () => [user], place)
        if (contribution !== undefined) correlator.add(contribution)
      })
      const isBefore = (a: number, b: number): boolean => {
        const [one, other] = [list[a], list[b]]
        if (one === undefined || other === undefined) return false
        return one.time < other.time || (one.time === other.time && a < b)
      }
      const expected = list.flatMap((event, i) => {
        const isSeen = list.some(
          (other, j) =>
            other.user === event.user && isBefore(j, i) && event.time - other.time <= window,
        )
        const start = from[event.computer as 'p' | 'q'] ?? Number.POSITIVE_INFINITY
        return !isSeen && event.time - window >= start ? [i] : []
      })
      found += expected.length
      const matches = [...correlator.finish().matches].map(match => match.events[0]?.record)
      expect(matches.sort((a = 0, b = 0) => a - b)).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
  expect(found).toBeGreaterThan(500)
})
