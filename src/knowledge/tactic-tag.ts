import { findFormerTactic, findTactic } from './attack-table.ts'

/**
 * The tag of a tactic by its name, however it is spelled; `undefined` of what is no tactic of ATT&CK.
 *
 *     CredentialAccess, Credential Access, credential_access → attack.credential-access
 */
export function tacticTag(name: string): string | undefined {
  const spaced = name.trim().replace(/([a-z])([A-Z])/g, '$1-$2')
  const tactic = findTactic(spaced) ?? findFormerTactic(spaced)
  return tactic === undefined ? undefined : `attack.${tactic.slug}`
}
