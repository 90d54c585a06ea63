import { type Diagnostic, limitDiagnostics, mapSpans, type Parsed } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'
import { expandMacros } from './expand-macros.ts'
import { lowerSpl } from './lower.ts'
import type { SplOptions } from './macro.ts'
import { parseSplSyntax } from './parser.ts'

/**
 * Reads a search of Splunk’s. Never throws. Spans are offsets in `text`; what a macro says has the place of its
 * call. What could not be read stands as an opaque part in its place, so that the search is never
 * true by accident.
 *
 * @example
 * const { value, diagnostics } = parseSpl('index=wineventlog EventCode=4625 | stats count by user')
 */
export function parseSpl(text: string, options: SplOptions = {}): Parsed<Logic> {
  const expanded = expandMacros(text, options)
  const syntax = parseSplSyntax(expanded.text)
  const told: Diagnostic[] = [...syntax.diagnostics]
  const logic = lowerSpl(syntax.value, expanded, options, told)
  if (expanded.text === text) {
    return { value: logic, diagnostics: limitDiagnostics([...expanded.diagnostics, ...told]) }
  }
  const diagnostics = [
    ...expanded.diagnostics,
    ...told.map(one => ({ ...one, span: expanded.toOriginal(one.span) })),
  ]
  const value = mapSpans(logic, span => expanded.toOriginal(span))
  return { value, diagnostics: limitDiagnostics(diagnostics) }
}
