export type { CompiledRules, Lists } from './compiled-rules.ts'
export type { CorrelationGatherer, CorrelationSetup } from './correlations.ts'
export { addWireMatches, toWireMatches } from './match.ts'
export { openRules } from './open-rules.ts'
export type { ScanRule, UncompiledRule } from './scan-rule.ts'
export {
  createScanner,
  type LogStart,
  type Match,
  type MatchDetail,
  type ScanCounts,
  type Scanner,
  type ScannerOptions,
  type ScanOptions,
} from './scanner.ts'
