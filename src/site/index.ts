export { renderRuleList, renderRulePage } from './render.tsx'
export type { RuleListProps } from './rule-list-page.tsx'
export type { RulePageProps } from './rule-page.tsx'
export { styleSheet } from './style.ts'
