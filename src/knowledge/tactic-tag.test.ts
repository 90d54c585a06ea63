import { expect, test } from 'vitest'
import { tacticTag } from './tactic-tag.ts'

test.each([
  ['CredentialAccess', 'attack.credential-access'],
  ['Credential Access', 'attack.credential-access'],
  ['Lateral movement', 'attack.lateral-movement'],
  ['CommandAndControl', 'attack.command-and-control'],
  ['command_and_control', 'attack.command-and-control'],
  ['DefenseEvasion', 'attack.defense-evasion'],
  ['Ransomware', undefined],
  ['', undefined],
])('%s', (name, tag) => {
  expect(tacticTag(name)).toBe(tag)
})
