import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCatalogue } from '../../src/app/build/index.ts'
import type { ByVendor, Catalogue, IndicatorRow } from '../../src/app/catalogue/index.ts'
import { querySnapshot } from '../../src/catalog/snapshot/index.ts'
import { runIndicia } from '../cli/run-indicia.ts'
import { makeFolder } from '../support/make-folder.ts'
import { describeShared, shared } from '../support/shared.ts'

const everything = { offset: 0, limit: 100_000 }

describeShared('numbers of pages are those that SQL counts over the snapshot', () => {
  const folder = makeFolder({})
  const path = join(folder, 'catalog.duckdb')
  let catalogue: Catalogue

  beforeAll(async () => {
    const folders = ['sigma', 'sigma-joesecurity', 'sigma-mdecrevoisier', 'hayabusa', 'elastic']
    const sources = folders.map(name => join(shared, 'corpora', name))
    await runIndicia(['build', ...sources, '-o', path])
    catalogue = (await openCatalogue(path)).catalogue
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const count = async (sql: string): Promise<number> =>
    Number((await querySnapshot(path, sql)).rows[0]?.[0] ?? 0)
  const byVendor = async (what: string, from: string): Promise<ByVendor> => {
    const sql = `SELECT vendor, ${what} FROM ${from} GROUP BY vendor ORDER BY vendor`
    const { rows } = await querySnapshot(path, sql)
    return Object.fromEntries(rows.map(([vendor, n]) => [String(vendor), Number(n)]))
  }
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
  const counted = 'rules JOIN {} USING (rule) WHERE is_counted'
  const from = (table: string, condition: string): string =>
    `${counted.replace('{}', table)} AND ${condition}`

  /** The families that look for an indicator and those that exclude it, in all and by vendor. */
  async function countIndicator(key: string): Promise<Partial<IndicatorRow>> {
    const looking = from('indicators', `key = ${text(key)}`)
    const excluding = from('exclusions', `key = ${text(key)}`)
    const families = 'count(DISTINCT family)'
    return {
      families: await count(`SELECT ${families} FROM ${looking}`),
      byVendor: await byVendor(families, looking),
      excluding: await count(`SELECT ${families} FROM ${excluding}`),
      excludingByVendor: await byVendor(families, excluding),
    }
  }

  async function countRules(condition: string, table: string) {
    const rules = 'count(DISTINCT rule)'
    return {
      rules: await count(`SELECT ${rules} FROM ${from(table, condition)}`),
      byVendor: await byVendor(rules, from(table, condition)),
    }
  }

  /** What a page says, and what SQL says of the same. */
  async function checkPage(address: string): Promise<readonly [unknown, unknown] | undefined> {
    const number = catalogue.ruleAt(address)
    if (number !== undefined) {
      const { rule } = catalogue.rule(number)
      const own = catalogue.facts[number]
      const expected = await Promise.all(
        (own?.indicators ?? []).slice(0, 5).map(async ({ key }) => {
          const others = from(
            'indicators',
            `key = ${text(key)} AND family <> ${text(own?.family ?? '')}`,
          )
          return [
            await count(`SELECT count(DISTINCT family) FROM ${others}`),
            await byVendor('count(DISTINCT family)', others),
          ]
        }),
      )
      const copies = `SELECT count(*) - 1 FROM rules WHERE family = ${text(own?.family ?? '')}`
      return [
        [
          rule.indicators.slice(0, 5).map(i => [i.others, i.byVendor]),
          rule.copies.length,
          rule.indicators.length,
        ],
        [
          expected,
          await count(copies),
          await count(`SELECT count(*) FROM indicators WHERE rule = ${number}`),
        ],
      ]
    }
    const indicator = catalogue.indicator(address, everything)
    if (indicator !== undefined) {
      const { row, lookedForBy, excludedBy } = indicator
      const [first] = [...lookedForBy.items, ...excludedBy.items, ...indicator.uncounted]
      const holder = catalogue.facts[catalogue.ruleAt(first?.address ?? '') ?? -1]
      const fact = [...(holder?.indicators ?? []), ...(holder?.exclusions ?? [])].find(
        f => f.canonicalField === row.field.name && sameValue(f.value, row.value),
      )
      if (fact === undefined) return [address, 'its indicator']
      const { families, byVendor: by, excluding, excludingByVendor } = row
      return [
        { families, byVendor: by, excluding, excludingByVendor },
        await countIndicator(fact.key),
      ]
    }
    const field = catalogue.field(address, everything)
    if (field !== undefined) {
      const { name, scope, rules, looking, excluding } = field.row
      const own = `canonical_field = ${text(name)} AND scope = ${text(scope)}`
      const tested = await countRules(own, 'fields')
      const sides = await Promise.all(
        ['is_looked_for', 'is_excluded'].map(side => countRules(`${own} AND ${side}`, 'fields')),
      )
      return [
        [rules, field.byVendor, looking, excluding],
        [tested.rules, tested.byVendor, sides[0]?.rules, sides[1]?.rules],
      ]
    }
    const event = catalogue.event(address, everything)
    if (event !== undefined) {
      const own = `event = ${text(event.row.key)} AND branches_covered > 0`
      const fully = await countRules(
        `${own} AND branches_covered = rule_events.branches`,
        'rule_events',
      )
      const { rules, byVendor: by } = event.row
      return [
        [{ rules, byVendor: by }, event.fully, event.rules.total],
        [await countRules(own, 'rule_events'), fully.rules, rules],
      ]
    }
    const technique = catalogue.technique(address, everything)
    if (technique !== undefined) {
      const { id, rules, byVendor: by } = technique.row
      const own = `(technique = ${text(id)} OR technique LIKE ${text(`${id}.%`)})`
      return [{ rules, byVendor: by }, await countRules(own, 'rule_techniques')]
    }
    const tactic = catalogue.tactic(address, everything)
    if (tactic !== undefined) {
      const { total: rules, byVendor: by } = tactic
      const own = await countRules(`tactic = ${text(tactic.id)}`, 'rule_techniques')
      return [{ rules, byVendor: by }, own]
    }
    const vendor = catalogue.vendor(address, everything)
    if (vendor !== undefined) {
      const own = `SELECT count(*) FROM rules WHERE vendor = ${text(vendor.vendor)}`
      return [
        [vendor.rules.total, vendor.uncounted],
        [await count(`${own} AND is_counted`), await count(`${own} AND NOT is_counted`)],
      ]
    }
    const logSource = catalogue.logSource(address, everything)
    if (logSource === undefined) return undefined
    const words = (['product', 'category', 'service'] as const).map(
      word => `lower(coalesce(${word}, '')) = ${text((logSource[word] ?? '').toLowerCase())}`,
    )
    return [
      logSource.rules.total,
      await count(`SELECT count(*) FROM rules WHERE is_counted AND ${words.join(' AND ')}`),
    ]
  }

  test('200 pages, drawn from every kind', async () => {
    const kinds = groupBy(
      catalogue.addresses().filter(address => address.includes('/')),
      address => address.slice(0, address.indexOf('/')),
    )
    kinds.delete('providers')
    const random = generator(20_261_124)
    const drawn = [...kinds.values()].flatMap(addresses =>
      Array.from({ length: 25 }, () => addresses[Math.floor(random() * addresses.length)] ?? ''),
    )
    expect(drawn).toHaveLength(200)
    const wrong: unknown[] = []
    for (const address of drawn) {
      const checked = await checkPage(address)
      if (JSON.stringify(checked?.[0]) !== JSON.stringify(checked?.[1]) || checked === undefined) {
        wrong.push([address, checked])
      }
    }
    expect(wrong).toEqual([])
  })

  test('home, exclusions and the matrix', async () => {
    const { totals } = catalogue.home()
    const distinct = (what: string, table: string) =>
      count(`SELECT count(DISTINCT ${what}) FROM ${from(table, 'true')}`)
    expect(totals).toMatchObject({
      rules: await count('SELECT count(*) FROM rules'),
      uncounted: await count('SELECT count(*) FROM rules WHERE NOT is_counted'),
      families: await count('SELECT count(DISTINCT family) FROM rules WHERE is_counted'),
      indicators: await distinct('key', 'indicators'),
      exclusions: await distinct('key', 'exclusions'),
      fields: await distinct('(canonical_field, scope)', 'fields'),
      techniques: await distinct('technique', 'rule_techniques'),
    })
    expect(catalogue.exclusions({ offset: 0, limit: 1 })).toMatchObject({
      total: await distinct('key', 'exclusions'),
      rules: await distinct('rule', 'exclusions'),
    })
    const cells = catalogue
      .matrix({ by: 'rules' })
      .tactics.flatMap(({ tactic, techniques }) =>
        techniques.map(({ technique, count: rules }) => [tactic.id, technique.id, rules] as const),
      )
      .filter((_, i) => i % 10 === 0)
    for (const [tactic, technique, rules] of cells) {
      const own = `tactic = ${text(tactic)} AND (technique = ${text(technique)} OR technique LIKE ${text(`${technique}.%`)})`
      expect([tactic, technique, (await countRules(own, 'rule_techniques')).rules]).toEqual([
        tactic,
        technique,
        rules,
      ])
    }
  })
})

function sameValue(a: string, b: string): boolean {
  const name = (value: string): string => value.toLowerCase().replace(/^[\\/]/, '')
  return name(a) === name(b)
}

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function groupBy(items: readonly string[], keyOf: (item: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
