export { type CheckedFile, type CheckOptions, type CheckResult, checkRules } from './check.ts'
export {
  type CorrelatedEvent,
  type CorrelatedMatch,
  type CorrelatedMatches,
  type CorrelationGatherer,
  type CorrelationSetup,
  contributionOf,
  correlatedFields,
  createCorrelations,
  toScanRules,
  toWireCorrelationMatch,
} from './correlations.ts'
export { type Corpus, toCorpus, toRulePage, toWireDiagnostic } from './rule-page.ts'
export {
  type CorrelationFeed,
  type RuleRemark,
  type RuleSelection,
  type RunnableCorrelation,
  type RunnableRule,
  type SelectedRules,
  selectRules,
} from './rule-selection.ts'
export { logSourceText, type Runnable, toRunnable } from './runnable.ts'
export {
  type CompiledRules,
  compileRules,
  createReferenceScan,
  createScanner,
  type Match,
  openRules,
  packRules,
  type ScanCounts,
  type Scanner,
  type ScanOptions,
  type ScanRule,
  toScanRule,
  toWireMatch,
  toWireReference,
} from './scan/index.ts'
export { type ShownRules, type ShowRequest, showRules } from './show.ts'
export { expressionText, stageText } from './stage-text.ts'
export type {
  WireAttack,
  WireCopy,
  WireCorrelationMatch,
  WireCorrelationSummary,
  WireDiagnostic,
  WireEvent,
  WireEventCoverage,
  WireEventMatch,
  WireExclusion,
  WireIndicator,
  WireMatch,
  WirePredicate,
  WireRule,
  WireRuleReference,
  WireSpan,
  WireStage,
  WireSummary,
  WireTest,
} from './wire.ts'
