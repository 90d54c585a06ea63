export { type CheckedFile, type CheckOptions, type CheckResult, checkRules } from './check.ts'
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
export { type CompiledRules, compileRules } from './scan/compiled-rules.ts'
export { type CorrelatedEvent, contributionOf, correlatedFields } from './scan/contributions.ts'
export {
  type CorrelatedMatch,
  type CorrelatedMatches,
  type CorrelationGatherer,
  type CorrelationSetup,
  createCorrelations,
  toScanRules,
  toWireCorrelationMatch,
} from './scan/correlations.ts'
export { toWireMatches, toWireReference } from './scan/match.ts'
export { openRules } from './scan/open-rules.ts'
export { packRules } from './scan/pack-rules.ts'
export { createReferenceScan } from './scan/reference-scan.ts'
export { type ScanRule, toScanRule, type UncompiledRule } from './scan/scan-rule.ts'
export {
  createScanner,
  type Match,
  type ScanCounts,
  type Scanner,
  type ScanOptions,
} from './scan/scanner.ts'
export { type ShownRules, type ShowRequest, showRules } from './show.ts'
export { expressionText, stageText } from './stage-text.ts'
export type {
  WireAttack,
  WireBranch,
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
