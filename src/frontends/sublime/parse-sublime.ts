import { type Diagnostic, diagnostic, mapSpans, type Parsed } from '../../base/index.ts'
import { MapReader, parseMaps, scalarTextMap, type YamlMap } from '../../base/yaml/index.ts'
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
  const { value: rules, diagnostics } = parseMaps(text, (root, own, span) => ({
    ...readRule(root, text, parseMql, own),
    body: text.slice(span.start, span.end),
    span,
  }))
  return { value: { rules }, diagnostics }
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
