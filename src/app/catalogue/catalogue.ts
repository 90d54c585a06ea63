import type {
  AboutModel,
  CompareModel,
  EventModel,
  ExclusionsModel,
  FieldModel,
  HomeModel,
  IndicatorModel,
  IndicatorRow,
  Lists,
  LogSourceModel,
  MatrixModel,
  ProviderModel,
  RuleModel,
  RuleRow,
  Slice,
  TacticModel,
  TechniqueModel,
  VendorModel,
} from './models.ts'
import type { RuleFacts, SourceRecord } from './rule-record.ts'

/**
 * Everything that is known of the rules that were read together, by the addresses of pages. A method gives
 * `undefined` for an address that is no page. Numbers of rules are their places in `rows`.
 */
export interface Catalogue {
  readonly sources: readonly SourceRecord[]
  /** All rules, in the order of the catalogue, those that do not count included. */
  readonly rows: readonly RuleRow[]
  /** In the order of `rows`. */
  readonly facts: readonly RuleFacts[]
  readonly attackVersion: string | undefined
  home(): HomeModel
  /** The rules that a text names: an id, a slug, or `vendor:slug`; several sources can hold one id. */
  findRules(name: string): readonly number[]
  ruleAt(address: string): number | undefined
  rule(number: number): RuleModel
  indicator(address: string, slice: Slice): IndicatorModel | undefined
  /** Every indicator that families look for or exclude, the commonest first; only those `filter` keeps. */
  indicators(filter?: (row: IndicatorRow) => boolean): readonly IndicatorRow[]
  /** The commonest indicators whose value, in any case, has all of the words in it; `limit` at most. */
  findIndicators(words: readonly string[], limit: number): readonly IndicatorRow[]
  field(address: string, slice: Slice): FieldModel | undefined
  event(address: string, slice: Slice): EventModel | undefined
  provider(address: string): ProviderModel | undefined
  logSource(address: string, slice: Slice): LogSourceModel | undefined
  technique(address: string, slice: Slice): TechniqueModel | undefined
  tactic(address: string, slice: Slice): TacticModel | undefined
  vendor(address: string, slice: Slice): VendorModel | undefined
  /** The matrix of the given rules (all counted ones if not given); `query` is only repeated. */
  matrix(options: {
    readonly by: 'rules' | 'branches'
    readonly rules?: readonly number[]
    readonly query?: string
  }): MatrixModel
  /** 2 to 6 rules side by side; `missing` names the addresses that are no rules. */
  compare(addresses: readonly string[]): CompareModel
  exclusions(slice: Slice): ExclusionsModel
  about(): AboutModel
  lists(): Lists
  /** The address of every page, in a stable order: what an export writes and a link checker follows. */
  addresses(): readonly string[]
}
