import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintRules } from '../../src/analysis/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

/** How many findings each lint has in a rule set. */
function findings(corpus: string): Readonly<Record<string, number>> {
  const { rules } = readRuleSources([{ path: join(shared, 'corpora', corpus) }])
  return tally(lintRules(rules).map(f => f.diagnostic.code))
}

describeShared('what the lints find in public Sigma rules', () => {
  test('of SigmaHQ', () => {
    expect(findings('sigma')).toMatchInlineSnapshot(`
      {
        "lint/bare-file-name": 12,
        "lint/never-true": 1,
        "lint/unknown-field": 85,
        "lint/unknown-logsource": 1,
      }
    `)
  })

  test('of Joe Security', () => {
    expect(findings('sigma-joesecurity')).toMatchInlineSnapshot(`
      {
        "lint/duplicate-id": 1,
      }
    `)
  })

  test('of mdecrevoisier', () => {
    expect(findings('sigma-mdecrevoisier')).toMatchInlineSnapshot(`
      {
        "lint/unknown-field": 7,
        "lint/unknown-logsource": 8,
        "lint/unused-selection": 1,
      }
    `)
  })

  test('of Hayabusa', () => {
    expect(findings('hayabusa')).toMatchInlineSnapshot(`
      {
        "lint/unknown-field": 5,
      }
    `)
  })
})
