/**
 * A rule as search sees it: plain data. Documents are numbered from 0 in the order of the catalogue, and
 * that number is what a search gives back.
 */
export interface SearchDocument {
  readonly id: string
  /** The name of the rule’s file without its ending. */
  readonly slug: string
  /** Of the rule’s page: `rules/sigma/proc_creation_win_pua_frp`. */
  readonly address: string
  readonly title: string
  readonly description: string
  /** The rule as it is written. */
  readonly body: string
  readonly vendor: string
  readonly language?: string
  readonly status?: string
  readonly level?: string
  readonly product?: string
  readonly category?: string
  readonly service?: string
  readonly authors: readonly string[]
  readonly tags: readonly string[]
  readonly cves: readonly string[]
  readonly path: string
  /** `2022-09-02`. */
  readonly date?: string
  readonly modified?: string
  readonly tactics: readonly SearchTactic[]
  readonly techniques: readonly SearchTechnique[]
  /** Event types that can satisfy some branch of the rule. */
  readonly events: readonly SearchEvent[]
  /** Every field that the rule tests, as written and in canonical spelling. */
  readonly fields: readonly string[]
  readonly indicators: readonly SearchTest[]
  readonly exclusions: readonly SearchTest[]
  /** What the rule has, in single words: `exclusions`, `correlation`, `diagnostics`, `references`, `cve`, `copies`. */
  readonly has: readonly string[]
}

export interface SearchTactic {
  readonly id: string
  readonly name: string
  /** Names that it had: Defense Evasion became Stealth and Defense Impairment. */
  readonly formerNames?: readonly string[]
}

export interface SearchTechnique {
  readonly id: string
  readonly name: string
}

export interface SearchEvent {
  readonly key: string
  readonly provider: string
  readonly channel?: string
  readonly eventId?: string
  readonly title: string
}

/** An indicator, or a member of an exclusion. */
export interface SearchTest {
  /** As the rule writes it. */
  readonly field: string
  readonly canonicalField: string
  readonly kind: string
  readonly value: string
}
