import { type Diagnostic, diagnostic, mapSpans, type Parsed } from '../../base/index.ts'
import { MapReader, parseMaps, scalarTextMap, type YamlMap } from '../../base/yaml/index.ts'
import { type Logic, type Rule, type Stage, withLogSource } from '../../ir/index.ts'
import { kustoLogSource, kustoSignsOf, kustoTablesOf } from '../../knowledge/index.ts'
import { readMetadata } from './metadata.ts'
import { lookBack, triggerStages } from './schedule.ts'

/** What a file of Sentinel’s holds. */
export interface SentinelFile {
  readonly rules: readonly Parsed<Rule>[]
}

/**
 * Reads a file of Microsoft Sentinel’s: an analytics rule or a hunting query, in YAML. `parseKusto` is the front end of
 * the query. Never throws; spans are offsets in `text`. The diagnostics of the result are those of the file, the rule
 * brings its own.
 */
export function parseSentinel(
  text: string,
  parseKusto: (query: string) => Parsed<Logic>,
): Parsed<SentinelFile> {
  const { value: rules, diagnostics } = parseMaps(text, (root, own, span) => ({
    ...readRule(root, { file: text, parseKusto, diagnostics: own }),
    body: text.slice(span.start, span.end),
    span,
  }))
  return { value: { rules }, diagnostics }
}

interface Reading {
  readonly file: string
  readonly parseKusto: (query: string) => Parsed<Logic>
  readonly diagnostics: Diagnostic[]
}

function readRule(root: YamlMap, reading: Reading): Omit<Rule, 'body' | 'span'> {
  const reader = new MapReader(root, 'sentinel/invalid-attribute', reading.diagnostics)
  const metadata = readMetadata(reader)
  const query = readQuery(reader, reading)
  const window = lookBack(reader)
  const stages = [
    ...query.stages.map(stage => withWindow(stage, window)),
    ...triggerStages(reader, window),
  ]
  const { logs } = kustoTablesOf(query)
  const needed = reader.maps('requiredDataConnectors').flatMap(each => each.texts('dataTypes'))
  const logSource = kustoLogSource(logs.length > 0 ? logs : needed, kustoSignsOf(query))
  const otherwise = { names: [], span: reader.spanOf('query') }
  const logic = withLogSource({ stages }, logSource, otherwise)
  return { ...metadata, language: 'kusto', logSource, logic }
}

/** Each run of a rule aggregates what it looks back at, and no more. */
function withWindow(stage: Stage, window: number | undefined): Stage {
  if (stage.kind !== 'aggregate' || stage.window !== undefined || window === undefined) return stage
  return { ...stage, window }
}

function readQuery(reader: MapReader, { file, parseKusto, diagnostics }: Reading): Logic {
  const query = reader.scalar('query')
  if (query === undefined || query.text.trim() === '') {
    const span = query?.span ?? reader.headSpan()
    diagnostics.push(diagnostic('sentinel/missing-query', span, 'the rule has no query'))
    return { stages: [{ kind: 'opaque', text: '', reason: 'sentinel/missing-query', span }] }
  }
  const parsed = parseKusto(query.text)
  const map = scalarTextMap(file, query)
  diagnostics.push(...mapSpans(parsed.diagnostics, map))
  return mapSpans(parsed.value, map)
}
