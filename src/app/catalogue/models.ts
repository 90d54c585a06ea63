/**
 * What the pages show and the API answers: plain data, complete, in the order in which it is shown.
 * An `address` is the path of a page without a slash before it: `rules/sigma/proc_creation_win_pua_frp`.
 * Counts of indicators are counts of families; counts of rules are counts of rules. Rules
 * that are set aside are in neither unless a count says so.
 */
import type { QueryProblem } from '../../search/index.ts'
import type { WireExclusion, WireIndicator, WireRule } from '../wire.ts'
import type { SourceRecord } from './rule-record.ts'

/** A number for each vendor that has any. */
export type ByVendor = Readonly<Record<string, number>>

/** A list of which a part is shown. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly total: number
  /** How many stand before the first item. */
  readonly offset: number
  /** How many items a whole page has. */
  readonly limit: number
}

/** A part of a list: `offset` from 0. */
export interface Slice {
  readonly offset: number
  readonly limit: number
}

/** A rule as lists show it. */
export interface RuleRow {
  readonly address: string
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly vendor: string
  readonly language: string
  readonly status?: string
  readonly level?: string
  readonly authors: readonly string[]
  readonly date?: string
  readonly modified?: string
  readonly license?: string
  readonly path: string
  readonly product?: string
  readonly category?: string
  readonly service?: string
  readonly tactics: readonly NamedLink[]
  readonly techniques: readonly NamedLink[]
  readonly branches: number
  readonly indicators: number
  readonly exclusions: number
  /** Other rules of equal logic. */
  readonly copies: number
  readonly isCounted: boolean
  readonly hasDiagnostics: boolean
}

/** A thing with an id, a name, and a page unless the catalogue has none for it. */
export interface NamedLink {
  readonly id: string
  readonly name: string
  readonly address?: string
}

/** An indicator as lists show it. */
export interface IndicatorRow {
  /** Of its own page, where two families or more have it; else of its place on its rule’s page. */
  readonly address: string
  readonly field: NamedLink
  readonly kind: string
  readonly value: string
  readonly cased: boolean
  readonly transforms: readonly string[]
  /** Families that look for it. */
  readonly families: number
  readonly byVendor: ByVendor
  /** Families that exclude it. */
  readonly excluding: number
  readonly excludingByVendor: ByVendor
  /** In a list about some rules: how many of their families have it, on the side that the list is about. */
  readonly here?: number
}

/** An event type as lists show it, with rules that some branch of can be satisfied by it. */
export interface EventRow {
  readonly address: string
  readonly key: string
  readonly platform: string
  readonly provider: string
  readonly channel?: string
  readonly eventId?: string
  readonly title: string
  readonly rules: number
  readonly byVendor: ByVendor
  /** In a list about some rules: how many of them it can satisfy. */
  readonly here?: number
}

export interface TechniqueRow {
  readonly address: string
  readonly id: string
  readonly name: string
  readonly tactics: readonly NamedLink[]
  /** With those of its sub-techniques. */
  readonly rules: number
  readonly byVendor: ByVendor
  /** In a list about some rules: how many of them are tagged with it. */
  readonly here?: number
}

export interface FieldRow {
  readonly address: string
  readonly name: string
  /** Where the name holds: empty for endpoint events. */
  readonly scope: string
  /** Rules that test it. */
  readonly rules: number
  /** Rules that look for a value of it. */
  readonly looking: number
  /** Rules that exclude a value of it. */
  readonly excluding: number
  /** In a list about some rules: how many of them test it. */
  readonly here?: number
}

/** How often something occurs. */
export interface Tally {
  readonly name: string
  readonly count: number
  readonly address?: string
}

export interface HomeModel {
  readonly sources: readonly SourceRecord[]
  readonly totals: CatalogueTotals
  /** Rules by platform (the log source’s product), most first. */
  readonly platforms: readonly Tally[]
  readonly levels: readonly Tally[]
  /** The matrix in small: rules by tactic, in the order of the matrix. */
  readonly tactics: readonly (NamedLink & { readonly rules: number; readonly techniques: number })[]
  readonly newest: readonly RuleRow[]
  readonly changed: readonly RuleRow[]
}

export interface CatalogueTotals {
  /** All rules that were read. */
  readonly rules: number
  /** Of those, rules that are set aside. */
  readonly uncounted: number
  readonly families: number
  readonly indicators: number
  /** Indicators that two families or more look for. */
  readonly sharedIndicators: number
  readonly exclusions: number
  readonly fields: number
  readonly events: number
  readonly techniques: number
  readonly rulesWithDiagnostics: number
}

export interface RuleModel {
  readonly rule: WireRule
  readonly row: RuleRow
  readonly source: SourceRecord
  /** In the order of `rule.indicators`. */
  readonly indicators: readonly LinkedIndicator[]
  /** In the order of `rule.exclusions`. */
  readonly exclusions: readonly LinkedIndicator[]
  /** The addresses of `rule.events`. */
  readonly events: readonly string[]
  /** The tactics and techniques of `rule.attack`, with their pages. */
  readonly attack: readonly { readonly tactic?: NamedLink; readonly technique?: NamedLink }[]
  readonly logSource: NamedLink
  readonly copies: readonly RuleRow[]
  /** Rules of other families that share indicators: the rarer what they share, the earlier. */
  readonly sharing: readonly SharingRule[]
  /** Counted rules of other families that the same event type can satisfy, by event type. */
  readonly sameEvents: readonly EventRow[]
  /** Other rules with the same id, of other sources. */
  readonly sameId: readonly RuleRow[]
}

/** An indicator of a rule’s page: its link, and where its own page or place is. */
export interface LinkedIndicator {
  readonly indicator: WireIndicator | WireExclusion
  readonly address: string
  readonly field: NamedLink
  /** Families that look for it, this rule’s included. */
  readonly families: number
  readonly excluding: number
}

export interface SharingRule {
  readonly rule: RuleRow
  readonly shared: readonly IndicatorRow[]
  /** The sum of what each shared indicator says: log2(families ÷ families that have it). */
  readonly score: number
}

export interface IndicatorModel {
  readonly row: IndicatorRow
  /** Every way in which rules write it, most frequent first. */
  readonly spellings: readonly {
    readonly field: string
    readonly kind: string
    readonly value: string
    readonly cased: boolean
    readonly transforms: readonly string[]
    readonly rules: number
  }[]
  readonly lookedForBy: Page<RuleRow>
  readonly excludedBy: Page<RuleRow>
  /** Rules that do not count and have it. */
  readonly uncounted: readonly RuleRow[]
  /** Events of the rules that look for it and have the field. */
  readonly events: readonly EventRow[]
  readonly techniques: readonly TechniqueRow[]
  /** Indicators that stand most often beside it, with the number of families. */
  readonly together: readonly { readonly indicator: IndicatorRow; readonly families: number }[]
}

export interface FieldModel {
  readonly row: FieldRow
  readonly byVendor: ByVendor
  /** Other names of the field in rules. */
  readonly aliases: readonly Tally[]
  readonly events: readonly (EventRow & { readonly nativeName?: string })[]
  /** By kind: how many indicators, and how many exclusions. */
  readonly kinds: readonly {
    readonly kind: string
    readonly looking: number
    readonly excluding: number
  }[]
  readonly indicators: Page<IndicatorRow>
  readonly exclusions: Page<IndicatorRow>
  readonly rules: Page<RuleRow>
}

export interface EventModel {
  readonly row: EventRow
  readonly description?: string
  /** What must be switched on to get the event. */
  readonly enable?: string
  readonly provider: NamedLink
  readonly logSources: readonly NamedLink[]
  readonly operations: readonly string[]
  /** Fields of the event by the rules that test them on it; `undefined` when its fields are not known. */
  readonly fields?: readonly {
    readonly name: string
    readonly canonical: NamedLink
    readonly rules: number
  }[]
  /** Rules all of whose branches it can satisfy, and those of which it satisfies some. */
  readonly fully: number
  readonly partly: number
  readonly indicators: readonly IndicatorRow[]
  readonly exclusions: readonly IndicatorRow[]
  readonly techniques: readonly TechniqueRow[]
  readonly rules: Page<RuleRow>
}

export interface ProviderModel {
  readonly name: string
  readonly address: string
  readonly platform: string
  readonly channels: readonly string[]
  readonly events: readonly EventRow[]
  readonly rules: number
  readonly byVendor: ByVendor
}

export interface LogSourceModel {
  readonly name: string
  readonly address: string
  readonly product?: string
  readonly category?: string
  readonly service?: string
  readonly rules: Page<RuleRow>
  readonly byVendor: ByVendor
  readonly events: readonly EventRow[]
  readonly fields: readonly FieldRow[]
  readonly indicators: readonly IndicatorRow[]
  readonly exclusions: readonly IndicatorRow[]
  /** What authors say must be switched on, most frequent first. */
  readonly definitions: readonly Tally[]
}

export interface TechniqueModel {
  readonly row: TechniqueRow
  readonly status: string
  readonly replacedBy?: NamedLink
  readonly parent?: NamedLink
  readonly subTechniques: readonly TechniqueRow[]
  readonly levels: readonly Tally[]
  readonly events: readonly EventRow[]
  readonly logSources: readonly Tally[]
  /** The authoring guide: what rules of the technique filter by most, look for, and have learned to exclude. */
  readonly fields: readonly FieldRow[]
  readonly indicators: readonly IndicatorRow[]
  readonly exclusions: readonly IndicatorRow[]
  readonly rules: Page<RuleRow>
}

export interface TacticModel {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly byVendor: ByVendor
  readonly total: number
  readonly techniques: readonly TechniqueRow[]
  readonly events: readonly EventRow[]
  readonly rules: Page<RuleRow>
}

export interface MatrixModel {
  readonly attackVersion?: string
  /** What is counted in the cells. */
  readonly by: 'rules' | 'branches'
  /** The rules that are counted, as a query of the search line; empty for all. */
  readonly query: string
  readonly total: number
  readonly largest: number
  readonly tactics: readonly MatrixColumn[]
  /** Rules whose technique no tactic of the matrix has, or that have none. */
  readonly outside: number
}

export interface MatrixColumn {
  readonly tactic: NamedLink
  readonly count: number
  readonly techniques: readonly MatrixCell[]
}

export interface MatrixCell {
  readonly technique: NamedLink
  /** With those of its sub-techniques, each rule once. */
  readonly count: number
  readonly subTechniques: readonly { readonly technique: NamedLink; readonly count: number }[]
}

export interface VendorModel {
  readonly vendor: string
  readonly address: string
  readonly sources: readonly SourceRecord[]
  readonly rules: Page<RuleRow>
  readonly uncounted: number
  readonly levels: readonly Tally[]
  readonly statuses: readonly Tally[]
  readonly platforms: readonly Tally[]
  readonly languages: readonly Tally[]
  readonly tactics: readonly (NamedLink & { readonly rules: number })[]
  /** The vendor’s style in figures: means over its counted rules. */
  readonly style: {
    readonly indicatorsPerRule: number
    readonly exclusionsPerRule: number
    readonly branchesPerRule: number
    readonly withExclusions: number
    readonly withReferences: number
    readonly withTechnique: number
    readonly withCve: number
    readonly ownIndicators: number
    readonly kinds: readonly Tally[]
  }
  readonly fields: readonly FieldRow[]
  readonly copiedFrom: readonly Tally[]
}

export interface CompareModel {
  readonly rules: readonly RuleModel[]
  /** Addresses that were asked for and are no rules. */
  readonly missing: readonly string[]
  /** Indicators of two or more of the rules. */
  readonly shared: readonly {
    readonly indicator: IndicatorRow
    readonly holders: readonly number[]
  }[]
  /** By rule: the indicators that only it has. */
  readonly own: readonly (readonly IndicatorRow[])[]
}

/** What everyone excludes. */
export interface ExclusionsModel {
  readonly total: number
  readonly rules: number
  readonly fields: readonly Tally[]
  readonly exclusions: Page<IndicatorRow>
  /** Programs (file names of image fields) that exclusions name, by families. */
  readonly processes: readonly Tally[]
}

export interface Facet {
  /** The field of the search line: `vendor`, `level`, … */
  readonly field: string
  readonly title: string
  readonly values: readonly {
    readonly value: string
    readonly label: string
    readonly count: number
    readonly isChosen: boolean
  }[]
  /** How many more values there are. */
  readonly more: number
}

export interface RulesModel {
  readonly query: string
  readonly sort: string
  readonly descending: boolean
  readonly facets: readonly Facet[]
  readonly problems: readonly QueryProblem[]
  readonly rules: Page<RuleRow>
  /** Indicators whose value the query’s words are in, for the way from a text to who looks for it. */
  readonly indicators: readonly IndicatorRow[]
}

export interface AboutModel {
  readonly totals: CatalogueTotals
  readonly sources: readonly SourceRecord[]
  readonly attackVersion?: string
}

/** Everything that has a page of its own, for lists of fields, events, techniques and indicators. */
export interface Lists {
  readonly fields: readonly FieldRow[]
  readonly events: readonly EventRow[]
  readonly providers: readonly Tally[]
  readonly logSources: readonly Tally[]
  readonly techniques: readonly TechniqueRow[]
  readonly vendors: readonly Tally[]
}
