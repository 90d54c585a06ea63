import { type Diagnostic, diagnostic, limitDiagnostics, type Parsed } from '../diagnostic.ts'
import type { Span } from '../span.ts'
import type { YamlMap } from './yaml-node.ts'
import { parseYaml } from './yaml-tree.ts'

/**
 * Reads a file of rules: each document that is a map becomes what `read` makes of it, with diagnostics of its own.
 * The diagnostics of the result are those of the file; a file without a map has one.
 */
export function parseMaps<T>(
  text: string,
  read: (root: YamlMap, diagnostics: Diagnostic[], span: Span) => T,
): Parsed<readonly Parsed<T>[]> {
  const { value: documents, diagnostics } = parseYaml(text)
  const value = documents.flatMap(({ root, span }): readonly Parsed<T>[] => {
    if (root.kind !== 'map') return []
    const own: Diagnostic[] = []
    return [{ value: read(root, own, span), diagnostics: limitDiagnostics(own) }]
  })
  if (value.length > 0 || diagnostics.length > 0) return { value, diagnostics }
  const span = { start: 0, end: Math.min(1, text.length) }
  const missing = diagnostic('yaml/not-a-map', span, 'the file holds no rule')
  return { value, diagnostics: [missing] }
}
