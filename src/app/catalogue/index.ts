export type { Catalogue } from './catalogue.ts'
export { maxCompared } from './compare-model.ts'
export { createCatalogue } from './create-catalogue.ts'
export type {
  AboutModel,
  ByVendor,
  CatalogueTotals,
  CompareModel,
  EventModel,
  EventRow,
  ExclusionsModel,
  Facet,
  FieldModel,
  FieldRow,
  HomeModel,
  IndicatorModel,
  IndicatorRow,
  LinkedIndicator,
  Lists,
  LogSourceModel,
  MatrixCell,
  MatrixColumn,
  MatrixModel,
  NamedLink,
  Page,
  ProviderModel,
  RuleModel,
  RuleRow,
  RulesModel,
  SharingRule,
  Slice,
  TacticModel,
  Tally,
  TechniqueModel,
  TechniqueRow,
  VendorModel,
} from './models.ts'
export { packRuleRows, unpackRuleRows } from './rule-list-file.ts'
export type {
  CatalogueInput,
  EventFact,
  EventTypeFact,
  ExclusionFact,
  FieldFact,
  IndicatorFact,
  RuleFacts,
  RuleRecord,
  SourceRecord,
  Uncounted,
  UncountedRule,
} from './rule-record.ts'
export {
  createRuleSearch,
  type FoundRules,
  type RuleSearch,
  ruleSorts,
  type SearchRequest,
  type Suggestion,
} from './rule-search.ts'
export { toSearchDocuments } from './search-documents.ts'
export { type RulePlace, toRuleRecord } from './to-rule-record.ts'
