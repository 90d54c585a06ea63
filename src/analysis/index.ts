export {
  type AttackPair,
  attackCoverage,
  type CoveredTactic,
  type CoveredTechnique,
} from './attack-coverage.ts'
export { type BranchPredicates, branchPredicatesOf } from './branch-predicates.ts'
export {
  type CorpusCounts,
  type CorpusRule,
  countCorpus,
  type OtherFamilies,
} from './corpus-counts.ts'
export { type EventCoverage, eventCoverage, visibleEventTypes } from './event-coverage.ts'
export { familyKey } from './family.ts'
export {
  type ExclusionMember,
  type Indicator,
  indicatorKey,
  indicatorsOf,
  type RuleIndicators,
} from './indicators.ts'
export type { Finding, Lint } from './lints/lint.ts'
export { lintRules, lints, type RuleInFile } from './lints/lint-rules.ts'
export { expressionsOf, type Predicate, predicatesOf } from './predicates.ts'
