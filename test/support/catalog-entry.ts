import type { CatalogRule } from '../../src/catalog/index.ts'
import type { Rule } from '../../src/ir/index.ts'

/** A rule as the catalogue has it, without a file: its slug is its id and its key. */
export function catalogEntry(rule: Rule, slug: string = 'a'): CatalogRule {
  return {
    key: slug,
    id: slug,
    slug,
    vendor: 'v',
    license: undefined,
    source: { path: '.' },
    path: `${slug}.yml`,
    rule,
    text: rule.body,
    diagnostics: [],
  }
}
