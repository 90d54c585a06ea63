import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Catalogue } from '../../src/app/catalogue/index.ts'
import { toCorpus, toRulePage } from '../../src/app/index.ts'
import type { CatalogRule } from '../../src/catalog/index.ts'
import { makeCatalogue } from '../support/make-catalogue.ts'
import { describeShared, shared } from '../support/shared.ts'

describeShared('the catalogue of the Sigma sets', () => {
  const corpora = join(shared, 'corpora')
  let catalogue: Catalogue
  let entries: readonly CatalogRule[]

  beforeAll(() => {
    const made = makeCatalogue({
      sigma: join(corpora, 'sigma'),
      joesecurity: join(corpora, 'sigma-joesecurity'),
      mdecrevoisier: join(corpora, 'sigma-mdecrevoisier'),
      hayabusa: join(corpora, 'hayabusa'),
    })
    catalogue = made.catalogue
    entries = made.entries
  })

  test('has these totals', () => {
    expect(catalogue.about().totals).toMatchInlineSnapshot(`
      {
        "events": 1687,
        "exclusions": 3417,
        "families": 3591,
        "fields": 615,
        "indicators": 26996,
        "rules": 3825,
        "rulesWithDiagnostics": 305,
        "sharedIndicators": 3426,
        "techniques": 394,
        "uncounted": 222,
      }
    `)
  })

  test('counts what `show` counts, on every rule', () => {
    const corpus = toCorpus(entries)
    const differing = entries.filter((entry, number) => {
      const { indicators, exclusions, copies } = toRulePage(entry, corpus)
      const { rule } = catalogue.rule(number)
      return (
        JSON.stringify([rule.indicators, rule.exclusions, rule.copies.map(c => c.id)]) !==
        JSON.stringify([indicators, exclusions, copies.map(c => c.id)])
      )
    })
    expect(differing.map(entry => entry.path)).toEqual([])
  })

  test('has a model for every address, and no two addresses that differ in case only', () => {
    const addresses = catalogue.addresses()
    expect(new Set(addresses.map(a => a.toLowerCase())).size).toBe(addresses.length)
    const slice = { offset: 0, limit: 1 }
    const dead = addresses.filter(
      address =>
        address.includes('/') &&
        catalogue.ruleAt(address) === undefined &&
        catalogue.indicator(address, slice) === undefined &&
        catalogue.field(address, slice) === undefined &&
        catalogue.event(address, slice) === undefined &&
        catalogue.provider(address) === undefined &&
        catalogue.logSource(address, slice) === undefined &&
        catalogue.technique(address, slice) === undefined &&
        catalogue.tactic(address, slice) === undefined &&
        catalogue.vendor(address, slice) === undefined,
    )
    expect(dead).toEqual([])
  })

  test('counts on the pages of techniques and events what the rules themselves say', () => {
    const counted = catalogue.facts.filter(fact => fact.isCounted)
    for (const id of ['T1059', 'T1059.001', 'T1090', 'T1562']) {
      const rules = counted.filter(({ attack }) =>
        attack.some(({ technique }) => technique === id || technique?.startsWith(`${id}.`)),
      )
      const model = catalogue.technique(`techniques/${id}`, { offset: 0, limit: 0 })
      expect([id, model?.row.rules]).toEqual([id, rules.length])
    }
    const key = 'windows/Security/4688'
    const rules = counted.filter(({ events }) =>
      events.some(({ event, branchesCovered }) => event === key && branchesCovered > 0),
    )
    const model = catalogue.event('events/windows/Security/4688', { offset: 0, limit: 0 })
    expect(model?.row.rules).toBe(rules.length)
    expect(model?.row.rules).toBe((model?.fully ?? 0) + (model?.partly ?? 0))
  })
})
