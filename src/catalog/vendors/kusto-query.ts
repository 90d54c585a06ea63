import type { Parsed } from '../../base/index.ts'
import { splitKusto } from '../../frontends/kusto/index.ts'
import { holdsKusto, parseKustoFile } from '../../frontends/kusto-files/index.ts'
import type { Logic } from '../../ir/index.ts'
import { loadKusto } from './load-kusto.ts'
import type { NamedText, ParsedRuleFile, RuleFileContext } from './vendor.ts'

/** Names of files that may hold Kusto queries, plain or in Markdown. */
export const kustoEndings: readonly string[] = ['.kql', '.csl', '.kusto', '.md', '.txt']

/** Whether a file holds Kusto: by its name, else by what it looks like. */
export function isKustoQuery({ name, text }: NamedText): boolean {
  return holdsKusto(name, text)
}

/** Reads the queries of a file; each is a rule. */
export function parseKustoQueries(text: string, { name }: RuleFileContext): Parsed<ParsedRuleFile> {
  const read = loadKusto()
  // Finding out where the queries stand takes reading them.
  const known = new Map<string, Parsed<Logic>>()
  const parseKusto = (query: string): Parsed<Logic> => {
    const parsed = known.get(query) ?? read(query)
    known.set(query, parsed)
    return parsed
  }
  const { value, diagnostics } = parseKustoFile(name, text, {
    parseKusto,
    splitKusto: piece => splitKusto(piece, parseKusto),
  })
  return { value: { rules: value.rules, filters: [] }, diagnostics }
}
