export {
  type CatalogFilter,
  type CatalogRule,
  type FileDiagnostics,
  isSameFile,
  maxRuleFileBytes,
  type RuleSet,
  type RuleSource,
  readRuleSources,
  type UnreadableFile,
} from './rule-source.ts'
