import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { indicatorsOf, predicatesOf } from '../../src/analysis/index.ts'
import { type Corpus, showRules, toCorpus, toRulePage } from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import { branchesOf, type Test, testsOf } from '../../src/ir/index.ts'
import { describeShared, shared } from '../support/shared.ts'

describeShared('SigmaHQ’s rules, taken apart', () => {
  const sigma = join(shared, 'corpora', 'sigma')
  let corpus: Corpus

  beforeAll(() => {
    corpus = toCorpus(readRuleSources([{ path: sigma }]).rules)
  })

  test('the page of Fast Reverse Proxy has the figures of the interfaces’ example', () => {
    const file = join(sigma, 'rules/windows/process_creation/proc_creation_win_pua_frp.yml')
    const { rules } = showRules({ file, sources: [{ path: sigma }] })
    expect(rules).toHaveLength(1)
    const [page] = rules
    expect(page).toMatchObject({
      id: '32410e29-5f94-4568-b6a3-d91a8adad863',
      slug: 'proc_creation_win_pua_frp',
      vendor: 'sigma',
      level: 'high',
      license: 'DRL-1.1',
      branches: 3,
      exclusions: [],
      copies: [],
      diagnostics: [],
      attack: [
        {
          tactic: { id: 'TA0011', name: 'Command and Control' },
          technique: { id: 'T1090', name: 'Proxy' },
        },
      ],
    })
    expect(
      page?.events.map(e => [
        e.provider,
        e.eventId,
        e.title,
        e.branchesCovered,
        e.branches,
        e.missingFields,
      ]),
    ).toEqual([
      ['Microsoft-Windows-Sysmon', '1', 'Process creation', 3, 3, []],
      [
        'Microsoft-Windows-Security-Auditing',
        '4688',
        'A new process has been created',
        2,
        3,
        ['Hashes'],
      ],
    ])
    expect(page?.indicators.map(i => [i.field, i.kind, i.value, i.others])).toEqual([
      ['Image', 'ends_with', '\\frpc.exe', 0],
      ['Image', 'ends_with', '\\frps.exe', 0],
      ['CommandLine', 'contains', '\\frpc.ini', 0],
      ['Hashes', 'contains', 'MD5=7D9C233B8C9E3F0EA290D2B84593C842', 0],
      ['Hashes', 'contains', 'SHA1=06DDC9280E1F1810677935A2477012960905942F', 0],
      [
        'Hashes',
        'contains',
        'SHA256=57B0936B8D336D8E981C169466A15A5FD21A7D5A2C7DAF62D5E142EE860E387C',
        0,
      ],
    ])
    expect(
      page?.predicates.map(p => [p.part, p.field, p.kind, p.values.length, p.negated]),
    ).toEqual([
      ['selection_img', 'Image', 'ends_with', 2, false],
      ['selection_cli', 'CommandLine', 'contains', 1, false],
      ['selection_hashes', 'Hashes', 'contains', 3, false],
    ])
  })

  test('every test of a condition stands in predicates, and negated ones are never indicators', () => {
    for (const { rule, key } of corpus.rules) {
      const filters = rule.logic.stages.filter(stage => stage.kind === 'filter')
      const written = new Set<Test>(filters.flatMap(({ expression }) => testsOf(expression)))
      const predicates = predicatesOf(rule.logic).filter(p => !p.isDerived)
      const shown = new Set<Test>(
        predicates.flatMap(p => p.tests).map(t => findWritten(t, written)),
      )
      expect([key, shown.size]).toEqual([key, written.size])
      const positive = new Set(predicates.filter(p => !p.isNegated).flatMap(p => p.tests))
      for (const { test: looked } of indicatorsOf(rule).indicators) {
        expect([key, positive.has(looked)]).toEqual([key, true])
      }
    }
  })

  test('the figures of the whole corpus', () => {
    const pages = corpus.rules.map(entry => toRulePage(entry, corpus))
    const indicators = corpus.rules.flatMap(({ key }) => corpus.counts.indicatorsOf(key).indicators)
    const exclusions = corpus.rules.flatMap(({ key }) => corpus.counts.indicatorsOf(key).exclusions)
    const counts = corpus.rules.map(({ rule }) =>
      rule.logic.stages.flatMap(s =>
        s.kind === 'filter' ? [branchesOf(s.expression, 0).count] : [],
      ),
    )
    expect({
      rules: pages.length,
      indicators: indicators.length,
      distinctIndicators: new Set(indicators.map(i => i.key)).size,
      exclusionMembers: exclusions.length,
      withCopies: pages.filter(page => page.copies.length > 0).length,
      withoutEvents: pages.filter(page => page.events.length === 0).length,
      withoutFullCoverage: pages.filter(page =>
        page.events.every(e => e.branchesCovered < e.branches),
      ).length,
      mostBranches: Math.max(...counts.flat()),
    }).toMatchInlineSnapshot(`
      {
        "distinctIndicators": 26227,
        "exclusionMembers": 4986,
        "indicators": 34432,
        "mostBranches": 35,
        "rules": 3282,
        "withCopies": 2,
        "withoutEvents": 1,
        "withoutFullCoverage": 54,
      }
    `)
  })
})

/** `exists: true` that is denied is shown as `exists: false`, which is another object. */
function findWritten(shown: Test, written: ReadonlySet<Test>): Test {
  if (written.has(shown)) return shown
  for (const test of written) {
    if (test.operator === 'exists' && test.span === shown.span && test.list === shown.list)
      return test
  }
  return shown
}
