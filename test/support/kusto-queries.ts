import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Parsed } from '../../src/base/index.ts'
import { splitKusto } from '../../src/frontends/kusto/index.ts'
import { holdsKusto, parseKustoFile } from '../../src/frontends/kusto-files/index.ts'
import type { Logic } from '../../src/ir/index.ts'
import { shared } from './shared.ts'

/** A file of a corpus, and the queries in it. */
export interface KustoQueries {
  readonly path: string
  readonly queries: readonly string[]
}

/** The files of a corpus that hold Kusto: YAML with a query, plain files, Markdown. */
export function kustoQueries(
  corpus: string,
  parseKusto: (text: string) => Parsed<Logic>,
): readonly KustoQueries[] {
  const root = join(shared, 'corpora', corpus)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.(?:yaml|kql|txt|md)$/.test(path))
    .sort()
    .map(path => ({
      path,
      queries: queriesOf(path, readFileSync(join(root, path), 'utf8'), parseKusto),
    }))
    .filter(({ queries }) => queries.length > 0)
}

function queriesOf(
  path: string,
  text: string,
  parseKusto: (text: string) => Parsed<Logic>,
): readonly string[] {
  if (path.endsWith('.yaml')) {
    const rule: unknown = parse(text)
    const query: unknown = Object(rule).query
    return typeof query === 'string' ? [query] : []
  }
  if (!holdsKusto(path, text)) return []
  const readers = { parseKusto, splitKusto: (piece: string) => splitKusto(piece, parseKusto) }
  const { rules } = parseKustoFile(path, text, readers).value
  return rules.map(({ value }) => value.body)
}
