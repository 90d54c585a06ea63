import { expect, test } from 'vitest'
import { parseSigma } from '../../frontends/sigma/index.ts'
import type { Rule, Stage } from '../../ir/index.ts'
import { findAggregation } from './aggregation.ts'
import { type PlannedCorrelations, planCorrelations } from './plan-correlations.ts'

const plain = (name: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: { product: windows }\ndetection: { s: { is: ${name} }, condition: s }\n`

function plan(documents: readonly string[]): PlannedCorrelations {
  const rules = parseSigma(documents.join('---\n')).value.rules
  return planCorrelations(
    rules.map(({ value }) => ({ rule: value, scope: '', isWanted: true, hasParts: true })),
  )
}

const correlation = (name: string, rest: string): string =>
  `title: ${name}\nname: ${name}\ncorrelation: { timespan: 1m, ${rest} }\n`

test('a plan can be kept as JSON', () => {
  const { plan: planned } = plan([
    plain('a'),
    correlation('many', 'type: event_count, rules: [a], group-by: [X], condition: { gte: 2 }'),
    correlation('more', 'type: temporal, rules: [many, a], group-by: [Y]'),
  ])
  expect(JSON.parse(JSON.stringify(planned))).toEqual(planned)
  expect(planned.reads).toEqual([{ rule: 0, fields: ['X', 'Y'] }])
})

const chainOf = (length: number): readonly string[] =>
  Array.from({ length }, (_, i) =>
    correlation(`r${i}`, `type: event_count, rules: [r${i + 1}], condition: { gte: 1 }`),
  )

test('nodes stand after those that they refer to', () => {
  const { plan: planned, refused } = plan([...chainOf(32), plain('r32')])
  expect(refused.size).toBe(0)
  expect(planned.nodes.map(({ rule }) => rule)).toEqual(chainOf(32).map((_, i) => 31 - i))
})

test('a longer chain is not run, and neither is what stands on it', () => {
  const { plan: planned, refused } = plan([...chainOf(3000), plain('r3000')])
  expect([planned.nodes.length, refused.size]).toEqual([0, 2968])
  expect(refused.get(2967)?.reason).toBe('stands on 32 correlations one upon the other')
  expect(refused.get(2966)?.reason).toBe(
    'needs the rule “r2967”, which stands on 32 correlations one upon the other',
  )
  expect(refused.get(0)?.reason).toBe(
    'needs the rule “r1”, which itself needs the rule “r2967”, which stands on 32 correlations one upon the other',
  )
})

test('two correlations of each level that refer to both of the next are read in no time', () => {
  const level = (i: number, name: string): string =>
    correlation(
      `${name}${i}`,
      `type: event_count, rules: [l${i + 1}, r${i + 1}], condition: { gte: 1 }`,
    )
  const levels = Array.from({ length: 30 }, (_, i) => [level(i, 'l'), level(i, 'r')]).flat()
  const top = correlation(
    'top',
    'type: event_count, rules: [l0], group-by: [User], condition: { gte: 1 }',
  )
  const { plan: planned, refused } = plan([top, ...levels, plain('l30'), plain('r30')])
  expect(refused.size).toBe(0)
  expect(planned.reads.map(({ fields }) => fields)).toEqual([['User'], ['User']])
})

test('a field that aliases give two meanings in one rule is not read', () => {
  const alias = (name: string, field: string): string =>
    correlation(
      name,
      `type: event_count, rules: [a], condition: { gte: 1 }, aliases: { who: { a: ${field} } }`,
    )
  const top = (rules: string): string =>
    correlation('top', `type: temporal, rules: [${rules}], group-by: [who]`)
  const between = correlation('both', 'type: temporal, rules: [x, y]')
  const rules = [plain('a'), alias('x', 'X'), alias('y', 'Y'), between]
  expect(plan([...rules, top('both')]).refused.get(4)?.reason).toBe(
    'reads “who” of one rule in two ways, by different aliases',
  )
  expect(plan([...rules, top('x, y')]).refused.get(4)?.reason).toBeUndefined()
})

test('a long chain without an end says so in a few words', () => {
  const { refused } = plan(chainOf(3000))
  expect(refused.size).toBe(3000)
  expect(refused.get(0)?.reason).toBe(
    'needs the rule “r1”, which itself needs the rule “r3000”, which is not there',
  )
})

test('only what some firing correlation needs is planned', () => {
  const rules = parseSigma(
    [plain('a'), correlation('many', 'type: event_count, rules: [a], condition: { gte: 2 }')].join(
      '---\n',
    ),
  ).value.rules
  const { plan: planned, silent } = planCorrelations(
    rules.map(({ value }) => ({ rule: value, scope: '', isWanted: false, hasParts: true })),
  )
  expect(planned.nodes).toEqual([])
  expect(planned.reads).toEqual([])
  expect([...silent]).toEqual([0])
})

test('more than 64 rules, or more than 256 cases, are not run', () => {
  const names = Array.from({ length: 65 }, (_, i) => `r${i}`)
  const bases = names.map(plain)
  const reason = (rest: string): string | undefined =>
    plan([...bases, correlation('c', rest)]).refused.get(65)?.reason
  expect(reason(`type: temporal, rules: [${names.join(', ')}]`)).toBe(
    'correlates 65 rules; 64 is the limit',
  )
  expect(reason(`type: temporal, rules: [${names.slice(1).join(', ')}]`)).toBeUndefined()
  const pairs = (count: number): string =>
    Array.from({ length: count }, (_, i) => `(r${2 * i} or r${2 * i + 1})`).join(' and ')
  expect(reason(`type: temporal, condition: ${pairs(8)}`)).toBeUndefined()
  expect(reason(`type: temporal, condition: ${pairs(9)}`)).toBe(
    'has a condition that comes to too many cases',
  )
})

const aggregating = (stages: readonly Stage[]): Rule => {
  const [parsed] = parseSigma(plain('a')).value.rules
  if (parsed === undefined) throw new Error('not a rule')
  return { ...parsed.value, logic: { stages: [...parsed.value.logic.stages, ...stages] } }
}

const span = { start: 0, end: 0 }
const aggregate = (...names: readonly string[]): Stage => ({
  kind: 'aggregate',
  functions: names.map(name => ({ name, as: name })),
  groupBy: [],
  span,
})
const threshold: Stage = {
  kind: 'threshold',
  expression: {
    kind: 'test',
    field: 'count',
    operator: 'gt',
    value: 1,
    cased: false,
    transforms: [],
    list: 0,
    derived: true,
    span,
  },
  span,
}

test.each([
  [[aggregate('count'), threshold], 'planned'],
  [[aggregate('count')], 'planned'],
  [[threshold], 'no aggregation'],
  [
    [threshold, aggregate('count')],
    'has a stage before its aggregation that scan does not do (threshold)',
  ],
  [[aggregate('count'), { kind: 'derive', names: [], text: '', span }, threshold], 'planned'],
  [
    [aggregate('count'), { kind: 'derive', names: ['count'], text: 'f(x)', span }, threshold],
    'needs “count”, which scan does not compute (f(x))',
  ],
  [[aggregate('count', 'sum'), threshold], 'planned'],
  [[aggregate('stdev'), threshold], 'needs “count”, which its aggregation does not give'],
  [[aggregate('stdev')], 'planned'],
  [
    [aggregate('count'), threshold, aggregate('count')],
    'aggregates what it has aggregated, which scan does not do',
  ],
  [
    [{ kind: 'shape', text: 'MV_EXPAND a', span }, aggregate('count'), threshold],
    'changes the rows before it aggregates them (MV_EXPAND a)',
  ],
  [[aggregate('count'), threshold, threshold], 'planned'],
] as const)('an aggregation of other shapes is told apart: case %#', (stages, expected) => {
  const rule = aggregating(stages)
  const { plan: planned, refused } = planCorrelations([
    { rule, scope: '', isWanted: true, hasParts: true },
  ])
  const outcome = planned.nodes.length > 0 ? 'planned' : refused.get(0)?.reason
  expect(findAggregation(rule) === undefined ? 'no aggregation' : outcome).toBe(expected)
})
