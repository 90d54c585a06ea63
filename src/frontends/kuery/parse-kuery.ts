import { type Diagnostic, limitDiagnostics, type Parsed } from '../../base/index.ts'
import { type Logic, queryFilter } from '../../ir/index.ts'
import { lowerKuery } from './lower.ts'
import { parseKuerySyntax } from './parser.ts'

/**
 * Reads a query of the Kibana Query Language. Never throws. Spans are offsets in `text`. A query with
 * an error keeps the tests that could be read, beside an opaque part, so that it is never true.
 *
 * @example
 * const { value, diagnostics } = parseKuery('process.name: cmd.exe and not user.id: "S-1-5-18"')
 */
export function parseKuery(text: string): Parsed<Logic> {
  const syntax = parseKuerySyntax(text)
  const diagnostics: Diagnostic[] = [...syntax.diagnostics]
  const { expression, derived } = lowerKuery(syntax.value, text, diagnostics)
  const filter = queryFilter(text, expression, syntax.diagnostics)
  return { value: { stages: [...derived, filter] }, diagnostics: limitDiagnostics(diagnostics) }
}
