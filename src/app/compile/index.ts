export { compileRules } from '../scan/compiled-rules.ts'
export { toScanRules } from '../scan/correlations.ts'
export { packRules } from '../scan/pack-rules.ts'
