export { checkReferences } from './correlation-references.ts'
export { type LicenseFinder, licenseFinder } from './license.ts'
export {
  type CatalogFilter,
  type CatalogRule,
  maxRuleFileBytes,
  placeIn,
  type RuleFileOrigin,
  type RuleFileReading,
  type RuleSource,
  readRuleBytes,
  readRuleText,
} from './rule-file.ts'
export { isRuleFileName } from './rule-file-name.ts'
export {
  type FileDiagnostics,
  isSameFile,
  type RuleSet,
  readRuleSources,
} from './rule-source.ts'
export { listSourceFiles, type SourceFiles, type UnreadableFile } from './source-files.ts'
export { readWorkTree, type WorkTree } from './work-tree.ts'
