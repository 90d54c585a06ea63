export { isSameRepository, recogniseSource, type SourceSigns } from './recognise-source.ts'
export { findVendor, mayHoldRules, recogniseFile, vendors } from './register.ts'
export type { NamedText, ParsedRuleFile, Vendor } from './vendor.ts'
