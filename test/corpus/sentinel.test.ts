import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type RuleSet, readRuleSources } from '../../src/catalog/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

describeShared('the files of Microsoft Sentinel', () => {
  let set: RuleSet

  beforeAll(() => {
    set = readRuleSources([{ name: 'sentinel', path: join(shared, 'corpora', 'sentinel') }])
  }, 120_000)

  test('are all rules, and nothing is wrong with them', () => {
    expect([set.rules.length, set.fileCount, set.unreadable, set.otherFiles]).toEqual([
      43,
      43,
      [],
      [],
    ])
    expect(set.rules.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))).toEqual([])
    expect(set.rules.filter(({ rule }) => rule.title === '' || rule.id === undefined)).toEqual([])
  })

  test('say who they are', () => {
    expect(tally(set.rules.map(({ rule }) => rule.status ?? ''))).toEqual({
      '': 21,
      available: 16,
      hunting: 6,
    })
    expect(tally(set.rules.map(({ rule }) => rule.level ?? ''))).toEqual({
      '': 6,
      high: 9,
      low: 5,
      medium: 23,
    })
    const tags = set.rules.flatMap(({ rule }) => rule.tags)
    const kinds = tags.map(({ text }) => /^(?:attack|Category|Data Connector)/.exec(text)?.[0])
    expect(tally(kinds.map(kind => kind ?? 'own'))).toEqual({
      Category: 3,
      'Data Connector': 62,
      attack: 110,
      own: 12,
    })
  })

  test('have tables that are known as logs', () => {
    const products = set.rules.map(({ rule }) => rule.logSource)
    expect(products.filter(source => Object.keys(source).length === 0)).toEqual([])
  })
})
