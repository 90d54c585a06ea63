import { RuleListPage, type RuleListProps } from './rule-list-page.tsx'
import { RulePage, type RulePageProps } from './rule-page.tsx'

/** The list of rules as a whole HTML document. */
export function renderRuleList(props: RuleListProps): string {
  return document(<RuleListPage {...props} />)
}

/** One rule's page as a whole HTML document. */
export function renderRulePage(props: RulePageProps): string {
  return document(<RulePage {...props} />)
}

function document(page: { toString(): string }): string {
  return `<!doctype html>${page.toString()}`
}
