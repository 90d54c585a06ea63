export { toWireDiagnostic } from '../rule-page.ts'
export { type CatalogueHead, toCatalogueInput, writeCatalogueHead } from './catalogue-input.ts'
export { toKnowledgeRows } from './knowledge-rows.ts'
export { type RuleTables, toDiagnosticRow, toRuleRows } from './rule-rows.ts'
