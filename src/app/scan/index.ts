export { type CompiledRules, compileRules, type Lists } from './compiled-rules.ts'
export { toWireMatch, toWireReference } from './match.ts'
export { openRules, packRules } from './packed-rules.ts'
export { createReferenceScan } from './reference-scan.ts'
export { type ScanRule, toScanRule } from './scan-rule.ts'
export {
  createScanner,
  type Match,
  type ScanCounts,
  type Scanner,
  type ScanOptions,
} from './scanner.ts'
