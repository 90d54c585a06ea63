import type { Parsed } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'
import { lowerEql } from './lower.ts'
import { parseEqlSyntax } from './parser.ts'
import { ProblemList } from './problem-list.ts'

/**
 * Reads a query in EQL, Elastic’s Event Query Language, as logic: one event is a `filter`, a
 * sequence a `sequence`, a sample a `join`. Never throws; every problem is a diagnostic with its place
 * in `text`, and what has no translation is opaque.
 */
export function parseEql(text: string): Parsed<Logic> {
  const { value: syntax, diagnostics } = parseEqlSyntax(text)
  const problems = new ProblemList()
  for (const found of diagnostics) problems.add(found)
  const value = lowerEql(syntax, text, found => problems.add(found))
  return { value, diagnostics: problems.all() }
}
