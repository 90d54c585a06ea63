import { type Diagnostic, limitDiagnostics, type Parsed } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'
import { lowerEsql } from './lower.ts'
import type { EsqlOptions } from './lowering.ts'
import { parseEsqlSyntax } from './parser.ts'

/**
 * Reads a query of ES|QL. Never throws. Spans are offsets in `text`. What could not be read stands as
 * an opaque part in its place, so that the query is never true by accident.
 *
 * @example
 * const { value, diagnostics } = parseEsql('FROM logs-* | WHERE process.name == "cmd.exe"')
 */
export function parseEsql(text: string, options: EsqlOptions = {}): Parsed<Logic> {
  const syntax = parseEsqlSyntax(text)
  const diagnostics: Diagnostic[] = [...syntax.diagnostics]
  const value = lowerEsql(syntax.value, text, options, diagnostics)
  return { value, diagnostics: limitDiagnostics(diagnostics) }
}
