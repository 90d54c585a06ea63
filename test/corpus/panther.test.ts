import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type CatalogRule, type RuleSet, readRuleSources } from '../../src/catalog/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

describeShared('the rules of Panther', () => {
  let set: RuleSet
  let rules: readonly CatalogRule[]

  beforeAll(() => {
    set = readRuleSources([{ path: join(shared, 'corpora', 'panther') }])
    rules = set.rules
  })

  const typeOf = ({ rule }: CatalogRule): string => String(rule.custom.AnalysisType)

  test('are all read', () => {
    expect(set.unreadable).toEqual([])
    expect(set.files).toEqual([])
    expect(tally(rules.map(typeOf))).toEqual({
      correlation_rule: 24,
      rule: 676,
      saved_query: 14,
      scheduled_query: 63,
      scheduled_rule: 45,
    })
    // Data models map fields; the licence is no YAML.
    expect(set.otherFiles.length).toBe(34)
  })

  test('have ids and titles, and levels but for queries', () => {
    for (const { rule, path } of rules) {
      expect(rule.id, path).toBeDefined()
      expect(rule.title, path).not.toBe('')
    }
    expect(tally(rules.map(({ rule }) => rule.level ?? '-'))).toEqual({
      '-': 77,
      critical: 18,
      high: 204,
      informational: 148,
      low: 81,
      medium: 294,
    })
  })

  test('say what could not be read, with a place', () => {
    const codes = rules.flatMap(({ rule, diagnostics, path }) =>
      diagnostics.map(({ code, span }) => {
        expect(span.end, path).toBeLessThanOrEqual(rule.span.end)
        return code
      }),
    )
    expect(tally(codes)).toEqual({
      'panther/missing-code': 720,
      'sql/nested-query': 2,
      'sql/not-read': 1,
      'sql/syntax': 3,
      'sql/template': 24,
    })
  })

  test('that correlate are sequences and groups of other rules', () => {
    const correlations = rules.filter(each => typeOf(each) === 'correlation_rule')
    expect(
      tally(correlations.map(({ rule }) => rule.logic.stages.map(({ kind }) => kind).join(' '))),
    ).toEqual({ 'source join': 22, 'source sequence': 2 })
    expect(correlations.every(({ rule }) => rule.related.length >= 2)).toBe(true)
  })

  test('whose code is not there say so and nothing else', () => {
    const coded = rules.filter(({ rule }) => rule.custom.Filename !== undefined)
    expect(coded.every(({ rule }) => rule.logic.stages.some(({ kind }) => kind === 'opaque'))).toBe(
      true,
    )
  })
})
