import { type Diagnostic, diagnostic, mapSpans, type Parsed } from '../../base/index.ts'
import { MapReader, parseMaps, scalarTextMap, type YamlMap } from '../../base/yaml/index.ts'
import {
  type Expression,
  type Language,
  type Logic,
  type LogSource,
  type Rule,
  type Stage,
  toNegationNormalForm,
} from '../../ir/index.ts'
import { sourceNames, splunkLogSource, splunkSignsOf, sqlLogSource } from '../../knowledge/index.ts'
import { readMetadata } from './metadata.ts'
import type { AnvilogicParsers } from './parsers.ts'

/** What a file of Anvilogic’s holds. */
export interface AnvilogicFile {
  readonly rules: readonly Parsed<Rule>[]
}

/**
 * Reads a file of Anvilogic’s: a rule in YAML, whose logic is in Splunk’s language or in Snowflake’s
 * SQL. Never throws; spans are offsets in `text`. The diagnostics of the result are those of the file,
 * the rule brings its own.
 */
export function parseAnvilogic(text: string, parsers: AnvilogicParsers): Parsed<AnvilogicFile> {
  const { value: rules, diagnostics } = parseMaps(text, (root, own, span) => ({
    ...readRule(root, { file: text, parsers, diagnostics: own }),
    body: text.slice(span.start, span.end),
    span,
  }))
  return { value: { rules }, diagnostics }
}

interface Reading {
  readonly file: string
  readonly parsers: AnvilogicParsers
  readonly diagnostics: Diagnostic[]
}

function readRule(root: YamlMap, reading: Reading): Omit<Rule, 'body' | 'span'> {
  const reader = new MapReader(root, 'anvilogic/invalid-attribute', reading.diagnostics)
  const metadata = readMetadata(reader)
  const language = findLanguage(reader.text('logic_format'))
  const { stages } = readLogic(reader, language, reading)
  const logSource = logSourceOf({ stages }, language)
  const [first] = stages
  const source: Stage =
    first?.kind === 'source'
      ? { ...first, logSource }
      : { kind: 'source', names: [], logSource, span: reader.spanOf('logic') }
  const logic = { stages: [source, ...stages.slice(first?.kind === 'source' ? 1 : 0)] }
  return { ...metadata, language: language ?? 'spl', logSource, logic }
}

type LogicLanguage = Extract<Language, 'spl' | 'sql'>

function findLanguage(format: string | undefined): LogicLanguage | undefined {
  const name = format?.toLowerCase()
  if (name === 'snowflake') return 'sql'
  return name === 'splunk' ? 'spl' : undefined
}

function logSourceOf(logic: Logic, language: LogicLanguage | undefined): LogSource {
  if (language !== 'sql') return splunkLogSource(splunkSignsOf(logic))
  return sqlLogSource(sourceNames(logic), platformsOf(logic))
}

/** The operating systems that unnegated tests ask for, as a whole or by a part: `ILIKE '%Win%'`. */
function platformsOf({ stages }: Logic): readonly string[] {
  const unnegated = (expression: Expression): readonly string[] => {
    if (expression.kind === 'and' || expression.kind === 'or') {
      return expression.operands.flatMap(unnegated)
    }
    if (expression.kind !== 'test' || expression.field !== 'event_platform') return []
    return expression.operator === 'equals' || expression.operator === 'contains'
      ? [String(expression.value)]
      : []
  }
  return stages.flatMap(stage =>
    stage.kind === 'filter' ? unnegated(toNegationNormalForm(stage.expression)) : [],
  )
}

function readLogic(
  rule: MapReader,
  language: LogicLanguage | undefined,
  { file, parsers, diagnostics }: Reading,
): Logic {
  const text = rule.scalar('logic')
  if (text === undefined || text.text.trim() === '') {
    const span = text?.span ?? rule.headSpan()
    diagnostics.push(diagnostic('anvilogic/missing-logic', span, 'the rule has no logic'))
    return { stages: [{ kind: 'opaque', text: '', reason: 'anvilogic/missing-logic', span }] }
  }
  const parse = language === 'sql' ? parsers.parseSql : parsers.parseSpl
  if (language === undefined || parse === undefined) {
    const format = rule.text('logic_format') ?? ''
    const span = rule.spanOf('logic_format')
    const message = `logic in “${format}” is not read`
    diagnostics.push(diagnostic('anvilogic/unknown-language', span, message))
    const reason = 'anvilogic/unknown-language'
    return { stages: [{ kind: 'opaque', text: text.text, reason, span: text.span }] }
  }
  const parsed = parse(text.text)
  const map = scalarTextMap(file, text)
  diagnostics.push(...mapSpans(parsed.diagnostics, map))
  return mapSpans(parsed.value, map)
}
