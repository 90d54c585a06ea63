export { isSameRepository, recogniseSource, type SourceSigns } from './recognise-source.ts'
export { describeOtherFile, findVendor, mayHoldRules, recogniseFile, vendors } from './register.ts'
export type {
  Companion,
  CompanionKind,
  NamedText,
  ParsedRuleFile,
  RuleFileContext,
  Vendor,
} from './vendor.ts'
