export { type CheckedFile, type CheckOptions, type CheckResult, checkRules } from './check.ts'
export { type Corpus, toCorpus, toRulePage, toWireDiagnostic } from './rule-page.ts'
export {
  type RuleRemark,
  type RuleSelection,
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
  WireDiagnostic,
  WireEvent,
  WireEventCoverage,
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
