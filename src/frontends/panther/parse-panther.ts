import {
  type Diagnostic,
  diagnostic,
  limitDiagnostics,
  mapSpans,
  optional,
  type Parsed,
  type Span,
} from '../../base/index.ts'
import { MapReader, parseYaml, scalarTextMap } from '../../base/yaml/index.ts'
import {
  type Expression,
  type Language,
  type Logic,
  type Rule,
  type Stage,
  type Test,
  withLogSource,
} from '../../ir/index.ts'
import { eventTypesOf, pantherLogSource, sourceNames, sqlLogSource } from '../../knowledge/index.ts'
import { correlatedRules, correlationStages } from './correlation.ts'
import { MatchExpressions } from './match-expression.ts'
import { type Metadata, readMetadata } from './metadata.ts'
import { type PythonRule, readPythonRule } from './python/read-python-rule.ts'
import { testedTypes } from './tested-events.ts'

/** What reading a file of Panther’s needs beside its text. */
export interface PantherReaders {
  /** The front end of scheduled queries. */
  readonly parseSql?: (text: string) => Parsed<Logic>
  /** The text of a file that lies beside this one. */
  findFile(name: string): string | undefined
}

export interface PantherFile {
  readonly rules: readonly Parsed<Rule>[]
  /** The file’s text, and behind it that of its Python file: what places are offsets in. */
  readonly text: string
}

/**
 * Reads a file of Panther’s: a rule, a policy, a correlation rule, or a query, in YAML. The Python file that a rule
 * names is read and never run; it becomes a part of the rule’s text. Never throws. The diagnostics of the
 * result are those of the file, the rule brings its own.
 */
export function parsePanther(file: string, readers: PantherReaders): Parsed<PantherFile> {
  const { value: documents, diagnostics } = parseYaml(file)
  const [document] = documents
  if (document?.root.kind !== 'map') {
    const span = { start: 0, end: Math.min(1, file.length) }
    const missing = diagnostic('yaml/not-a-map', span, 'the file holds no rule')
    const all = diagnostics.length > 0 ? diagnostics : [missing]
    return { value: { rules: [], text: file }, diagnostics: all }
  }
  const own: Diagnostic[] = []
  const reader = new MapReader(document.root, 'panther/invalid-attribute', own)
  const code = codeOf(reader, readers)
  const text = code === undefined ? file : `${file}${separator(file, code.name)}${code.text}`
  const reading = { file, text, reader, readers, diagnostics: own }
  const metadata = readMetadata(reader)
  const { language, stages, related } = readLogic(reading, code)
  const logSource = sourceOf(reader, language, stages)
  const logic = withLogSource({ stages }, logSource, {
    names: ['LogTypes', 'ResourceTypes', 'ScheduledQueries'].flatMap(key => reader.texts(key)),
    span: reader.spanOf(reader.node('LogTypes') === undefined ? 'AnalysisType' : 'LogTypes'),
  })
  const value: Rule = {
    ...metadata,
    related,
    language,
    logSource,
    logic,
    body: text,
    span: { start: 0, end: text.length },
  }
  return { value: { rules: [{ value, diagnostics: limitDiagnostics(own) }], text }, diagnostics }
}

interface Reading {
  /** The file of YAML alone, and with the code behind it. */
  readonly file: string
  readonly text: string
  readonly reader: MapReader
  readonly readers: PantherReaders
  readonly diagnostics: Diagnostic[]
}

interface Code {
  readonly name: string
  readonly text: string
}

/** A comment in YAML and in Python, so that the two read as one text. */
function separator(file: string, name: string): string {
  return `${file.endsWith('\n') ? '' : '\n'}\n# ${name}\n\n`
}

function codeOf(reader: MapReader, { findFile }: PantherReaders): Code | undefined {
  const name = reader.text('Filename')
  const text = name === undefined ? undefined : findFile(name)
  return name === undefined || text === undefined ? undefined : { name, text }
}

interface ReadLogic {
  readonly language: Language
  readonly stages: readonly Stage[]
  readonly related: Metadata['related']
}

function readLogic(reading: Reading, code: Code | undefined): ReadLogic {
  const { reader } = reading
  const type = reader.text('AnalysisType')?.toLowerCase() ?? 'rule'
  if (type === 'scheduled_query' || type === 'saved_query') {
    return { language: 'sql', stages: queryStages(reading), related: [] }
  }
  if (type === 'correlation_rule') {
    const related = correlatedRules(reader).map(id => ({ id, type: 'correlated' }))
    const stages = correlationStages(reader)
    return { language: 'panther', stages: stages.length > 0 ? stages : [missing(reading)], related }
  }
  const detection = readDetection(reading, code, type === 'policy' ? 'policy' : 'rule')
  const stages = [
    ...inlineFilters(reading),
    ...detection.stages,
    ...thresholdStages(reader, detection.dedupField),
  ]
  return { language: 'panther', stages, related: [] }
}

/** “Threshold … how many events need to match before an alert is sent”, within the time of deduplication. */
function thresholdStages(reader: MapReader, key: string | undefined): readonly Stage[] {
  const least = reader.number('Threshold') ?? 1
  if (least <= 1) return []
  const span = reader.spanOf('Threshold')
  const window = (reader.number('DedupPeriodMinutes') ?? 60) * 60
  const expression: Test = {
    kind: 'test',
    field: 'count',
    operator: 'gte',
    value: least,
    cased: false,
    transforms: [],
    list: 0,
    derived: true,
    span,
  }
  const groupBy = key === undefined ? [] : [key]
  return [
    { kind: 'aggregate', functions: [{ name: 'count', as: 'count' }], groupBy, window, span },
    { kind: 'threshold', expression, span },
  ]
}

function inlineFilters({ file, reader, diagnostics }: Reading): readonly Stage[] {
  const node = reader.node('InlineFilters')
  if (node === undefined) return []
  const expression = new MatchExpressions(file, diagnostics).all(node)
  if (expression.kind === 'and' && expression.operands.length === 0) return []
  return [filterStage(file, expression, node.span)]
}

interface Detection {
  readonly stages: readonly Stage[]
  readonly dedupField?: string
}

function readDetection(reading: Reading, code: Code | undefined, entry: string): Detection {
  const { file, reader, diagnostics } = reading
  const detection = reader.node('Detection')
  if (detection !== undefined) {
    const expression = new MatchExpressions(file, diagnostics).all(detection)
    return { stages: [filterStage(file, expression, detection.span)] }
  }
  if (code === undefined) return { stages: [missing(reading)] }
  const rule = readPythonRule(code.text, {
    entry,
    typeOf: testedTypes(reader),
    findFile: module => reading.readers.findFile(`${module}.py`),
  })
  const stages = pythonStages(reading, code, entry, rule)
  return { stages, ...optional('dedupField', rule.dedupField) }
}

/** The logic is in a file that is not there, or nowhere. */
function missing({ reader, diagnostics }: Reading): Stage {
  const name = reader.text('Filename')
  const span = reader.spanOf(name === undefined ? 'AnalysisType' : 'Filename')
  const reason = name === undefined ? 'panther/missing-detection' : 'panther/missing-code'
  const message =
    name === undefined
      ? 'the rule has neither a detection nor a Python file'
      : `the Python file “${name}” is not beside the rule`
  diagnostics.push(diagnostic(reason, span, message))
  return { kind: 'opaque', text: name ?? '', reason, span }
}

function pythonStages(
  reading: Reading,
  code: Code,
  entry: string,
  rule: PythonRule,
): readonly Stage[] {
  const { diagnostics } = reading
  const shift = shiftOf(reading, code)
  const span = shift(rule.span)
  const text = code.text.slice(rule.span.start, rule.span.end)
  for (const note of rule.notes) {
    diagnostics.push(diagnostic('panther/unknown-type', shift(note.span), note.message))
  }
  if (rule.expression === undefined) {
    const reason = 'panther/missing-detection'
    diagnostics.push(diagnostic(reason, span, `the Python file has no function “${entry}”`))
    return [{ kind: 'opaque', text: code.text, reason, span }]
  }
  for (const part of rule.unread) {
    const message = 'this is imperative Python, which is kept and not read'
    diagnostics.push(diagnostic('panther/imperative', shift(part), message))
  }
  const derived = rule.computed.map(
    (name): Stage => ({ kind: 'derive', names: [name], text: name, span }),
  )
  if (rule.expression.kind === 'opaque') {
    return [{ kind: 'opaque', text, reason: 'panther/imperative', span }]
  }
  const expression = mapSpans(rule.expression, shift)
  return [...derived, { kind: 'filter', condition: text, parts: [], expression, span }]
}

/** From places in the Python file to places in the text of both. */
function shiftOf({ text }: Reading, code: Code): (span: Span) => Span {
  const offset = text.length - code.text.length
  return ({ start, end }) => ({ start: start + offset, end: end + offset })
}

function filterStage(file: string, expression: Expression, span: Span): Stage {
  const condition = file.slice(span.start, span.end)
  return { kind: 'filter', condition, parts: [], expression, span }
}

function queryStages({ file, reader, readers, diagnostics }: Reading): readonly Stage[] {
  const query = reader.scalar('Query')
  if (query === undefined || readers.parseSql === undefined) {
    const span = reader.spanOf('Query')
    const reason = query === undefined ? 'panther/missing-detection' : 'panther/unknown-language'
    const message = query === undefined ? 'the file has no query' : 'queries in SQL are not read'
    diagnostics.push(diagnostic(reason, span, message))
    return [{ kind: 'opaque', text: query?.text ?? '', reason, span }]
  }
  const parsed = readers.parseSql(query.text)
  const map = scalarTextMap(file, query)
  diagnostics.push(...mapSpans(parsed.diagnostics, map))
  return mapSpans(parsed.value, map).stages
}

function sourceOf(
  reader: MapReader,
  language: Language,
  stages: readonly Stage[],
): Rule['logSource'] {
  const logTypes = [...reader.texts('LogTypes'), ...reader.texts('ResourceTypes')]
  if (logTypes.length > 0) return pantherLogSource(logTypes)
  // Correlation rules are about signals, which are no events of a log.
  return language === 'sql' ? tableSource(sourceNames({ stages })) : {}
}

/** The tables of the lake are named after log types: `panther_logs.public.amazon_eks_audit`. */
function tableSource(tables: readonly string[]): Rule['logSource'] {
  const known = sqlLogSource(tables)
  if (eventTypesOf(known).isKnown) return known
  const logTypes = tables.map(table => table.replace(/^.*\./s, '').replaceAll('_', '.'))
  const own = pantherLogSource(logTypes)
  return eventTypesOf(own).isKnown ? own : known
}
