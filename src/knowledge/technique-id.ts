import type { Brand } from '../base/index.ts'

/** `T1090`, or `T1059.001` for a sub-technique. */
export type TechniqueId = Brand<string, 'TechniqueId'>

/** The canonical spelling of an ATT&CK technique id, or `undefined` if `text` is not one. */
export function parseTechniqueId(text: string): TechniqueId | undefined {
  const id = text.trim().toUpperCase()
  return /^T\d{4}(\.\d{3})?$/.test(id) ? (id as TechniqueId) : undefined
}
