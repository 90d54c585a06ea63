import { type Diagnostic, limitDiagnostics, type Parsed } from '../../base/index.ts'
import { type Logic, queryFilter } from '../../ir/index.ts'
import { lowerLucene } from './lower.ts'
import { parseLuceneSyntax } from './parser.ts'

/**
 * Reads a query string of Lucene as Elasticsearch has it. Never throws. Spans are offsets in `text`.
 * A query with a syntax error keeps the tests that could be read, beside an opaque part, so that it is
 * never true.
 *
 * @example
 * const { value, diagnostics } = parseLucene('process.name:cmd.exe AND NOT user.id:"S-1-5-18"')
 */
export function parseLucene(text: string): Parsed<Logic> {
  const syntax = parseLuceneSyntax(text)
  const diagnostics: Diagnostic[] = [...syntax.diagnostics]
  const { expression, derived } = lowerLucene(syntax.value, text, diagnostics)
  const filter = queryFilter(text, expression, syntax.diagnostics)
  return { value: { stages: [...derived, filter] }, diagnostics: limitDiagnostics(diagnostics) }
}
