import type { Operator, Transform } from '../../ir/index.ts'
import type { WireExclusion, WireIndicator, WireRule } from '../wire.ts'

/** What a catalogue keeps of one rule: what is counted and listed, and what its own page shows. */
export interface RuleRecord {
  readonly facts: RuleFacts
  readonly page: UncountedRule
}

/** A rule’s page without what only the whole corpus can tell. */
export interface UncountedRule extends Omit<WireRule, 'indicators' | 'exclusions' | 'copies'> {
  /** In the order of `RuleFacts.indicators`. */
  readonly indicators: readonly Uncounted<WireIndicator>[]
  /** In the order of `RuleFacts.exclusions`. */
  readonly exclusions: readonly Uncounted<WireExclusion>[]
}

export type Uncounted<T extends WireIndicator> = Omit<T, 'others' | 'byVendor'>

/** The part of a rule that lists, counts and searches need. Plain data, safe to keep as JSON. */
export interface RuleFacts {
  /** The source that the rule was read from, by its name. */
  readonly source: string
  readonly vendor: string
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly language: string
  readonly status?: string
  readonly level?: string
  readonly authors: readonly string[]
  readonly date?: string
  readonly modified?: string
  readonly license?: string
  /** Relative to the source, with forward slashes. */
  readonly path: string
  /** Which of the rules of its file, from 0. */
  readonly ordinal: number
  readonly product?: string
  readonly category?: string
  readonly service?: string
  /** What must be switched on, in the author’s words. */
  readonly definition?: string
  /** How many references the rule has. */
  readonly references: number
  /** As written. */
  readonly tags: readonly string[]
  /** In capitals: `CVE-2021-44228`. */
  readonly cves: readonly string[]
  /** False for rules that are set aside, which count apart. */
  readonly isCounted: boolean
  /** Equal for rules of equal logic. */
  readonly family: string
  readonly branches: number
  readonly attack: readonly { readonly tactic?: string; readonly technique?: string }[]
  readonly events: readonly EventFact[]
  readonly indicators: readonly IndicatorFact[]
  readonly exclusions: readonly ExclusionFact[]
  /** Every field that the rule tests, as written, with its canonical name. */
  readonly fields: readonly FieldFact[]
  /** Codes of the diagnostics of the rule, each once. */
  readonly diagnostics: readonly string[]
}

/** An event type that can satisfy some branch of a rule. */
export interface EventFact {
  /** The key of the event type. */
  readonly event: string
  readonly branchesCovered: number
  /** The ways in which the rule can fire; 1 when there are too many to be told apart. */
  readonly branches: number
  /** What the rule says of an event type that the table of events does not have, such as an operation of a cloud. */
  readonly type?: EventTypeFact
}

export interface EventTypeFact {
  readonly platform: string
  readonly provider: string
  readonly channel?: string
  readonly eventId?: string
  readonly title: string
  readonly enable?: string
}

export interface IndicatorFact {
  /** Equal keys are one indicator, in whichever rule, spelling and language. */
  readonly key: string
  /** As the rule writes it. */
  readonly field: string
  readonly canonicalField: string
  /** Where the canonical name holds: empty for endpoint events, else the log source. */
  readonly scope: string
  readonly kind: Operator
  readonly value: string
  readonly cased: boolean
  readonly transforms: readonly Transform[]
}

export interface ExclusionFact extends IndicatorFact {
  readonly group: number
  readonly groupSize: number
}

export interface FieldFact {
  readonly field: string
  readonly canonicalField: string
  readonly scope: string
  readonly isLookedFor: boolean
  readonly isExcluded: boolean
}

/** A rule set of a catalogue. */
export interface SourceRecord {
  /** Unique in the catalogue; the rules’ `source`. */
  readonly name: string
  readonly vendor: string
  /** The vendor’s name as people write it: `SigmaHQ`. */
  readonly title: string
  /** The folder that was read. */
  readonly path: string
  /** Where the set is published. */
  readonly url?: string
  readonly commit?: string
  readonly license?: string
  readonly files: number
  readonly rules: number
  /** Files that were not read as rules, by reason. */
  readonly notRead: readonly { readonly reason: string; readonly files: number }[]
}

/** What a catalogue is made of: pages are asked for one by one, everything else is at hand. */
export interface CatalogueInput {
  readonly sources: readonly SourceRecord[]
  readonly facts: readonly RuleFacts[]
  /** The page of the rule at a place in `facts`. */
  readonly pageOf: (number: number) => UncountedRule
  readonly attackVersion?: string
}
