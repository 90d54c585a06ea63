import type { Diagnostic, Parsed } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'
import { lowerEql } from './lower.ts'
import { maxDiagnostics, parseEqlSyntax } from './parser.ts'

/**
 * Reads a query in EQL, Elastic’s Event Query Language, as logic: one event is a `filter`, a
 * sequence a `sequence`, a sample a `join`. Never throws; every problem is a diagnostic with its place
 * in `text`, and what has no translation is opaque.
 */
export function parseEql(text: string): Parsed<Logic> {
  const { value: syntax, diagnostics } = parseEqlSyntax(text)
  const all: Diagnostic[] = [...diagnostics]
  const seen = new Set<string>()
  const value = lowerEql(syntax, text, found => {
    const key = `${found.code} ${found.span.start} ${found.span.end}`
    if (seen.has(key) || all.length >= maxDiagnostics) return
    seen.add(key)
    all.push(found)
  })
  return { value, diagnostics: all.sort((a, b) => a.span.start - b.span.start) }
}
