import { type Diagnostic, limitDiagnostics, type Parsed } from '../../base/index.ts'
import { and, type Expression, type FilterStage, type Logic } from '../../ir/index.ts'
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
  const start = text.length - text.trimStart().length
  const span = { start, end: Math.max(start, text.trimEnd().length) }
  const filter: FilterStage = {
    kind: 'filter',
    condition: text.trim(),
    parts: [],
    expression: and([expression, ...broken(syntax, text)]),
    span,
  }
  return { value: { stages: [...derived, filter] }, diagnostics: limitDiagnostics(diagnostics) }
}

/** What keeps a query with errors from being true: Elasticsearch would refuse it as a whole. */
function broken({ diagnostics }: Parsed<unknown>, text: string): readonly Expression[] {
  const error = diagnostics.find(({ severity }) => severity === 'error')
  if (error === undefined) return []
  const { code, span } = error
  return [{ kind: 'opaque', text: text.slice(span.start, span.end), reason: code, span }]
}
