import type { Brand } from '../base/index.ts'

/** Such as `TA0011`. */
export type TacticId = Brand<string, 'TacticId'>

/** The canonical spelling of an ATT&CK tactic id, or `undefined` if `text` is not one. */
export function parseTacticId(text: string): TacticId | undefined {
  const id = text.trim().toUpperCase()
  return /^TA\d{4}$/.test(id) ? (id as TacticId) : undefined
}
