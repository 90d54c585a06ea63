import { join } from 'node:path'
import { expect, test } from 'vitest'
import { selectRules } from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import { levels, type Stage } from '../../src/ir/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

/** Every status that the sets have, so that nothing is left out for it. */
const statuses = ['', 'stable', 'test', 'experimental', 'deprecated', 'unsupported']

function looksAtSeveral({ kind, ...stage }: Stage): boolean {
  if (kind === 'correlate' || kind === 'aggregate' || kind === 'sequence') return true
  const { reason = '' } = stage as { readonly reason?: string }
  return /^sigma\/(near|unsupported-aggregation|invalid-correlation|timeframe)$/.test(reason)
}

describeShared('rules of several events', () => {
  test.each([
    [
      'sigma',
      {
        'aggregation: planned': 40,
        'aggregation: “near” has no defined meaning, so the rule is kept but cannot be run': 6,
      },
    ],
    ['sigma-joesecurity', {}],
    [
      'sigma-mdecrevoisier',
      {
        'aggregation: has a log source that no known log has (product: windows, category: bitlocker)': 1,
        'aggregation: planned': 20,
        'aggregation: “>” is not expected here': 1,
        'correlation: needs the rule “rdp_discovery_multiple_host”, which has a log source that no known log has (product: windows, category: rdp)': 1,
        'correlation: planned': 12,
      },
    ],
    ['hayabusa', { 'aggregation: planned': 2, 'correlation: planned': 2 }],
  ])('%s: every one is planned, or says why not', (name, expected) => {
    const { rules } = readRuleSources([{ path: join(shared, 'corpora', name) }])
    const several = rules.filter(({ rule }) => rule.logic.stages.some(looksAtSeveral))
    const { correlations, plan, notRun } = selectRules(rules, {
      statuses,
      minLevel: levels[0],
    })
    const planned = new Set(correlations.map(({ entry }) => entry))
    const reasons = new Map(notRun.map(({ entry, reason }) => [entry, reason]))
    const outcomes = several.map(entry => {
      const kind = entry.rule.logic.stages.some(s => s.kind === 'correlate')
        ? 'correlation'
        : 'aggregation'
      return `${kind}: ${planned.has(entry) ? 'planned' : (reasons.get(entry) ?? 'lost')}`
    })
    expect(tally(outcomes)).toEqual(expected)
    expect(plan.nodes).toHaveLength(planned.size)
  })
})
