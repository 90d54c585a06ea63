import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toCatalogueInput } from '../../src/app/build/index.ts'
import { type Corpus, toCorpus } from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import {
  type QueryValue,
  querySnapshot,
  readSnapshot,
  tableDefinitions,
} from '../../src/catalog/snapshot/index.ts'
import { runIndicia } from '../cli/run-indicia.ts'
import { makeFolder } from '../support/make-folder.ts'
import { describeShared, shared } from '../support/shared.ts'

describeShared('a catalogue of the Sigma sets', () => {
  const folders = ['sigma', 'sigma-joesecurity', 'sigma-mdecrevoisier', 'hayabusa'].map(name =>
    join(shared, 'corpora', name),
  )
  const folder = makeFolder({})
  const path = join(folder, 'catalog.duckdb')
  const rows = async (sql: string): Promise<readonly (readonly QueryValue[])[]> =>
    (await querySnapshot(path, sql)).rows
  let corpus: Corpus

  beforeAll(async () => {
    const { code, err } = await runIndicia(['build', ...folders, '-o', path, '--no-cache'])
    expect([code, err.split('\n').slice(0, 4)]).toEqual([
      0,
      [
        'sigma (SigmaHQ): 3282 rules in 3280 files, DRL-1.1',
        'joesecurity (Joe Security): 96 rules in 96 files, GPL-3.0',
        'mdecrevoisier: 293 rules in 280 files, CC0-1.0',
        'hayabusa (Hayabusa): 154 rules in 152 files, DRL-1.1',
      ],
    ])
    const names = ['sigma', 'joesecurity', 'mdecrevoisier', 'hayabusa']
    corpus = toCorpus(
      readRuleSources(names.map((name, i) => ({ name, path: folders[i] ?? '' }))).rules,
    )
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('has as many rows as it had', async () => {
    const counts: Record<string, QueryValue | undefined> = {}
    for (const { name } of Object.values(tableDefinitions)) {
      counts[name] = (await rows(`SELECT count(*) FROM ${name}`))[0]?.[0]
    }
    expect(counts).toEqual({
      sources: 4,
      files: 3841,
      rules: 3825,
      stages: 7761,
      tests: 43492,
      indicators: 36281,
      exclusions: 5276,
      fields: 8523,
      diagnostics: 431,
      tactics: 15,
      techniques: 858,
      rule_techniques: 6322,
      events: 1511,
      rule_events: 12856,
    })
  })

  test('has the rules of the corpus in its order', async () => {
    expect(await rows('SELECT id, vendor FROM rules ORDER BY rule')).toEqual(
      corpus.rules.map(({ id, vendor }) => [id, vendor]),
    )
    const input = toCatalogueInput(await readSnapshot(path))
    expect(input.facts.map(({ id }) => id)).toEqual(corpus.rules.map(({ id }) => id))
    expect(input.pageOf(1000).title).toBe(corpus.rules[1000]?.rule.title)
  })

  test('counts as the pages do', async () => {
    const sampled = corpus.rules.flatMap((entry, rule) => (rule % 7 === 0 ? [{ entry, rule }] : []))
    const { counts } = corpus
    const expected = {
      indicator: sampled.flatMap(({ entry, rule }) =>
        counts.indicatorsOf(entry.key).indicators.map((indicator, place) => {
          return { rule, place, ...counts.othersLookingFor(indicator.key, entry.key) }
        }),
      ),
      exclusion: sampled.flatMap(({ entry, rule }) =>
        counts.indicatorsOf(entry.key).exclusions.map(({ indicator }, place) => {
          return { rule, place, ...counts.othersExcluding(indicator.key, entry.key) }
        }),
      ),
    }
    expect(expected.indicator.length).toBeGreaterThan(4000)
    expect(expected.indicator.filter(({ others }) => others > 0).length).toBeGreaterThan(1000)
    for (const kind of ['indicator', 'exclusion'] as const) {
      const all = expected[kind]
      expect(
        await rows(`SELECT rule, place, others FROM ${kind}_others WHERE rule % 7 = 0`),
      ).toEqual(all.map(({ rule, place, others }) => [rule, place, others]))
      expect(
        await rows(
          `SELECT rule, place, vendor, others FROM ${kind}_others_by_vendor WHERE rule % 7 = 0`,
        ),
      ).toEqual(
        all.flatMap(({ rule, place, byVendor }) =>
          Object.entries(byVendor).map(([vendor, others]) => [rule, place, vendor, others]),
        ),
      )
    }
    const numbers = new Map(corpus.rules.map(({ key }, rule) => [key, rule]))
    expect(await rows('SELECT rule, copy FROM copies')).toEqual(
      corpus.rules.flatMap(({ key }, rule) =>
        counts.copiesOf(key).map(copy => [rule, numbers.get(copy)]),
      ),
    )
  })

  test('sums of a view are those of its parts', async () => {
    expect(
      await rows(`SELECT key, families FROM indicator_counts WHERE families < (
        SELECT max(v.families) FROM indicator_vendors v WHERE v.key = indicator_counts.key)`),
    ).toEqual([])
    expect(
      await rows(`SELECT event, c.rules, sum(v.rules) FROM event_counts c JOIN event_vendors v USING (event)
        GROUP BY event, c.rules HAVING sum(v.rules) <> c.rules`),
    ).toEqual([])
    expect(
      await rows(`SELECT technique, c.rules, sum(v.rules) FROM technique_counts c
        JOIN technique_vendors v USING (technique) GROUP BY technique, c.rules HAVING sum(v.rules) <> c.rules`),
    ).toEqual([])
  })

  test('has the figures of Fast Reverse Proxy', async () => {
    const frp = `(SELECT rule FROM rules WHERE slug = 'proc_creation_win_pua_frp')`
    expect(
      await rows(`SELECT event_id, title, branches_covered, branches, missing_fields
        FROM rule_events JOIN events USING (event) WHERE rule = ${frp}`),
    ).toEqual([
      ['1', 'Process creation', 3, 3, []],
      ['4688', 'A new process has been created', 2, 3, ['Hashes']],
    ])
    expect(await rows(`SELECT tactic, technique FROM rule_techniques WHERE rule = ${frp}`)).toEqual(
      [['TA0011', 'T1090']],
    )
  })

  test('recognises every set by its files, and reads it', async () => {
    const sets = ['anvilogic', 'chronicle', 'elastic', 'panther', 'sentinel', 'splunk', 'sublime']
    const kusto = ['kusto-defender', 'kusto-ep3p', 'kusto-reprise99']
    const words = [...sets, ...kusto].map(name => join(shared, 'corpora', name))
    const { code, out } = await runIndicia([
      'build',
      ...words,
      '-o',
      `${path}.all`,
      '--no-cache',
      '--json',
    ])
    expect(code).toBe(0)
    const { sources, unreadable } = JSON.parse(out)
    const counts = sources.map((s: { name: string; rules: number }) => `${s.name} ${s.rules}`)
    expect(counts).toEqual([
      'anvilogic 1519',
      'chronicle 715',
      'elastic 1934',
      'panther 822',
      'sentinel 43',
      'splunk 1324',
      'sublime 1054',
      'defender 408',
      'ep3p 290',
      'reprise99 472',
    ])
    expect(unreadable).toEqual([])
  })
})
