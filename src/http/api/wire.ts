import type {
  CatalogueTotals,
  EventModel,
  EventRow,
  Facet,
  FieldModel,
  FieldRow,
  IndicatorModel,
  IndicatorRow,
  RuleRow,
  SourceRecord,
  Suggestion,
  Tally,
  TechniqueModel,
  TechniqueRow,
} from '../../app/catalogue/index.ts'
import type { WireExclusion, WireIndicator, WireRule } from '../../app/index.ts'
import type { QueryProblem } from '../../search/index.ts'

/** The JSON of the API, beside the rows of lists and the rule that the command line prints, too. */

/** A part of a list, with the cursor of the next; it is absent in the last part. */
export interface ListPart<T> {
  readonly total: number
  readonly items: readonly T[]
  readonly next?: string
}

export interface Items<T> {
  readonly items: readonly T[]
}

export interface ApiRule extends Omit<WireRule, 'indicators' | 'exclusions'> {
  readonly address: string
  readonly source: string
  readonly indicators: readonly (WireIndicator & { readonly address: string })[]
  readonly exclusions: readonly (WireExclusion & { readonly address: string })[]
}

export interface FoundRuleRows extends ListPart<RuleRow> {
  readonly problems: readonly QueryProblem[]
}

export interface RuleChoices {
  readonly rules: readonly RuleRow[]
}

export interface IndicatorDetail
  extends Omit<IndicatorModel, 'row' | 'lookedForBy' | 'excludedBy'> {
  readonly indicator: IndicatorRow
  readonly lookedForBy: ListPart<RuleRow>
  readonly excludedBy: ListPart<RuleRow>
}

export interface FieldDetail
  extends Omit<FieldModel, 'row' | 'indicators' | 'exclusions' | 'rules'> {
  readonly field: FieldRow
  readonly indicators: ListPart<IndicatorRow>
  readonly exclusions: ListPart<IndicatorRow>
  readonly rules: ListPart<RuleRow>
}

export interface EventDetail extends Omit<EventModel, 'row' | 'rules'> {
  readonly event: EventRow
  readonly rules: ListPart<RuleRow>
}

export interface TechniqueDetail extends Omit<TechniqueModel, 'row' | 'rules'> {
  readonly technique: TechniqueRow
  readonly rules: ListPart<RuleRow>
}

export interface ApiTactic {
  readonly id: string
  readonly name: string
  readonly address?: string
  readonly rules: number
  readonly techniques: number
}

export interface SearchResult extends FoundRuleRows {
  readonly facets: readonly Facet[]
  readonly indicators: readonly IndicatorRow[]
}

export interface Stats {
  readonly version: string
  readonly attackVersion?: string
  readonly totals: CatalogueTotals
  readonly sources: readonly SourceRecord[]
  readonly platforms: readonly Tally[]
  readonly levels: readonly Tally[]
}

export type Suggestions = Items<Suggestion>
