import { type Diagnostic, limitDiagnostics, type Parsed, type Span } from '../../base/index.ts'
import { type Logic, type LogSource, type Rule, type Stage, signsOf } from '../../ir/index.ts'
import { udmLogSource } from '../../knowledge/index.ts'
import { lowerYaral } from './lower.ts'
import { MetaReader } from './meta-reader.ts'
import { readMetadata } from './metadata.ts'
import { parseYaralSyntax } from './parser.ts'
import type { YaralRule } from './syntax.ts'
import { findRefusal } from './whole.ts'

/** What a file of YARA-L holds. */
export interface YaralRules {
  readonly rules: readonly Parsed<Rule>[]
}

/**
 * Reads a file of YARA-L 2, the language of Google Security Operations: every rule of it with what it
 * says about itself and its logic. Never throws; spans are offsets in `text`. The diagnostics of the
 * result are those of the file, each rule brings its own.
 */
export function parseYaral(text: string): Parsed<YaralRules> {
  const { value, diagnostics } = parseYaralSyntax(text)
  const places = value.rules.map((rule, i) => placeOf(rule, value.rules[i - 1], value.rules, text))
  const own: Diagnostic[][] = places.map(() => [])
  const others: Diagnostic[] = []
  let at = 0
  for (const found of diagnostics.toSorted((a, b) => a.span.start - b.span.start)) {
    while ((places[at + 1]?.start ?? Number.POSITIVE_INFINITY) <= found.span.start) at++
    const place = places[at]
    const isInside =
      place !== undefined && found.span.start >= place.start && found.span.start <= place.end
    if (isInside) own[at]?.push(found)
    else others.push(found)
  }
  const rules = value.rules.map((rule, i) =>
    readRule(rule, text, places[i] ?? rule.span, own[i] ?? []),
  )
  return { value: { rules }, diagnostics: limitDiagnostics(others) }
}

/** The text of a rule with the comments before it; of the only one, the whole file. */
function placeOf(
  rule: YaralRule,
  before: YaralRule | undefined,
  all: readonly YaralRule[],
  text: string,
): Span {
  if (all.length === 1) return { start: 0, end: text.length }
  const from = before?.span.end ?? 0
  const blanks = /^\s*/.exec(text.slice(from, rule.span.start))?.[0].length ?? 0
  return { start: from + blanks, end: rule.span.end }
}

function readRule(
  rule: YaralRule,
  text: string,
  span: Span,
  found: readonly Diagnostic[],
): Parsed<Rule> {
  const diagnostics = [...found]
  const metadata = readMetadata(rule, diagnostics)
  const lowered = lowerYaral(rule, text, diagnostics)
  const logSource = logSourceOf(rule, lowered)
  const source: Stage = { kind: 'source', logSource, names: [], span: rule.name.span }
  const refusal = findRefusal(lowered, diagnostics, text)
  const value: Rule = {
    ...metadata,
    language: 'yaral',
    logSource,
    logic: { stages: [source, ...lowered.stages, ...(refusal === undefined ? [] : [refusal])] },
    body: text.slice(span.start, span.end),
    span,
  }
  return { value, diagnostics: limitDiagnostics(diagnostics) }
}

function logSourceOf(rule: YaralRule, logic: Logic): LogSource {
  const meta = new MetaReader(rule, [])
  const { valuesOf } = signsOf(logic)
  return udmLogSource({
    valuesOf: field => valuesOf(field).map(text => text.toLowerCase()),
    metaOf: key => meta.list(key).map(text => text.toLowerCase()),
  })
}
