import type { RuleFacts, UncountedRule } from '../../app/catalogue/index.ts'
import { toSearchDocuments } from '../../app/catalogue/index.ts'
import { openPackedTexts } from '../../catalog/snapshot/index.ts'
import { packSearchDocuments } from '../../search/index.ts'

/** What a catalogue keeps of its rules, packed. */
export interface PackedRules {
  /** `RuleFacts` as JSON. */
  readonly facts: Uint8Array
  /** `UncountedRule` as JSON. */
  readonly pages: Uint8Array
}

/** The index of the search line over rules, packed. */
export function makeSearchIndex({ facts, pages }: PackedRules): Uint8Array {
  const packed = openPackedTexts(facts)
  const texts = openPackedTexts(pages)
  // The two casts: this build wrote them.
  const documents = toSearchDocuments({
    facts: Array.from({ length: packed.length }, (_, i) => JSON.parse(packed.at(i)) as RuleFacts),
    pageOf: number => JSON.parse(texts.at(number)) as UncountedRule,
  })
  return packSearchDocuments(documents)
}
