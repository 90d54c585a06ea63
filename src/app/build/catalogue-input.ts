import { invariant } from '../../base/index.ts'
import { blobNames, openPackedTexts, type Snapshot } from '../../catalog/snapshot/index.ts'
import type { CatalogueInput, RuleFacts, SourceRecord, UncountedRule } from '../catalogue/index.ts'

/** What a snapshot says beside its rules; a member of the blob `catalogue`. */
export interface CatalogueHead {
  readonly sources: readonly SourceRecord[]
  readonly attackVersion?: string
}

/** The head as bytes, for the blob. */
export function writeCatalogueHead(head: CatalogueHead): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(head))
}

/**
 * What a snapshot holds for `createCatalogue`: facts are read now, pages when they are asked for. The
 * snapshot must have the blobs `catalogue`, `facts` and `pages`, as those that `indicia build` writes have.
 */
export function toCatalogueInput({ blobs }: Snapshot): CatalogueInput {
  const blob = (name: string): Uint8Array => {
    const bytes = blobs.get(name)
    invariant(bytes !== undefined, `a snapshot of this format has the blob ${name}`)
    return bytes
  }
  // The three casts: the format’s version says that this program wrote them.
  const head = JSON.parse(new TextDecoder().decode(blob(blobNames.catalogue))) as CatalogueHead
  const facts = openPackedTexts(blob(blobNames.facts))
  const pages = openPackedTexts(blob(blobNames.pages))
  return {
    ...head,
    facts: Array.from({ length: facts.length }, (_, i) => JSON.parse(facts.at(i)) as RuleFacts),
    pageOf: number => JSON.parse(pages.at(number)) as UncountedRule,
  }
}
