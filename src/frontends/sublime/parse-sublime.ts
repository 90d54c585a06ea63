import {
  type Diagnostic,
  diagnostic,
  limitDiagnostics,
  mapSpans,
  type Parsed,
} from '../../base/index.ts'
import { MapReader, parseYaml, scalarTextMap, type YamlMap } from '../../base/yaml/index.ts'
import { type Logic, type LogSource, type Rule, withLogSource } from '../../ir/index.ts'
import { readMetadata } from './metadata.ts'

/** What a file of Sublime’s holds. */
export interface SublimeFile {
  readonly rules: readonly Parsed<Rule>[]
}

/** The messages of a mailbox, as Sublime’s Message Data Model describes them. */
const messages: LogSource = { product: 'sublime', service: 'message' }

/**
 * Reads a file of Sublime’s: a detection rule, or a query for hunting and insights, in YAML. `parseMql` is the
 * front end of its source. Never throws; spans are offsets in `text`. The diagnostics of the result are those
 * of the file, the rule brings its own.
 */
export function parseSublime(
  text: string,
  parseMql: (query: string) => Parsed<Logic>,
): Parsed<SublimeFile> {
  const { value: documents, diagnostics } = parseYaml(text)
  const rules = documents.flatMap(({ root, span }): readonly Parsed<Rule>[] => {
    if (root.kind !== 'map') return []
    const own: Diagnostic[] = []
    const rule = readRule(root, text, parseMql, own)
    const value = { ...rule, body: text.slice(span.start, span.end), span }
    return [{ value, diagnostics: limitDiagnostics(own) }]
  })
  if (rules.length > 0 || diagnostics.length > 0) return { value: { rules }, diagnostics }
  const span = { start: 0, end: Math.min(1, text.length) }
  return {
    value: { rules },
    diagnostics: [diagnostic('yaml/not-a-map', span, 'the file holds no rule')],
  }
}

function readRule(
  root: YamlMap,
  file: string,
  parseMql: (query: string) => Parsed<Logic>,
  diagnostics: Diagnostic[],
): Omit<Rule, 'body' | 'span'> {
  const reader = new MapReader(root, 'sublime/invalid-attribute', diagnostics)
  const metadata = readMetadata(reader)
  const query = readSource(reader, file, parseMql, diagnostics)
  const logic = withLogSource(query, messages, { names: [], span: reader.spanOf('source') })
  // Queries look for what is worth knowing, and alert nobody.
  const status = reader.text('type') === 'query' ? { status: 'hunting' } : {}
  return { ...metadata, ...status, language: 'mql', logSource: messages, logic }
}

function readSource(
  reader: MapReader,
  file: string,
  parseMql: (query: string) => Parsed<Logic>,
  diagnostics: Diagnostic[],
): Logic {
  const source = reader.scalar('source')
  if (source === undefined || source.text.trim() === '') {
    const span = source?.span ?? reader.headSpan()
    diagnostics.push(diagnostic('sublime/missing-source', span, 'the rule has no source'))
    return { stages: [{ kind: 'opaque', text: '', reason: 'sublime/missing-source', span }] }
  }
  const parsed = parseMql(source.text)
  const map = scalarTextMap(file, source)
  diagnostics.push(...mapSpans(parsed.diagnostics, map))
  return mapSpans(parsed.value, map)
}
