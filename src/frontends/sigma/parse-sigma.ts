import { type Diagnostic, diagnostic, type Parsed } from '../../base/index.ts'
import type { YamlMap } from '../../base/yaml/index.ts'
import { findEntry } from '../../base/yaml/index.ts'
import type { Rule, Stage } from '../../ir/index.ts'
import { lowerCorrelation } from './correlation.ts'
import { lowerDetection } from './detection.ts'
import { parseDocuments, type SigmaDocument } from './documents.ts'
import { lowerFilter, type SigmaFilter } from './filter.ts'
import { headOf, isFilter, readMetadata } from './metadata.ts'

/** What a file of Sigma holds; every rule and filter brings its own diagnostics. */
export interface SigmaFile {
  readonly rules: readonly Parsed<Rule>[]
  /** `undefined` values stand for filters that cannot be applied, with the reason. */
  readonly filters: readonly Parsed<SigmaFilter | undefined>[]
}

/**
 * Reads a Sigma file: rules, correlations and filters, in one document or several. Never throws;
 * the diagnostics of the result are those of the file as YAML.
 *
 * @example
 * const { value } = parseSigma(text)
 * for (const { value: rule, diagnostics } of value.rules) console.log(rule.title, diagnostics)
 */
export function parseSigma(text: string): Parsed<SigmaFile> {
  const documents = parseDocuments(text)
  const rules: Parsed<Rule>[] = []
  const filters: Parsed<SigmaFilter | undefined>[] = []
  for (const document of documents.value) {
    const { root, isBroken } = document
    const filter = findEntry(root, 'filter')
    if (!isBroken && filter?.kind === 'map' && isFilter(root)) {
      filters.push(parseFilter(root, filter))
    } else rules.push(parseRule(document, text))
  }
  return { value: { rules, filters }, diagnostics: documents.diagnostics }
}

function parseFilter(root: YamlMap, section: YamlMap): Parsed<SigmaFilter | undefined> {
  const diagnostics: Diagnostic[] = []
  const metadata = readMetadata(root, diagnostics)
  return { value: lowerFilter(section, metadata, diagnostics), diagnostics }
}

function parseRule({ root, isBroken, span }: SigmaDocument, text: string): Parsed<Rule> {
  const diagnostics: Diagnostic[] = []
  const metadata = readMetadata(root, diagnostics)
  const value: Rule = {
    ...metadata,
    language: 'sigma',
    logic: { stages: isBroken ? [unread(root)] : lowerStages(root, metadata, diagnostics) },
    body: text.slice(span.start, span.end),
    span,
  }
  return { value, diagnostics }
}

/** The metadata of a broken file is worth showing; its detection must not run. */
function unread(root: YamlMap): Stage {
  return { kind: 'opaque', text: '', reason: 'yaml/syntax', span: root.span }
}

function lowerStages(
  root: YamlMap,
  { logSource }: Pick<Rule, 'logSource'>,
  diagnostics: Diagnostic[],
): readonly Stage[] {
  const correlation = findEntry(root, 'correlation')
  if (correlation?.kind === 'map') {
    const generate = findEntry(root, 'generate')
    const generates = generate?.kind === 'scalar' && generate.value === true
    const stage = lowerCorrelation(correlation, generates, diagnostics)
    const own = root.entries.find(entry => entry.key === 'detection')
    if (own === undefined) return [stage]
    const message = 'a correlation has no detection of its own'
    diagnostics.push(diagnostic('sigma/invalid-correlation', own.keySpan, message))
    const span = { start: own.keySpan.start, end: Math.max(own.keySpan.end, own.value.span.end) }
    return [stage, { kind: 'opaque', text: 'detection', reason: 'sigma/invalid-correlation', span }]
  }
  const logSourceEntry = root.entries.find(entry => entry.key === 'logsource')
  if (logSourceEntry === undefined) {
    const message = 'the rule has no log source'
    diagnostics.push(diagnostic('sigma/missing-logsource', headOf(root), message))
  }
  const sourceSpan =
    logSourceEntry === undefined
      ? headOf(root)
      : { start: logSourceEntry.keySpan.start, end: logSourceEntry.value.span.end }
  const source: Stage = { kind: 'source', logSource, names: [], span: sourceSpan }
  const detection = findEntry(root, 'detection')
  if (detection?.kind === 'map') return [source, ...lowerDetection(detection, diagnostics)]
  const span = detection?.span ?? headOf(root)
  const message = detection === undefined ? 'the rule has no detection' : 'the detection is no map'
  diagnostics.push(diagnostic('sigma/missing-detection', span, message))
  return [source, { kind: 'opaque', text: '', reason: 'sigma/missing-detection', span }]
}
