import { type Diagnostic, limitDiagnostics, type Parsed } from '../../base/index.ts'
import { and, type Expression, type FilterStage, type Logic } from '../../ir/index.ts'
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

/** What keeps a query with errors from being true: Kibana would refuse it as a whole. */
function broken({ diagnostics }: Parsed<unknown>, text: string): readonly Expression[] {
  const error = diagnostics.find(({ severity }) => severity === 'error')
  if (error === undefined) return []
  const { code, span } = error
  return [{ kind: 'opaque', text: text.slice(span.start, span.end), reason: code, span }]
}
