export { type CompanionFinder, companionFinder, type PathText } from './companions.ts'
export { checkReferences } from './correlation-references.ts'
export { type LicenseFinder, licenseFinder } from './license.ts'
export { maxRuleFileBytes, readRuleBytes } from './rule-bytes.ts'
export {
  type CatalogFilter,
  type CatalogRule,
  placeIn,
  type RuleFileOrigin,
  type RuleFileReading,
  type RuleSource,
  readRuleText,
} from './rule-file.ts'
export { isRuleFileName, isSigmaFileName } from './rule-file-name.ts'
export {
  type FileDiagnostics,
  isSameFile,
  type RuleSet,
  readRuleSources,
} from './rule-source.ts'
export { listSourceFiles, type SourceFiles, type UnreadableFile } from './source-files.ts'
export { readWorkTree, type WorkTree } from './work-tree.ts'
