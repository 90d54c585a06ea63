export { isDoable } from './compile-test.ts'
export { hashBytes, type MemoBudget } from './compiled/byte-memo.ts'
export { compileSection } from './compiled/compile-section.ts'
export { FieldIndex } from './compiled/field-index.ts'
export { packSection } from './compiled/pack-section.ts'
export { type Binding, makeBinding, type Rewrite } from './compiled/raw-values.ts'
export type { Section } from './compiled/section.ts'
export { type SectionMatcher, sectionMatcher } from './compiled/section-matcher.ts'
export { unpackSection } from './compiled/unpack-section.ts'
export {
  computedView,
  createDeriver,
  type Derived,
  type Deriver,
  isComputable,
} from './computed-view.ts'
export {
  type Aggregation,
  type AggregationRefusal,
  findAggregation,
} from './correlation/aggregation.ts'
export {
  type Contribution,
  type EventPlace,
  type MatchedEvent,
  toContribution,
} from './correlation/contribution.ts'
export {
  type CorrelationMatch,
  type CorrelationResult,
  type Correlator,
  type CorrelatorOptions,
  createCorrelator,
  type PassedOver,
} from './correlation/correlator.ts'
export {
  type CorrelationNode,
  type CorrelationPlan,
  logName,
  type Refusal,
  type SequenceNode,
} from './correlation/plan.ts'
export {
  type PlannableRule,
  type PlannedCorrelations,
  planCorrelations,
} from './correlation/plan-correlations.ts'
export {
  createEvaluator,
  type EvaluateOptions,
  type Evaluator,
  evaluate,
  explain,
} from './evaluate.ts'
export { type EventView, plainView, viewOf } from './event-view.ts'
export type { Explanation, TestMatch } from './explanation.ts'
export { foldCase } from './fold-case.ts'
export {
  type IpAddress,
  type IpNetwork,
  isInNetwork,
  parseIpAddress,
  parseIpNetwork,
} from './ip-network.ts'
export { type At, compilePattern, foldPattern, type PatternMatcher } from './pattern-matcher.ts'
export {
  type CheckStage,
  createQueryChecker,
  type EventCheck,
  type EventQuery,
  type PlannedQuery,
  planQuery,
  type QueryChecker,
  type Uncomputed,
} from './query/index.ts'
export { compileRegexMatcher, type RegexMatcher } from './regex-matcher.ts'
export {
  createSequenceMachine,
  type EventKeys,
  keysOf,
  planSequence,
  type SequenceHit,
  type SequenceMachine,
  type SequenceMatch,
  type SequenceOptions,
  type SequencePlan,
  type SequenceRefusal,
} from './sequence/index.ts'
export type { Truth } from './truth.ts'
