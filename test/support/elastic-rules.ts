import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'smol-toml'
import { shared } from './shared.ts'

/** A query of Elastic’s rules, with the file that it stands in. */
export interface ElasticQuery {
  readonly path: string
  readonly query: string
}

/** Every query in a language (as `language` names it) of Elastic’s rules, hunts apart. */
export function elasticQueries(language: string): readonly ElasticQuery[] {
  const root = join(shared, 'corpora', 'elastic')
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return paths
    .filter(path => path.endsWith('.toml'))
    .sort()
    .flatMap(path => {
      const { rule } = parse(readFileSync(join(root, path), 'utf8'))
      if (rule === undefined || !isTable(rule)) return []
      if (rule.language !== language || typeof rule.query !== 'string') return []
      return [{ path: relative(root, join(root, path)), query: rule.query }]
    })
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
