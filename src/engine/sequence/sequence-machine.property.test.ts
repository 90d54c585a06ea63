import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ReferenceEvent,
  referenceSequences,
} from '../../../test/support/reference-sequence.ts'
import { and } from '../../ir/index.ts'
import type { SequenceCondition, SequencePlan, SequenceRole } from './plan-sequence.ts'
import { createSequenceMachine, type SequenceMatch } from './sequence-machine.ts'

interface Shape {
  readonly steps: readonly { readonly isMissing: boolean; readonly runs: number }[]
  readonly hasUntil: boolean
  readonly maxSpan: number | undefined
}

const shape: fc.Arbitrary<Shape> = fc
  .record({
    steps: fc.array(
      fc.record({
        isMissing: fc.boolean(),
        runs: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 3 })),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    hasUntil: fc.boolean(),
    maxSpan: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  })
  .filter(({ steps }) => steps.some(step => !step.isMissing))
  .map(made => ({
    ...made,
    maxSpan: made.maxSpan ?? (made.steps.some(step => step.isMissing) ? 5 : undefined),
  }))

function toPlan({ steps, hasUntil, maxSpan }: Shape): SequencePlan {
  let length = 0
  const roles: SequenceRole[] = []
  let lastMissing = -1
  for (const { isMissing, runs } of steps) {
    if (isMissing) {
      roles.push({ kind: 'missing', before: length })
      lastMissing = length
    } else {
      roles.push({ kind: 'event', first: length, last: length + runs - 1 })
      length += runs
    }
  }
  if (hasUntil) roles.push({ kind: 'until' })
  const conditions = roles.map(
    (role): SequenceCondition => ({ expression: and([]), derived: [], keys: [], role }),
  )
  const hasLeading = steps[0]?.isMissing === true
  return { conditions, length, maxSpan, hasLeading, hasTrailing: lastMissing === length }
}

/** Events of few keys, close together, so that much meets; several at one time. */
const events = (conditions: number): fc.Arbitrary<readonly ReferenceEvent[]> =>
  fc
    .array(
      fc.record({
        step: fc.integer({ min: 0, max: 3 }),
        hits: fc.uniqueArray(
          fc.record({
            condition: fc.integer({ min: 0, max: conditions - 1 }),
            keys: fc.oneof(fc.constant(['a']), fc.constantFrom(['a'], ['b'], ['a', 'b'])),
          }),
          { maxLength: 3, selector: hit => hit.condition },
        ),
      }),
      { maxLength: 24 },
    )
    .map(list => {
      let time = 0
      return list.map(({ step, hits }) => {
        time += step
        return { time, hits }
      })
    })

const scenario = shape
  .map(toPlan)
  .chain(plan => fc.tuple(fc.constant(plan), events(plan.conditions.length)))

function machineSequences(
  plan: SequencePlan,
  list: readonly ReferenceEvent[],
): readonly (readonly number[])[] {
  const machine = createSequenceMachine<number>(plan)
  const found: SequenceMatch<number>[] = []
  list.forEach(({ time, hits }, number) => {
    found.push(...machine.advance(number, { micros: time, nanos: 0 }, hits))
  })
  found.push(...machine.finish())
  expect(machine.dropped).toBe(0)
  return found.map(match => match.events)
}

const sorted = (sequences: readonly (readonly number[])[]): readonly string[] =>
  sequences.map(sequence => sequence.join(' ')).sort()

test('the machine finds what going over all events step by step finds', () => {
  fc.assert(
    fc.property(scenario, ([plan, list]) => {
      const expected = referenceSequences(plan, list)
      expect(sorted(machineSequences(plan, list))).toEqual(sorted(expected))
    }),
    { numRuns: 4_000 },
  )
})

test('the generated events make sequences of every kind', () => {
  const kinds = new Set<string>()
  for (const [plan, list] of fc.sample(scenario, { numRuns: 4000, seed: 1 })) {
    if (referenceSequences(plan, list).length === 0) continue
    kinds.add(`${plan.hasLeading} ${plan.hasTrailing} ${plan.length > 1}`)
    if (plan.conditions.some(({ role }) => role.kind === 'until')) kinds.add('until')
    if (plan.conditions.some(({ role }) => role.kind === 'event' && role.last > role.first)) {
      kinds.add('runs')
    }
  }
  expect([...kinds].sort()).toEqual([
    'false false false',
    'false false true',
    'false true false',
    'false true true',
    'runs',
    'true false false',
    'true false true',
    'true true false',
    'true true true',
    'until',
  ])
})

test('past the limit the longest untouched sequences are given up, and counted', () => {
  const plan = toPlan({
    steps: [
      { isMissing: false, runs: 1 },
      { isMissing: false, runs: 1 },
    ],
    hasUntil: false,
    maxSpan: undefined,
  })
  const machine = createSequenceMachine<number>(plan, { maxPendingEvents: 10 })
  const at = (number: number): { micros: number; nanos: number } => ({ micros: number, nanos: 0 })
  for (let i = 0; i < 100; i++) machine.advance(i, at(i), [{ condition: 0, keys: [`k${i}`] }])
  expect(machine.dropped).toBe(95)
  const found = [3, 97].map(key =>
    machine.advance(key + 100, at(200), [{ condition: 1, keys: [`k${key}`] }]),
  )
  expect(found.map(matches => matches.map(match => match.events))).toEqual([[], [[97, 197]]])
})
