import { expect, test } from 'vitest'
import { parseRule } from '../../test/support/parse-rule.ts'
import { type CorpusRule, countCorpus } from './corpus-counts.ts'
import { indicatorsOf } from './indicators.ts'

function entry(key: string, detection: string, more: Partial<CorpusRule> = {}): CorpusRule {
  return { key, vendor: 'v', rule: parseRule(detection), isCounted: true, ...more }
}

const frpc = "selection: { Image|endswith: '\\frpc.exe' }"
const key = indicatorsOf(parseRule(frpc)).indicators[0]?.key ?? ''

test('nobody else looks for what only one rule looks for', () => {
  const counts = countCorpus([entry('a', frpc), entry('b', 'selection: { Image: other }')])
  expect(counts.othersLookingFor(key, 'a')).toEqual({ others: 0, byVendor: {} })
})

test('other families count, once each, and under every vendor that has one of their rules', () => {
  const wider = `${frpc}\nmore: { User: u }\ncondition: selection or more`
  const counts = countCorpus([
    entry('a', frpc),
    entry('b', wider, { vendor: 'x' }),
    entry('b2', wider, { vendor: 'y' }),
    entry('c', `${frpc}\nmore: { Company: c }\ncondition: selection and more`, { vendor: 'x' }),
  ])
  expect(counts.othersLookingFor(key, 'a')).toEqual({ others: 2, byVendor: { x: 2, y: 1 } })
  expect(counts.othersLookingFor(key, 'b')).toEqual({ others: 2, byVendor: { v: 1, x: 1 } })
})

test('copies of a rule are listed and not counted', () => {
  const counts = countCorpus([entry('a', frpc), entry('copy', frpc, { vendor: 'x' })])
  expect(counts.othersLookingFor(key, 'a').others).toBe(0)
  expect(counts.copiesOf('a')).toEqual(['copy'])
})

test('a rule that excludes the value counts under exclusions', () => {
  const counts = countCorpus([
    entry('a', frpc),
    entry('b', `${frpc}\ns: { User: u }\ncondition: s and not selection`),
  ])
  expect(counts.othersLookingFor(key, 'a').others).toBe(0)
  expect(counts.othersExcluding(key, 'a').others).toBe(1)
})

test('rules that count apart do not count', () => {
  const wider = `${frpc}\nmore: { User: u }\ncondition: selection or more`
  const counts = countCorpus([entry('a', frpc), entry('b', wider, { isCounted: false })])
  expect(counts.othersLookingFor(key, 'a').others).toBe(0)
  expect(counts.othersLookingFor(key, 'b').others).toBe(1)
})
