import {
  type Diagnostic,
  diagnostic,
  limitDiagnostics,
  mapSpans,
  type Parsed,
  type Span,
} from '../../base/index.ts'
import { MapReader, parseYaml, scalarTextMap, type YamlMap } from '../../base/yaml/index.ts'
import { type Logic, type Rule, withLogSource } from '../../ir/index.ts'
import { splunkLogSource, splunkSignsOf } from '../../knowledge/index.ts'
import { lookupCalls, macroCalls } from './calls.ts'
import { readMetadata } from './metadata.ts'
import type { SplunkReaders } from './readers.ts'

/** What a file of Splunk’s holds. */
export interface SplunkFile {
  readonly rules: readonly Parsed<Rule>[]
}

/**
 * Reads a file of Splunk’s security content: a detection, a correlation search or a baseline, in YAML. Never throws;
 * spans are offsets in `text`. The diagnostics of the result are those of the file, the rule brings its own.
 */
export function parseSplunk(text: string, readers: SplunkReaders): Parsed<SplunkFile> {
  const { value: documents, diagnostics } = parseYaml(text)
  const rules = documents.flatMap(({ root, span }): readonly Parsed<Rule>[] => {
    if (root.kind !== 'map') return []
    const own: Diagnostic[] = []
    const value = readRule(root, { file: text, readers, diagnostics: own })
    return [
      {
        value: { ...value, body: text.slice(span.start, span.end), span },
        diagnostics: limitDiagnostics(own),
      },
    ]
  })
  if (rules.length > 0) return { value: { rules }, diagnostics }
  const missing = diagnostic(
    'yaml/not-a-map',
    { start: 0, end: Math.min(1, text.length) },
    'the file holds no rule',
  )
  return { value: { rules: [] }, diagnostics: diagnostics.length > 0 ? diagnostics : [missing] }
}

interface Reading {
  readonly file: string
  readonly readers: SplunkReaders
  readonly diagnostics: Diagnostic[]
}

function readRule(root: YamlMap, reading: Reading): Omit<Rule, 'body' | 'span'> {
  const reader = new MapReader(root, 'splunk/invalid-attribute', reading.diagnostics)
  const metadata = readMetadata(reader)
  const dataSources = reader.texts('data_source')
  const { stages } = readSearch(reader, reading)
  const signs = { ...splunkSignsOf({ stages }), dataSources }
  const called = macroCalls(reader.text('search') ?? '')
  const logSource = splunkLogSource({ ...signs, macros: [...signs.macros, ...called] })
  const otherwise = { names: dataSources, span: reader.spanOf('data_source') }
  const logic = withLogSource({ stages }, logSource, otherwise)
  return { ...metadata, language: 'spl', logSource, logic }
}

function readSearch(reader: MapReader, { file, readers, diagnostics }: Reading): Logic {
  const search = reader.scalar('search')
  if (search === undefined || search.text.trim() === '') {
    const span = search?.span ?? reader.headSpan()
    diagnostics.push(diagnostic('splunk/missing-search', span, 'the rule has no search'))
    return { stages: [{ kind: 'opaque', text: '', reason: 'splunk/missing-search', span }] }
  }
  const { parseSpl, macros, lookups } = readers
  const parsed = parseSpl(search.text, {
    findMacro: (name, arity) =>
      macros.find(macro => macro.name === name && macro.arguments.length === arity),
  })
  const map = scalarTextMap(file, search)
  diagnostics.push(...mapSpans(parsed.diagnostics, map))
  for (const { name, span } of unknownLookups(search.text, lookups)) {
    const message = `the rule’s source does not describe the lookup “${name}”`
    diagnostics.push(diagnostic('splunk/unknown-lookup', map(span), message))
  }
  return mapSpans(parsed.value, map)
}

/** The lookups that a search uses and nobody describes, each once. */
function unknownLookups(
  text: string,
  known: readonly string[],
): readonly { readonly name: string; readonly span: Span }[] {
  const seen = new Set(known)
  return lookupCalls(text).flatMap(({ name, start }) => {
    if (seen.has(name)) return []
    seen.add(name)
    return [{ name, span: { start, end: start + name.length } }]
  })
}
