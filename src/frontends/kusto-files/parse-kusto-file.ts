import {
  limitDiagnostics,
  linksIn,
  mapSpans,
  optional,
  type Parsed,
  type Span,
} from '../../base/index.ts'
import { type Logic, type Rule, type Tag, withLogSource } from '../../ir/index.ts'
import { kustoLogSource, kustoSignsOf, kustoTablesOf, tacticTag } from '../../knowledge/index.ts'
import { readComments } from './comments.ts'
import { findQueries } from './find-queries.ts'
import { purposeOf } from './purpose.ts'
import type { QueryFile } from './query-file.ts'

/** What a file of queries holds. */
export interface KustoFile {
  readonly rules: readonly Parsed<Rule>[]
}

/** The front end of the queries. */
export interface KustoReaders {
  parseKusto(text: string): Parsed<Logic>
  /** Where the queries of a text stand: all of it, or its parts if only those can be read. */
  splitKusto(text: string): readonly Span[]
}

/**
 * Reads a file of Kusto queries, plain or in Markdown; each query is a rule without an id. `name` is the file’s, without its
 * folder. Never throws; spans are offsets in `text`.
 */
export function parseKustoFile(
  name: string,
  text: string,
  readers: KustoReaders,
): Parsed<KustoFile> {
  const file = findQueries(name, text)
  const spans = file.pieces.flatMap(piece => {
    const parts = readers.splitKusto(text.slice(piece.start, piece.end))
    return parts.map(({ start, end }) => trimmed(text, piece.start + start, piece.start + end))
  })
  const title = file.title ?? name.replace(/\.[^.]*$/, '')
  const rules = spans.map((span, i) => {
    const numbered = spans.length === 1 ? title : `${title} (${i + 1} of ${spans.length})`
    return readQuery({ file, text, span, title: numbered, isFirst: i === 0 }, readers)
  })
  return { value: { rules }, diagnostics: [] }
}

interface Query {
  readonly file: QueryFile
  readonly text: string
  readonly span: Span
  readonly title: string
  readonly isFirst: boolean
}

function readQuery(query: Query, { parseKusto }: KustoReaders): Parsed<Rule> {
  const { file, text, span, title, isFirst } = query
  const parsed = parseKusto(text.slice(span.start, span.end))
  const shift = (at: Span): Span => ({ start: at.start + span.start, end: at.end + span.start })
  const { stages } = mapSpans(parsed.value, shift)
  const comments = readComments(text, span.start, span.end)
  // The comments of a plain file begin the first of its queries.
  const own = isFirst && comments.text === file.description ? undefined : comments.text
  const description = [file.description, own].filter(part => part !== undefined).join('\n\n')
  const prose = [...file.prose, comments.span]
  const { logs, lookups } = kustoTablesOf({ stages })
  const tables = logs.length > 0 ? logs : lookups
  const logSource = kustoLogSource(tables, kustoSignsOf({ stages }))
  const logic = withLogSource({ stages }, logSource, { names: [], span })
  const value: Rule = {
    id: undefined,
    title,
    ...optional('description', description === '' ? undefined : description),
    language: 'kusto',
    ...optional('status', purposeOf(logic)),
    authors: [...new Set([...file.authors, ...comments.authors])],
    references: linksIn(description),
    falsePositives: [],
    tags: [
      ...categoryTags(file),
      ...techniqueTags(text, prose),
      ...comments.connectors.map(({ name, span: at }) => ({
        text: `Data Connector: ${name}`,
        span: at,
      })),
    ],
    related: [],
    scope: [],
    fields: [],
    logSource,
    logic,
    custom: {},
    body: text.slice(span.start, span.end),
    span,
  }
  return { value, diagnostics: limitDiagnostics(mapSpans(parsed.diagnostics, shift)) }
}

/** What is no tactic of ATT&CK, such as “Ransomware”, stays a word of the author’s. */
function categoryTags({ categories }: QueryFile): readonly Tag[] {
  return categories.map(({ name, span }) => ({
    text: tacticTag(name) ?? `Category: ${name}`,
    span,
  }))
}

/** Techniques that the prose names, or links to: `T1059.001`, `techniques/T1059/001`. */
function techniqueTags(text: string, prose: readonly Span[]): readonly Tag[] {
  const tags = new Map<string, Tag>()
  for (const { start, end } of prose) {
    for (const match of text.slice(start, end).matchAll(/\bT(\d{4})(?:[./](\d{3}))?\b/g)) {
      const [whole, technique = '', part] = match
      const id = `attack.t${technique}${part === undefined ? '' : `.${part}`}`
      const at = start + match.index
      if (!tags.has(id)) tags.set(id, { text: id, span: { start: at, end: at + whole.length } })
    }
  }
  return [...tags.values()]
}

/** A span without the blanks at its ends. */
function trimmed(text: string, start: number, end: number): Span {
  const part = text.slice(start, end)
  const from = start + part.length - part.trimStart().length
  return { start: from, end: Math.max(from, start + part.trimEnd().length) }
}
