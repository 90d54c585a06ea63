/**
 * The JSON that programs rely on (`--json`, the API): plain data with stable names. The logic may
 * change its shape, these may not; what changes here stands in CHANGELOG.md.
 */

export interface WireSpan {
  /** UTF-16 code units from the start of the file. */
  readonly start: number
  readonly end: number
  /** From 1; 0 where the span stands in another file, that of a filter rule. */
  readonly line: number
  /** From 1, in UTF-16 code units; 0 where the line is. */
  readonly column: number
}

export interface WireDiagnostic {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'note'
  readonly message: string
  readonly help?: string
  readonly span: WireSpan
}

export interface WireAttack {
  readonly tactic?: { readonly id: string; readonly name: string }
  readonly technique?: { readonly id: string; readonly name: string }
}

export interface WireEventCoverage {
  readonly platform: string
  readonly provider: string
  readonly channel?: string
  readonly eventId?: string
  readonly title: string
  /** What must be switched on to get the event. */
  readonly enable?: string
  readonly branchesCovered: number
  readonly branches: number
  /** Fields that an uncovered branch looks for and the event has not. */
  readonly missingFields: readonly string[]
  /** Fields of exclusions that the event has not: there the exclusion never applies. */
  readonly exclusionsWithoutField: readonly string[]
  /** Tests of absence that hold only because the event never has the field. */
  readonly vacuousAbsences: readonly string[]
  /** Whether the event’s fields are known; if not, coverage is assumed. */
  readonly fieldsKnown: boolean
}

export interface WireStage {
  readonly kind: string
  /** One line that a person can read. */
  readonly text: string
  /** Of a filter: the condition as written. */
  readonly condition?: string
  readonly parts?: readonly {
    readonly name: string
    readonly text: string
    readonly span: WireSpan
  }[]
  /** The filter rule that the stage was taken from; its spans point into that rule’s file. */
  readonly origin?: { readonly id: string; readonly title: string }
  readonly span: WireSpan
}

export interface WirePredicate {
  /** The index of the stage. */
  readonly stage: number
  readonly part?: string
  readonly field: string
  readonly canonicalField: string
  readonly kind: string
  readonly values: readonly string[]
  readonly all: boolean
  readonly cased: boolean
  readonly transforms: readonly string[]
  readonly negated: boolean
  readonly span: WireSpan
}

export interface WireIndicator {
  readonly field: string
  readonly canonicalField: string
  readonly kind: string
  readonly value: string
  readonly cased: boolean
  readonly transforms: readonly string[]
  /** How many other families of the corpus look for the same. */
  readonly others: number
  readonly byVendor: Readonly<Record<string, number>>
  readonly span: WireSpan
}

export interface WireExclusion extends WireIndicator {
  /** Members of one group must not hold together. */
  readonly group: number
  /** How many conditions the group has, those included that are not listed. */
  readonly groupSize: number
}

/** One way for a rule to fire; numbers are places in `predicates`. */
export interface WireBranch {
  /** Of each group one must hold. */
  readonly looksFor: readonly (readonly number[])[]
  /**
   * Of each group, not all may be so together: those that are negated as predicates must not hold together, where the
   * others do not.
   */
  readonly excludes: readonly (readonly number[])[]
  /** Parts that could not be read, which never hold for certain. */
  readonly opaque: number
}

export interface WireCopy {
  readonly id: string
  readonly title: string
  readonly vendor: string
  readonly path: string
}

export interface WireRule {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly vendor: string
  readonly language: string
  readonly status?: string
  readonly level?: string
  readonly authors: readonly string[]
  readonly date?: string
  readonly modified?: string
  readonly references: readonly string[]
  readonly falsePositives: readonly string[]
  readonly license?: string
  readonly path: string
  readonly tags: readonly string[]
  readonly related: readonly { readonly id: string; readonly type: string }[]
  readonly logSource: {
    readonly product?: string
    readonly category?: string
    readonly service?: string
    readonly definition?: string
  }
  readonly attack: readonly WireAttack[]
  readonly events: readonly WireEventCoverage[]
  readonly stages: readonly WireStage[]
  readonly predicates: readonly WirePredicate[]
  readonly indicators: readonly WireIndicator[]
  readonly exclusions: readonly WireExclusion[]
  readonly branches: number
  /** The branches one by one, where they are 2 to 32. */
  readonly branchParts: readonly WireBranch[]
  /** Other rules of equal logic. */
  readonly copies: readonly WireCopy[]
  readonly custom: Readonly<Record<string, unknown>>
  readonly body: string
  /** Where `body` begins in its file, which spans are offsets in: UTF-16 code units. */
  readonly bodyStart: number
  readonly diagnostics: readonly WireDiagnostic[]
}

export interface WireRuleReference {
  readonly id: string
  readonly title: string
  readonly level?: string
  readonly vendor: string
  readonly authors: readonly string[]
  readonly license?: string
  readonly path: string
  /**
   * Only the filter of the rule was applied, since somebody asked for that: what the rest of the rule does
   * and scan cannot do. A match is none of the whole rule.
   */
  readonly filterAlone?: string
}

export interface WireEvent {
  readonly file: string
  readonly record?: number
  readonly time?: string
  readonly provider?: string
  readonly channel?: string
  readonly eventId?: string
  readonly computer?: string
}

export interface WireTest {
  readonly field: string
  readonly kind: string
  readonly value: string
  readonly found?: string
  /** The half-open range of `found` that the value was found at, in UTF-16 code units. */
  readonly at?: readonly [number, number]
}

/** A rule matched: one event, or, for a correlation, several together (`'events' in match`). */
export type WireMatch = WireEventMatch | WireCorrelationMatch

export interface WireEventMatch {
  readonly rule: WireRuleReference
  readonly event: WireEvent
  /** The first branch that holds; absent where a rule has too many to tell. */
  readonly branch?: number
  readonly tests: readonly WireTest[]
}

export interface WireCorrelationMatch {
  readonly rule: WireRuleReference
  /** What the events have in common, by the names that the rule groups by. */
  readonly group: Readonly<Record<string, string>>
  /** What they came to: a count, a sum, whatever the rule’s condition is about. */
  readonly value?: number
  /** What a rule with several functions computed of them, by the names that it has for that. */
  readonly results?: Readonly<Record<string, WireResult | readonly WireResult[]>>
  readonly eventCount: number
  /** All that took part, in the order of time; past 10,000 the first ones and the last. */
  readonly events: readonly WireEvent[]
}

export type WireResult = string | number | boolean | null

/** What correlations could not take into account. */
export interface WireCorrelationSummary {
  /** Events that matched a rule of a correlation and have no time. */
  readonly timeless: number
  /**
   * Events left out since there were too many, once for each rule that they match: matches may be
   * missing.
   */
  readonly dropped: number
  /** For each correlation, how many events took no part although they match its rules. */
  readonly passedOver: readonly {
    readonly id: string
    readonly title: string
    readonly path: string
    /** Without a field that it groups by. */
    readonly withoutGroup: number
    /** Without a value, or without a number, in the field that it counts or computes with. */
    readonly withoutValue: number
    /** In not all of their groups, since fields with many values gave more than 64. */
    readonly crowded: number
    /** Whose log does not go back as far as the rule looks for earlier values. */
    readonly withoutHistory: number
  }[]
}

export interface WireSummary {
  readonly events: number
  readonly matches: number
  readonly rules: {
    readonly loaded: number
    readonly run: number
    readonly notRun: readonly {
      readonly id: string
      readonly title: string
      readonly path: string
      readonly reason: string
    }[]
    /** Rules that run without the parts that could not be read. */
    readonly partial: readonly {
      readonly id: string
      readonly title: string
      readonly path: string
      readonly reason: string
    }[]
    /** Whether compiled rules were found from an earlier scan, and how many bytes of them were read. */
    readonly cache: {
      readonly state: 'hit' | 'miss' | 'off' | 'failed'
      readonly reason?: string
      readonly bytesRead: number
    }
  }
  readonly inputs: {
    readonly read: number
    readonly skipped: number
    /** Events that nothing tells the log source of, so that no rule looked at them. */
    readonly unrecognised: number
    /** Events outside of `--from` and `--to`. */
    readonly outOfTime: number
    readonly unreadable: readonly {
      readonly file: string
      readonly offset: number
      readonly reason: string
    }[]
  }
  readonly correlations: WireCorrelationSummary
  readonly seconds: { readonly load: number; readonly scan: number }
  /** How many threads scanned. */
  readonly jobs: number
  readonly peakMemoryBytes: number
}
