import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAttackBundle } from './attack-bundle.ts'
import { findFormerTactic, findTactic, findTechnique } from './attack-table.ts'

const named = (id: string, name: string, attackId: string, type: string) => ({
  type,
  id,
  name,
  external_references: [{ source_name: 'mitre-attack', external_id: attackId }],
})

const tactic = (slug: string, name: string, attackId: string) => ({
  ...named(`x-mitre-tactic--${slug}`, name, attackId, 'x-mitre-tactic'),
  x_mitre_shortname: slug,
})

const technique = (attackId: string, name: string, slug: string, more = {}) => ({
  ...named(`attack-pattern--${attackId}`, name, attackId, 'attack-pattern'),
  kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: slug }],
  ...more,
})

const revokedBy = (from: string, to: string) => ({
  type: 'relationship',
  relationship_type: 'revoked-by',
  source_ref: `attack-pattern--${from}`,
  target_ref: `attack-pattern--${to}`,
})

test('an official bundle becomes a table', () => {
  const table = parseAttackBundle({
    type: 'bundle',
    objects: [
      { type: 'x-mitre-collection', x_mitre_version: '20.0' },
      {
        type: 'x-mitre-matrix',
        tactic_refs: ['x-mitre-tactic--execution', 'x-mitre-tactic--stealth'],
      },
      tactic('stealth', 'Stealth', 'TA0005'),
      tactic('execution', 'Execution', 'TA0002'),
      technique('T1', 'not an id', 'stealth'),
      technique('T0001', 'Old', 'stealth', { revoked: true }),
      technique('T0002', 'Middle', 'stealth', { revoked: true }),
      technique('T0003', 'New', 'stealth'),
      technique('T0004', 'Gone', 'execution', { x_mitre_deprecated: true }),
      revokedBy('T0001', 'T0002'),
      revokedBy('T0002', 'T0003'),
      'noise',
    ],
  })
  if (table.kind !== 'attack-table') throw new Error(table.message)
  expect(table.version).toBe('20.0')
  expect(table.tactics.map(({ slug }) => slug)).toEqual(['execution', 'stealth'])
  expect(findTechnique('T0001', table)).toMatchObject({ status: 'revoked', replacedBy: 'T0003' })
  expect(findTechnique('T0003', table)).toMatchObject({ status: 'active', tactics: ['TA0005'] })
  expect(findTechnique('T0004', table)).toMatchObject({ status: 'deprecated' })
  expect(table.techniques.size).toBe(4)
  expect(findFormerTactic('defense-evasion', table)?.now).toEqual(['TA0005'])
})

test('in a bundle from before version 19 the two newer tactics mean Defense Evasion', () => {
  const table = parseAttackBundle({
    objects: [
      tactic('defense-evasion', 'Defense Evasion', 'TA0005'),
      technique('T1027', 'Obfuscated Files or Information', 'defense-evasion'),
    ],
  })
  if (table.kind !== 'attack-table') throw new Error(table.message)
  expect(findTactic('defense-evasion', table)?.id).toBe('TA0005')
  expect(findFormerTactic('defense-impairment', table)?.now).toEqual(['TA0005'])
})

test.each([
  [null, 'not-a-bundle'],
  ['{}', 'not-a-bundle'],
  [{ objects: {} }, 'not-a-bundle'],
  [{ objects: [] }, 'no-tactics'],
  [{ objects: [tactic('x', 'X', 'TA0001')] }, 'no-techniques'],
])('%j is the problem %s', (json, problem) => {
  expect(parseAttackBundle(json)).toMatchObject({ kind: 'attack-bundle-problem', problem })
})

test('any JSON is a table or a problem', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (json, objects) => {
      parseAttackBundle(json)
      parseAttackBundle({ objects })
    }),
  )
})
