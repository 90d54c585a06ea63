export { logSourceText, type Runnable, type RunnableOptions, toRunnable } from './runnable.ts'
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
