export {
  type CatalogFilter,
  type CatalogRule,
  type FileDiagnostics,
  maxRuleFileBytes,
  type RuleSet,
  type RuleSource,
  readRuleSources,
  type UnreadableFile,
} from './rule-source.ts'
