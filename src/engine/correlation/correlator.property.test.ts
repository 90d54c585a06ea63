import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ReferenceEvent,
  referenceMatches,
} from '../../../test/support/reference-correlation.ts'
import { parseSigma } from '../../frontends/sigma/index.ts'
import type {
  CorrelateStage,
  CorrelationOperator,
  CorrelationType,
  RuleExpression,
} from '../../ir/index.ts'
import { toContribution } from './contribution.ts'
import { createCorrelator } from './correlator.ts'
import { planCorrelations } from './plan-correlations.ts'

const names = ['a', 'b', 'c']
const noSpan = { start: 0, end: 0 }

const base = parseSigma(
  names
    .map(
      name =>
        `title: ${name}\nname: ${name}\nlogsource: {product: x}\ndetection: {s: {is: ${name}}, condition: s}\n`,
    )
    .join('---\n'),
).value.rules.map(({ value }) => value)

/** The matches that the machine finds, whichever order the contributions come in. */
function machineMatches(
  stage: CorrelateStage,
  events: readonly ReferenceEvent[],
  seed: number,
  maxContributions: number = 1000,
): readonly unknown[] {
  const [first] = base
  if (first === undefined) throw new Error('no rule')
  const rules = [...base, { ...first, name: 'correlation', logic: { stages: [stage] } }]
  const { plan, refused } = planCorrelations(
    rules.map(rule => ({ rule, scope: '', isWanted: true, hasParts: true })),
  )
  expect([...refused.values()]).toEqual([])
  const correlator = createCorrelator(plan, { maxContributions })
  const contributions = events.flatMap(event =>
    event.rules.flatMap(name => {
      const rule = names.indexOf(name)
      const fields = plan.reads.find(read => read.rule === rule)?.fields
      if (fields === undefined) return []
      const time = new Date(event.time * 1000).toISOString()
      const read = (field: string): readonly string[] =>
        field === 'Group' ? event.groups : event.values
      const place = {
        input: Math.floor(event.number / 1000),
        record: event.number,
        origin: '',
        header: { time },
      }
      return toContribution(rule, fields, read, place) ?? []
    }),
  )
  for (const contribution of shuffled(contributions, seed)) correlator.add(contribution)
  return [...correlator.finish().matches]
    .map(({ group, events: own }) => ({
      group: group.map(({ value }) => value.toLowerCase()).join(),
      events: own.map(({ record }) => record),
    }))
    .sort(byGroup)
}

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  return items
    .map((item, i) => ({ item, key: Math.imul(i + 1, 2_654_435_761 + seed * 2) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

interface Comparable {
  readonly group: string
  readonly events: readonly number[]
}

function byGroup(a: Comparable, b: Comparable): number {
  return a.group < b.group ? -1 : a.group > b.group ? 1 : (a.events[0] ?? 0) - (b.events[0] ?? 0)
}

const someOf = (...items: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.subarray([...items], { minLength: 0, maxLength: 2 })

const events: fc.Arbitrary<readonly ReferenceEvent[]> = fc
  .array(
    fc.record({
      file: fc.integer({ min: 0, max: 2 }),
      time: fc.integer({ min: 0, max: 60 }),
      rules: fc.subarray(names, { minLength: 1 }),
      groups: fc.oneof(fc.constant(['x']), fc.constant(['x']), someOf('x', 'X', 'y', 'z')),
      values: fc.oneof(fc.constant(['1']), someOf('0.1', '0.2', '1', '2', '-3', 'n', 'N')),
    }),
    { maxLength: 12 },
  )
  // Of one time, the event of the first file comes first.
  .map(list => list.map((event, i) => ({ ...event, number: event.file * 1000 + i })))

const operator: fc.Arbitrary<CorrelationOperator> = fc.constantFrom(
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
)

const expression: fc.Arbitrary<RuleExpression> = fc.letrec<{ node: RuleExpression }>(tie => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...names).map(rule => ({ kind: 'rule' as const, rule, span: noSpan })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('node'), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, operands]) => ({ kind, operands })),
    tie('node').map(operand => ({ kind: 'not' as const, operand })),
  ),
})).node

const rulesOf = (list: readonly string[]): CorrelateStage['rules'] =>
  list.map(reference => ({ reference, span: noSpan }))

function stage(
  type: CorrelationType,
  rules: readonly string[],
  timespan: number,
  condition: CorrelateStage['condition'],
): CorrelateStage {
  const shared = { kind: 'correlate', groupBy: ['Group'], aliases: [], generate: false } as const
  return { ...shared, type, rules: rulesOf(rules), timespan, condition, span: noSpan }
}

const timespan = fc.constantFrom(1, 5, 10, 30)

const bounds = (type: CorrelationType): fc.Arbitrary<CorrelateStage['condition']> =>
  fc
    .record({
      list: fc.array(
        fc.record({ operator, value: fc.constantFrom(-1, 0, 0.1, 0.3, 1, 1.1, 2, 3, 4) }),
        { minLength: 1, maxLength: 2 },
      ),
      percentile: fc.constantFrom(0, 7, 25, 33.3, 50, 90, 100),
    })
    .map(({ list, percentile }) => ({
      kind: 'bounds' as const,
      bounds: list,
      fields: type.startsWith('value_') ? ['Value'] : [],
      ...(type === 'value_percentile' ? { percentile } : {}),
    }))

function agrees(stages: fc.Arbitrary<CorrelateStage>): void {
  let found = 0
  fc.assert(
    fc.property(stages, events, fc.nat(1000), (one, list, seed) => {
      const expected = [...referenceMatches(one, list)].sort(byGroup)
      found += expected.length
      expect(machineMatches(one, list, seed)).toEqual(expected)
    }),
    { numRuns: 500 },
  )
  // The property says nothing of a condition that never holds.
  expect(found).toBeGreaterThan(50)
}

describe('the machine finds what the slow reference finds', () => {
  test.each([
    'event_count',
    'value_count',
    'value_sum',
    'value_avg',
    'value_median',
    'value_percentile',
  ] as const)('%s', type => {
    agrees(
      fc
        .tuple(fc.subarray(names, { minLength: 1 }), timespan, bounds(type))
        .map(([rules, span, condition]) => stage(type, rules, span, condition)),
    )
  })

  test.each(['temporal', 'temporal_ordered'] as const)('%s', type => {
    const list = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
    agrees(
      fc
        .tuple(list, timespan, fc.option(bounds(type), { nil: undefined }))
        .map(([rules, span, condition]) => stage(type, rules, span, condition)),
    )
  })

  test.each(['temporal', 'temporal_ordered'] as const)('%s with and, or, not', type => {
    agrees(
      fc
        .tuple(fc.shuffledSubarray(names, { minLength: 3 }), timespan, expression)
        .map(([rules, span, condition]) => stage(type, rules, span, condition)),
    )
  })
})

test('past the limit, too, what is found does not depend on who comes first', () => {
  const many = stage('event_count', ['a'], 30, {
    kind: 'bounds',
    bounds: [{ operator: 'gte', value: 2 }],
    fields: [],
  })
  fc.assert(
    fc.property(
      events,
      fc.nat(1000),
      fc.nat(1000),
      fc.integer({ min: 1, max: 5 }),
      (list, s, t, limit) => {
        expect(machineMatches(many, list, s, limit)).toEqual(machineMatches(many, list, t, limit))
      },
    ),
  )
})
