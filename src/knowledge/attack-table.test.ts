import { expect, test } from 'vitest'
import { attackTable, findFormerTactic, findTactic, findTechnique } from './attack-table.ts'
import { parseTacticId } from './tactic-id.ts'
import { parseTechniqueId } from './technique-id.ts'

test.each([
  ['t1059.001', 'T1059.001'],
  [' T1090 ', 'T1090'],
  ['T109', undefined],
  ['T1059.1', undefined],
  ['TA0001', undefined],
])('the technique id %j is %j', (text, id) => {
  expect(parseTechniqueId(text)).toBe(id)
})

test('a tactic id is read in any case', () => {
  expect(parseTacticId('ta0011')).toBe('TA0011')
  expect(parseTacticId('T1090')).toBeUndefined()
})

test('a tactic is found by id and by any spelling of its name', () => {
  for (const text of [
    'TA0011',
    'command-and-control',
    'command_and_control',
    'Command and Control',
  ]) {
    expect(findTactic(text)?.name).toBe('Command and Control')
  }
})

test('version 19 has two tactics in place of Defense Evasion', () => {
  expect(attackTable().version).toBe('19.1')
  expect(findTactic('stealth')?.id).toBe('TA0005')
  expect(findTactic('defense-impairment')?.id).toBe('TA0112')
  expect(findTactic('defense-evasion')).toBeUndefined()
  expect(findFormerTactic('defense_evasion')?.now).toEqual(['TA0005', 'TA0112'])
  expect(attackTable().tactics).toHaveLength(15)
})

test.each([
  ['T1090', 'active', undefined],
  ['T1562.001', 'removed', 'T1685'],
  ['T1070.001', 'removed', 'T1685.005'],
  ['T1562.003', 'removed', undefined],
  ['T1086', 'revoked', 'T1059.001'],
  ['T1089', 'revoked', 'T1685'],
  ['T1064', 'deprecated', undefined],
  ['T1685', 'active', undefined],
])('%s is %s and became %s', (id, status, replacedBy) => {
  const technique = findTechnique(id)
  expect(technique?.status).toBe(status)
  expect(technique?.replacedBy).toBe(replacedBy)
})

test('what is derived is marked so', () => {
  expect(findTechnique('T1090')?.tacticsFrom).toBe('18.1')
  expect(findTechnique('T1685')?.tacticsFrom).toBe('name')
  expect(findTechnique('T1562.009')).toMatchObject({ replacedBy: 'T1688', replacedByFrom: 'name' })
  expect(findTechnique('T1682')).toMatchObject({ tactics: [], tacticsFrom: 'unknown' })
})

test('every replacement is in the table', () => {
  for (const { replacedBy } of attackTable().techniques.values()) {
    if (replacedBy !== undefined) expect(findTechnique(replacedBy)).toBeDefined()
  }
})
