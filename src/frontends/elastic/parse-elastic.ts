import {
  type Diagnostic,
  diagnostic,
  limitDiagnostics,
  type Parsed,
  type Span,
} from '../../base/index.ts'
import { parseToml, type TomlTable, type TomlValue } from '../../base/toml/index.ts'
import {
  type Language,
  type Logic,
  type LogSource,
  type Rule,
  type Stage,
  signsOf,
} from '../../ir/index.ts'
import { elasticLogSource } from '../../knowledge/index.ts'
import { withFileNames } from './file-names.ts'
import { readFilters } from './filters.ts'
import { readHuntMetadata, readMetadata } from './metadata.ts'
import type { QueryParsers } from './parsers.ts'
import { findLanguage, guessLanguage, type QueryContext, readQuery, withoutFence } from './query.ts'
import {
  machineLearningStages,
  newTermsStages,
  threatMatchStages,
  thresholdStages,
  withLookBack,
} from './stages.ts'
import { TableReader } from './table-reader.ts'

/** What a file of Elastic’s holds: one rule, or as many as a hunt has queries. */
export interface ElasticFile {
  readonly rules: readonly Parsed<Rule>[]
}

/**
 * Reads a file of Elastic’s detection rules: a rule, a building block or a hunt, in TOML. The languages
 * of the queries are read by `parsers`. Never throws; spans are offsets in `text`. The diagnostics of the
 * result are those of the file, each rule brings its own.
 */
export function parseElastic(text: string, parsers: QueryParsers): Parsed<ElasticFile> {
  const { value: document, diagnostics } = parseToml(text)
  const whole = { start: 0, end: text.length }
  const { rule, hunt, metadata } = document.root
  if (isTable(rule)) {
    const own: Diagnostic[] = []
    const context = { document, parsers, diagnostics: own }
    const reader = new TableReader(document, ['rule'], rule, own)
    const file = isTable(metadata)
      ? new TableReader(document, ['metadata'], metadata, own)
      : undefined
    const value: Rule = {
      ...readMetadata(reader, file),
      ...readLogic(reader, file, context),
      body: text,
      span: whole,
    }
    return {
      value: { rules: [{ value, diagnostics: limitDiagnostics(own) }] },
      diagnostics,
    }
  }
  if (isTable(hunt)) {
    const read = (own: Diagnostic[]): HuntReading => ({
      hunt: new TableReader(document, ['hunt'], hunt, own),
      context: { document, parsers, diagnostics: own },
      text,
    })
    return { value: { rules: readHunts(hunt, read) }, diagnostics }
  }
  const span = { start: 0, end: Math.min(1, text.length) }
  const missing = diagnostic('elastic/missing-rule', span, 'the file has no table “rule”')
  const broken = diagnostics.length > 0 ? 'toml/syntax' : 'elastic/missing-rule'
  return {
    value: { rules: [{ value: unread(text, broken), diagnostics: [] }] },
    diagnostics: diagnostics.length > 0 ? diagnostics : [missing],
  }
}

function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value)
}

type Reading = Pick<Rule, 'language' | 'logSource' | 'logic'>

function readLogic(
  rule: TableReader,
  file: TableReader | undefined,
  context: QueryContext,
): Reading {
  const type = rule.text('type') ?? 'query'
  const written = findLanguage(rule.text('language') ?? 'kuery')
  const language = type === 'machine_learning' ? type : (written ?? 'kuery')
  const indexes = rule.texts('index')
  const names = type === 'machine_learning' ? rule.texts('machine_learning_job_id') : indexes
  const stages = stagesOf(type, rule, context)
  const integrations = file?.texts('integration') ?? []
  const span = rule.spanOf(indexes.length > 0 ? 'index' : 'query')
  return completed(language, { stages }, { names, integrations, tags: rule.texts('tags'), span })
}

function stagesOf(type: string, rule: TableReader, context: QueryContext): readonly Stage[] {
  switch (type) {
    case 'machine_learning':
      return machineLearningStages(rule)
    case 'saved_query': {
      const span = rule.spanOf('type')
      rule.report('elastic/saved-query', span, 'the query is kept in Kibana and not in the rule')
      const text = rule.text('saved_id') ?? ''
      return [{ kind: 'opaque', text, reason: 'elastic/saved-query', span }, ...readFilters(rule)]
    }
    case 'query':
    case 'eql':
      return queryStages(rule, context)
    case 'esql':
      return withLookBack(queryStages(rule, context), rule)
    case 'threshold':
      return [...queryStages(rule, context), ...thresholdStages(rule)]
    case 'new_terms':
      return [...queryStages(rule, context), ...newTermsStages(rule)]
    case 'threat_match':
      return [...queryStages(rule, context), ...threatMatchStages(rule, context)]
    default: {
      const span = rule.spanOf('type')
      rule.report('elastic/unknown-type', span, `rules of the type “${type}” are not known`)
      const opaque: Stage = { kind: 'opaque', text: type, reason: 'elastic/unknown-type', span }
      return [...queryStages(rule, context), opaque]
    }
  }
}

function queryStages(rule: TableReader, context: QueryContext): readonly Stage[] {
  const { query } = rule.table
  const written = rule.text('language') ?? 'kuery'
  if (typeof query !== 'string' || query.trim() === '') {
    const span = rule.spanOf('query')
    rule.report('elastic/missing-query', span, 'the rule has no query')
    return [{ kind: 'opaque', text: '', reason: 'elastic/missing-query', span }]
  }
  const known = findLanguage(written)
  if (known === undefined) {
    const span = rule.spanOf('language')
    rule.report('elastic/unknown-language', span, `queries in “${written}” are not read`)
    return [{ kind: 'opaque', text: query, reason: 'elastic/unknown-language', span }]
  }
  return [...readQuery(query, known, [...rule.path, 'query'], context), ...readFilters(rule)]
}

interface SourceSigns {
  readonly names: readonly string[]
  readonly integrations: readonly string[]
  readonly tags: readonly string[]
  readonly span: Span
}

/** Logic with the source that its events come from, and file names said as all rules say them. */
function completed(language: Language, logic: Logic, signs: SourceSigns): Reading {
  const { names, integrations, tags, span } = signs
  const [first] = logic.stages
  const indexes = first?.kind === 'source' ? [...names, ...first.names] : names
  // Hunts in SQL ask osquery about a machine as it is, and no log.
  const logSource: LogSource =
    language === 'sql' && indexes.length > 0
      ? { product: 'osquery', service: indexes.join(',') }
      : elasticLogSource({ indexes, integrations, tags, ...signsOf(logic) })
  const stages: readonly Stage[] =
    first?.kind === 'source'
      ? [{ ...first, logSource }, ...logic.stages.slice(1)]
      : [{ kind: 'source', logSource, names, span }, ...logic.stages]
  return { language, logSource, logic: withFileNames({ stages }) }
}

interface HuntReading {
  readonly hunt: TableReader
  readonly context: QueryContext
  readonly text: string
}

/** Each query of a hunt is a rule; the first has the hunt’s id. */
function readHunts(
  table: TomlTable,
  read: (diagnostics: Diagnostic[]) => HuntReading,
): readonly Parsed<Rule>[] {
  const queries = Array.isArray(table.query) ? table.query : [table.query ?? '']
  return queries.map((query: TomlValue, i) => {
    const diagnostics: Diagnostic[] = []
    const { hunt, context, text } = read(diagnostics)
    const { id, title, ...metadata } = readHuntMetadata(hunt)
    const path = Array.isArray(table.query) ? ['hunt', 'query', i] : ['hunt', 'query']
    const span = context.document.findSpan(path) ?? { start: 0, end: text.length }
    const written = withoutFence(typeof query === 'string' ? query : '')
    const guess = guessLanguage(written, hunt.texts('language'))
    const language = guess ?? 'esql'
    const logic: Logic = {
      stages:
        guess === undefined
          ? [notRead(written, language, span, diagnostics)]
          : readQuery(written, guess, path, context),
    }
    const integrations = hunt.texts('integration')
    const value: Rule = {
      ...metadata,
      id: i === 0 ? id : undefined,
      title: queries.length === 1 ? title : `${title} (${i + 1} of ${queries.length})`,
      ...completed(language, logic, { names: [], integrations, tags: [], span }),
      body: text,
      span: { start: 0, end: text.length },
    }
    return { value, diagnostics: limitDiagnostics(diagnostics) }
  })
}

function notRead(text: string, language: Language, span: Span, diagnostics: Diagnostic[]): Stage {
  const message = `queries in ${language} are not read`
  diagnostics.push(diagnostic('elastic/unknown-language', span, message))
  return { kind: 'opaque', text, reason: 'elastic/unknown-language', span }
}

/** A file that is no rule, or no TOML: what it is called is worth showing, and nothing of it runs. */
function unread(text: string, reason: 'toml/syntax' | 'elastic/missing-rule'): Rule {
  const attribute = (key: string): string | undefined =>
    new RegExp(`^${key} *= *["']([^"'\\r\\n]*)["']`, 'm').exec(text)?.[1]
  const span = { start: 0, end: text.length }
  return {
    id: attribute('rule_id') ?? attribute('uuid'),
    title: attribute('name') ?? '',
    language: 'kuery',
    authors: [],
    references: [],
    falsePositives: [],
    tags: [],
    related: [],
    scope: [],
    fields: [],
    logSource: {},
    logic: { stages: [{ kind: 'opaque', text: '', reason, span }] },
    custom: {},
    body: text,
    span,
  }
}
