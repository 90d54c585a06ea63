import { type Diagnostic, diagnostic, mapSpans, type Parsed, type Span } from '../../base/index.ts'
import { MapReader, parseMaps, scalarTextMap, type YamlMap } from '../../base/yaml/index.ts'
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
  const { value: rules, diagnostics } = parseMaps(text, (root, own, span) => ({
    ...readRule(root, { file: text, readers, diagnostics: own }),
    body: text.slice(span.start, span.end),
    span,
  }))
  return { value: { rules }, diagnostics }
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
