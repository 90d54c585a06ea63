export { type CompiledRules, compileRules, type Lists } from './compiled-rules.ts'
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
export { toWireMatch, toWireReference } from './match.ts'
export { openRules, packRules } from './packed-rules.ts'
export { createReferenceScan } from './reference-scan.ts'
export { type ScanRule, toScanRule, type UncompiledRule } from './scan-rule.ts'
export {
  createScanner,
  type Match,
  type ScanCounts,
  type Scanner,
  type ScannerOptions,
  type ScanOptions,
} from './scanner.ts'
