import { basename, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type CatalogRule, type RuleSet, readRuleSources } from '../../src/catalog/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

const folders = ['defender', 'ep3p', 'reprise99'] as const

describeShared('the files of Kusto queries', () => {
  const sets = new Map<string, RuleSet>()
  const rulesOf = (name: string): readonly CatalogRule[] => sets.get(name)?.rules ?? []

  beforeAll(() => {
    for (const name of folders) {
      const path = join(shared, 'corpora', `kusto-${name}`)
      sets.set(name, readRuleSources([{ name, path }]))
    }
  }, 300_000)

  test.each([
    ['defender', 293, 408],
    ['ep3p', 290, 290],
    ['reprise99', 374, 472],
  ])('of %s are read, each query a rule', (name, files, rules) => {
    const set = sets.get(name)
    expect([set?.fileCount, set?.rules.length, set?.unreadable]).toEqual([files, rules, []])
    expect(new Set(set?.rules.map(({ id }) => id)).size).toBe(rules)
    expect(set?.rules.filter(({ rule }) => rule.title === '')).toEqual([])
  })

  test.each([
    ['defender', { detection: 351, enrichment: 45, notebook: 12 }],
    ['ep3p', { detection: 250, enrichment: 32, notebook: 8 }],
    ['reprise99', { detection: 376, enrichment: 24, notebook: 72 }],
  ])('of %s are no detections where they read no log or ask for nothing', (name, counts) => {
    expect(tally(rulesOf(name).map(({ rule }) => rule.status ?? 'detection'))).toEqual(counts)
  })

  test('hold next to no query that cannot be parsed', () => {
    const all = folders.flatMap(rulesOf)
    const broken = all.filter(({ diagnostics }) => diagnostics.some(d => d.code === 'kusto/syntax'))
    expect(broken.map(({ path }) => basename(path)).toSorted()).toMatchInlineSnapshot(`
      [
        "-Example activity_counts_metrics.kql",
        "365DaysofKQL-Day100.kql",
        "Episode 3 - Summarizing, Pivoting, and Joining.txt",
        "IdentityLogonEvents-SummarizeNTLM.kql",
        "Ignite 2020 - Best practices for hunting across domains with Microsoft 365 Defender.txt",
        "Multiple-Activity from anonymous IP addresses.kql",
        "Performance, Json and dynamics operator, external data.txt",
        "SecurityEvent-Unusual authentication failure status.kql",
      ]
    `)
    expect(broken.length / all.length).toBeLessThan(0.02)
  })

  test('have tags of tactics, techniques and connectors as far as they say so', () => {
    const kinds = folders.map(name => {
      const tags = rulesOf(name).flatMap(({ rule }) => rule.tags.map(({ text }) => text))
      return [name, tally(tags.map(text => text.replace(/[.:].*/s, '')))]
    })
    expect(Object.fromEntries(kinds)).toMatchInlineSnapshot(`
      {
        "defender": {
          "Category": 70,
          "attack": 377,
        },
        "ep3p": {},
        "reprise99": {
          "Data Connector": 469,
        },
      }
    `)
  })
})
