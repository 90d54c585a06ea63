export { type CheckedFile, type CheckOptions, type CheckResult, checkRules } from './check.ts'
export { type CompiledRules, compileRules } from './compiled-rules.ts'
export { toWireMatch, toWireReference } from './match.ts'
export { createReferenceScan } from './reference-scan.ts'
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
  createScanner,
  type Match,
  type ScanCounts,
  type Scanner,
  type ScanOptions,
} from './scan.ts'
export { type ScanRule, toScanRule } from './scan-rule.ts'
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
