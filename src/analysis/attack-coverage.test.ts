import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noSpan } from '../base/index.ts'
import type { Tag } from '../ir/index.ts'
import { parseAttackBundle } from '../knowledge/index.ts'
import { attackCoverage } from './attack-coverage.ts'

const tagsOf = (text: string): readonly Tag[] =>
  text
    .split(' ')
    .filter(word => word !== '')
    .map(word => ({ text: word, span: noSpan }))

/** `TA0011 × T1090`, one a pair. */
function pairsOf(text: string): readonly string[] {
  return attackCoverage(tagsOf(text)).value.map(
    ({ tactic, technique }) => `${tactic?.id ?? '-'} × ${technique?.id ?? '-'}`,
  )
}

const codesOf = (text: string) => attackCoverage(tagsOf(text)).diagnostics.map(d => d.code)

test('the Fast Reverse Proxy rule is one pair', () => {
  const { value, diagnostics } = attackCoverage(tagsOf('attack.command-and-control attack.t1090'))
  expect(value).toEqual([
    {
      tactic: { id: 'TA0011', name: 'Command and Control' },
      technique: { id: 'T1090', name: 'Proxy', status: 'active' },
    },
  ])
  expect(diagnostics).toEqual([])
})

test.each([
  // A technique takes those of its own tactics that the rule tags …
  ['attack.persistence attack.t1053.005', ['TA0003 × T1053.005']],
  // … else all of its own, and the tactic that nobody claims stands alone.
  ['attack.t1053.005', ['TA0002 × T1053.005', 'TA0003 × T1053.005', 'TA0004 × T1053.005']],
  ['attack.impact attack.t1090', ['TA0011 × T1090', 'TA0040 × -']],
  ['attack.execution', ['TA0002 × -']],
  // Spelling, order and repetition do not matter.
  ['attack.T1090 attack.Command_and_Control attack.t1090', ['TA0011 × T1090']],
  ['attack.ta0011 attack.t1090', ['TA0011 × T1090']],
  // Groups, software, other namespaces.
  ['attack.g0010 attack.s0002 attack.ds0005 cve.2021-44228 detection.emerging-threats t1090', []],
  // Defense Evasion matches both halves, and means the one that the technique is in.
  ['attack.defense-evasion attack.t1027', ['TA0005 × T1027']],
  ['attack.defense_evasion attack.t1685', ['TA0112 × T1685']],
  ['attack.defense-evasion attack.t1562.001', ['TA0112 × T1562.001']],
  ['attack.defense-impairment attack.t1562.001', ['TA0112 × T1562.001']],
  ['attack.defense-evasion', ['TA0005 × -']],
  // Where only a guess says which half a technique went to, the author is believed.
  ['attack.defense-impairment attack.t1600', ['TA0112 × T1600']],
  // What is no longer in use keeps its id and takes the rule’s tactics.
  ['attack.execution attack.t1086', ['TA0002 × T1086']],
  ['attack.impact attack.t1086', ['TA0040 × T1086']],
  ['attack.t1086', ['TA0002 × T1086']],
  ['attack.execution attack.impact attack.t9999', ['TA0002 × T9999', 'TA0040 × T9999']],
  ['attack.t9999', ['- × T9999']],
  ['attack.initial-access attack.t1682', ['TA0001 × T1682']],
  ['attack.credential_dumping attack.t1003', ['TA0006 × T1003', 'credential_dumping × -']],
  ['attack.1562.001 attack.execution', ['TA0002 × 1562.001']],
])('%s is %j', (tags, expected) => {
  expect(pairsOf(tags)).toEqual(expected)
})

test.each([
  ['attack.t1090', []],
  ['attack.defense-evasion', ['attack/renamed']],
  ['attack.t1562.001', ['attack/renamed']],
  ['attack.t1562.003', ['attack/revoked']],
  ['attack.t1086', ['attack/revoked']],
  ['attack.t1064', ['attack/deprecated']],
  ['attack.t9999', ['attack/unknown']],
  ['attack.defense_evesion', ['attack/unknown']],
  ['attack.', ['attack/unknown']],
  ['attack.t', ['attack/unknown']],
])('%s has the diagnostics %j', (tags, codes) => {
  expect(codesOf(tags)).toEqual(codes)
})

test.each([
  ['attack.t1562.001', 'T1685 Disable or Modify Tools'],
  ['attack.t1562.009', 'T1688 Safe Mode Boot, judged by its name'],
  ['attack.t1086', 'T1059.001 PowerShell'],
  ['attack.1562.001', 'did you mean “attack.t1562.001”?'],
  ['attack.defense_evesion', 'did you mean “attack.defense-evasion”?'],
])('%s is helped with “%s”', (tags, help) => {
  expect(attackCoverage(tagsOf(tags)).diagnostics[0]?.help).toBe(help)
})

test('a renamed technique names its new id', () => {
  const [pair] = attackCoverage(tagsOf('attack.t1562.001')).value
  expect(pair?.technique).toEqual({
    id: 'T1562.001',
    name: 'Disable or Modify Tools',
    status: 'removed',
    replacedBy: 'T1685',
  })
})

test('a bundle of the user’s replaces the table', () => {
  const reference = (id: string) => ({
    external_references: [{ source_name: 'mitre-attack', external_id: id }],
  })
  const table = parseAttackBundle({
    objects: [
      {
        type: 'x-mitre-tactic',
        name: 'Defense Evasion',
        x_mitre_shortname: 'defense-evasion',
        ...reference('TA0005'),
      },
      {
        type: 'attack-pattern',
        name: 'Disable or Modify Tools',
        kill_chain_phases: [{ phase_name: 'defense-evasion' }],
        ...reference('T1562.001'),
      },
    ],
  })
  if (table.kind !== 'attack-table') throw new Error(table.message)
  const tags = tagsOf('attack.defense-impairment attack.t1562.001')
  expect(attackCoverage(tags, table).value).toEqual([
    {
      tactic: { id: 'TA0005', name: 'Defense Evasion' },
      technique: { id: 'T1562.001', name: 'Disable or Modify Tools', status: 'active' },
    },
  ])
})

test('no tag of a technique is dropped, whatever else is tagged', () => {
  const word = fc.constantFrom(
    'attack.t1090',
    'attack.t1562.001',
    'attack.t1086',
    'attack.t9999',
    'attack.defense-evasion',
    'attack.stealth',
    'attack.execution',
    'attack.g0010',
    'attack.nonsense',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string())), words => {
      const { value } = attackCoverage(words.map(text => ({ text, span: noSpan })))
      const techniques = new Set(value.map(pair => pair.technique?.id))
      for (const text of words) {
        const id = /^attack\.(t\d{4}(\.\d{3})?)$/.exec(text)?.[1]?.toUpperCase()
        if (id !== undefined) expect(techniques).toContain(id)
      }
      for (const pair of value) expect(pair.tactic ?? pair.technique).toBeDefined()
    }),
  )
})

/** The pairs of tags that say which tactic their technique belongs to: `attack.t1090 of attack.impact`. */
function ownPairsOf(words: readonly (readonly [string, string?])[]): readonly string[] {
  const tags = words.map(
    ([text, tactic]): Tag =>
      tactic === undefined ? { text, span: noSpan } : { text, span: noSpan, tactic },
  )
  return attackCoverage(tags).value.map(
    ({ tactic, technique }) => `${tactic?.id ?? '-'} × ${technique?.id ?? '-'}`,
  )
}

test('where tags pair a technique with a tactic, the pair stands', () => {
  expect(
    ownPairsOf([
      ['attack.ta0003'],
      ['attack.t1053.005', 'attack.ta0003'],
      ['attack.ta0002'],
      ['attack.t1059', 'attack.ta0002'],
    ]),
  ).toEqual(['TA0002 × T1059', 'TA0003 × T1053.005'])
  // Flat tags would pair the scheduled task with both of its own tactics that are tagged.
  expect(pairsOf('attack.ta0003 attack.t1053.005 attack.ta0002 attack.t1059')).toEqual([
    'TA0002 × T1053.005',
    'TA0002 × T1059',
    'TA0003 × T1053.005',
  ])
})

test('it stands also where no table knows it', () => {
  expect(ownPairsOf([['attack.ta0040'], ['attack.t1090', 'attack.ta0040']])).toEqual([
    'TA0040 × T1090',
  ])
})

test('of a tactic that was split the half is meant that the technique is in', () => {
  expect(ownPairsOf([['attack.ta0005'], ['attack.t1562.001', 'attack.ta0005']])).toEqual(
    pairsOf('attack.ta0005 attack.t1562.001'),
  )
})
