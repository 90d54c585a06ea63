import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse, type TomlTable } from 'smol-toml'
import { shared } from './shared.ts'

/** A query of Elastic’s rules, with the file that it stands in. */
export interface ElasticQuery {
  readonly path: string
  readonly query: string
}

/** Every query in a language (as `language` names it) of Elastic’s rules, hunts apart. */
export function elasticQueries(language: string): readonly ElasticQuery[] {
  return elasticFiles().flatMap(({ path, table: { rule } }) => {
    if (rule === undefined || !isTable(rule)) return []
    if (rule.language !== language || typeof rule.query !== 'string') return []
    return [{ path, query: rule.query }]
  })
}

/** Every query of Elastic’s hunts that are in one language (as `language` names it). */
export function elasticHunts(language: string): readonly ElasticQuery[] {
  return elasticFiles().flatMap(({ path, table: { hunt } }) => {
    if (hunt === undefined || !isTable(hunt) || !Array.isArray(hunt.query)) return []
    if (!Array.isArray(hunt.language) || hunt.language.join() !== language) return []
    return hunt.query.flatMap(query => (typeof query === 'string' ? [{ path, query }] : []))
  })
}

function elasticFiles(): readonly { readonly path: string; readonly table: TomlTable }[] {
  const root = join(shared, 'corpora', 'elastic')
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return paths
    .filter(path => path.endsWith('.toml'))
    .sort()
    .map(path => ({
      path: relative(root, join(root, path)),
      table: parse(readFileSync(join(root, path), 'utf8')),
    }))
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
