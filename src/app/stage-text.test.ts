import { expect, test } from 'vitest'
import { noSpan } from '../base/index.ts'
import { parseSigma } from '../frontends/sigma/index.ts'
import type { Stage } from '../ir/index.ts'
import { stageText } from './stage-text.ts'

function show(text: string): readonly string[] {
  const [parsed] = parseSigma(text).value.rules
  return parsed?.value.logic.stages.map(stageText) ?? []
}

test('the stages of an old rule', () => {
  const text = `
title: t
logsource: { product: windows, service: security }
detection:
  a: { EventID: 4625 }
  timeframe: 15m
  condition: a | count(User) by Host, Domain > 5`
  expect(show(text)).toEqual([
    'windows security',
    'a',
    'count_distinct(User) by Host, Domain within 15m',
    'count gt 5',
  ])
})

test('a correlation', () => {
  const text = `
title: t
correlation:
  type: value_count
  rules: [r1, r2]
  group-by: [Host]
  timespan: 1d
  condition: { field: User, gt: 3, lte: 9 }`
  expect(show(text)).toEqual(['value_count of User > 3 and ≤ 9 over r1, r2 by Host within 1d'])
})

test('what could not be read', () => {
  const stage: Stage = { kind: 'opaque', text: 'near\n  b', reason: 'sigma/near', span: noSpan }
  expect(stageText(stage)).toBe('could not be read (sigma/near): near b')
})

test('stages of other languages', () => {
  const logic = { stages: [{ kind: 'shape', text: 'table a', span: noSpan }] } as const
  const step = { logic, by: [], isMissing: false, runs: 1 }
  const stages: readonly Stage[] = [
    { kind: 'derive', names: ['x'], text: 'x = lower(y)', span: noSpan },
    {
      kind: 'sequence',
      steps: [step, { ...step, isMissing: true }],
      by: ['host'],
      maxSpan: 60,
      span: noSpan,
    },
    { kind: 'join', how: 'inner join', sides: [logic, logic], keys: ['k'], span: noSpan },
  ]
  expect(stages.map(stageText)).toEqual([
    'x = lower(y)',
    'table a, then not (table a) by host within 1m',
    'inner join of table a and table a on k',
  ])
})

test('an expression in words, with every value', () => {
  const text = `
title: t
logsource: { product: windows }
detection:
  a: { Image|endswith: [x, y], User: null, Company|exists: false, Size|gte: 5 }
  b: { CommandLine|contains|all|windash: [p, q] }
  condition: a or not b`
  const [parsed] = parseSigma(text).value.rules
  const filter = parsed?.value.logic.stages.find(stage => stage.kind === 'filter')
  expect(filter && stageText({ ...filter, condition: '' })).toBe(
    '(Image ends with any of "x", "y" and User is absent or null and Company is absent and Size gte 5) or not CommandLine windash contains all of "p", "q"',
  )
})

test('a source that is searched so far back', () => {
  const source: Stage = {
    kind: 'source',
    logSource: {},
    names: ['okta'],
    lookBack: 7200,
    span: noSpan,
  }
  expect(stageText(source)).toBe('okta, the last 2h')
})
