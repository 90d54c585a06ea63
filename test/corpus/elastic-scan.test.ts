import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import {
  compileRules,
  createCorrelations,
  createReferenceScan,
  createScanner,
  type RuleRemark,
  selectRules,
  toScanRules,
} from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import type { Contribution } from '../../src/engine/index.ts'
import { nameTable } from '../../src/ir/index.ts'
import { logReader, readInputs } from '../../src/logs/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'
import { withoutPlaces } from '../support/without-places.ts'

/** What a rule needs that is not there, without the names of the one rule. */
function kindOf({ kind: remark, reason }: RuleRemark): string {
  if (remark === 'unreadable') return 'has an error in its text'
  const kind = reason.replace(/ \(.*\)$/s, '').replace(/“.*”/s, '“…”')
  return kind.startsWith('needs “…”') ? 'needs “…”, which scan does not compute' : kind
}

describeShared('Elastic’s rules in scan', () => {
  const { rules } = readRuleSources([{ path: join(shared, 'corpora', 'elastic') }])
  const selected = selectRules(rules, {})
  const { rules: scanRules, setup } = toScanRules(selected)

  test('run as one event, a sequence, groups or new values, or say why not', () => {
    const { run, feeding, plan, notRun, partial } = selected
    const ran = new Set([...run, ...feeding].map(({ entry }) => entry))
    expect(ran.size + notRun.length).toBe(rules.length)
    expect(run.length).toBe(1065)
    expect(tally(plan.nodes.map(({ measure }) => measure.kind))).toEqual({
      event_count: 9,
      new: 179,
      table: 190,
    })
    expect(plan.sequences?.length).toBe(161)
    expect([...run, ...feeding].filter(({ check }) => check !== undefined).length).toBe(109)
    expect(partial.length).toBe(2)
    expect(tally(notRun.map(kindOf))).toEqual({
      'adds the results of an aggregation to every event, which scan does not do': 6,
      'aggregates what it has aggregated, which scan does not do': 6,
      'changes the rows before it aggregates them': 2,
      'has an error in its text': 10,
      'has a join (inner), which scan does not do': 3,
      'has a join (left), which scan does not do': 14,
      'has a log source that no known log has': 16,
      'has no condition': 12,
      'its status is deprecated': 101,
      'joins events in any order (a sample), which scan does not do': 2,
      'needs “…”, which scan does not compute': 154,
      'compares events with a feed of threat indicators, which scan does not have': 4,
    })
  })

  test('run by their filters alone where somebody asks for that', () => {
    const alone = selectRules(rules, { filtersAlone: true })
    const marked = alone.run.filter(({ filterAlone }) => filterAlone !== undefined)
    expect(marked.length).toBe(44)
    expect(alone.notRun.length + marked.length).toBe(selected.notRun.length)
  })

  test.each([
    ['evtx-attack-samples', { events: 8255, together: 6683 }],
    ['sigma-regression', { events: 240, together: 242 }],
  ])('match on %s what the reference matches', async (name, expected) => {
    const names = nameTable()
    const gatherer = createCorrelations(setup)
    const contributions: Contribution[] = []
    const scanner = createScanner(compileRules(scanRules), names, {
      correlations: {
        firing: scanRules.length,
        feeds: setup.feeds,
        onContribution: contribution => contribution && contributions.push(contribution),
        onStart: start => gatherer.addStart(start),
      },
    })
    const reference = createReferenceScan(scanRules)
    const counts = { events: 0, together: 0 }
    let matches = 0
    const others: unknown[] = []
    let input = 0
    const reader = logReader(names, {
      onProblem() {},
      onEvent(file, raw) {
        const found = scanner.scan(file, raw)
        counts.events++
        matches += found.length
        for (const one of contributions.splice(0)) gatherer.add({ ...one, input })
        const wanted = reference(file, raw.toEvent()).map(withoutPlaces)
        if (!isDeepStrictEqual(found, wanted)) others.push({ found, wanted })
      },
    })
    const { inputs } = readInputs([join(shared, 'logs', name)])
    for (const one of inputs) {
      for await (const _ of reader.read({ input: one })) void _
      input++
    }
    expect(others.slice(0, 3)).toEqual([])
    // Conditions of sequences are among them.
    expect(matches).toBeGreaterThan(1000)
    counts.together = gatherer.finish().count
    expect(counts).toEqual(expected)
  })
})
