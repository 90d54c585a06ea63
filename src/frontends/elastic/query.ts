import { type Diagnostic, diagnostic, mapSpans } from '../../base/index.ts'
import type { TomlDocument, TomlPath } from '../../base/toml/index.ts'
import type { Stage } from '../../ir/index.ts'
import type { QueryLanguage, QueryParsers } from './parsers.ts'

/** What reading the queries of one file needs. */
export interface QueryContext {
  readonly document: TomlDocument
  readonly parsers: QueryParsers
  readonly diagnostics: Diagnostic[]
}

/** The stages of the query that stands at a path, with places in the file. */
export function readQuery(
  text: string,
  language: QueryLanguage,
  path: TomlPath,
  { document, parsers, diagnostics }: QueryContext,
): readonly Stage[] {
  const span = document.findSpan(path) ?? { start: 0, end: 0 }
  const parse = parsers[language]
  if (parse === undefined) {
    const message = `queries in ${language} are not read`
    diagnostics.push(diagnostic('elastic/unknown-language', span, message))
    return [{ kind: 'opaque', text, reason: 'elastic/unknown-language', span }]
  }
  const parsed = parse(text)
  const map = document.findTextMap(path) ?? (() => span)
  diagnostics.push(...mapSpans(parsed.diagnostics, map))
  return mapSpans(parsed.value, map).stages
}

const names: Readonly<Record<string, QueryLanguage>> = {
  eql: 'eql',
  'es|ql': 'esql',
  esql: 'esql',
  kql: 'kuery',
  kuery: 'kuery',
  lucene: 'lucene',
  sql: 'sql',
}

/** The language that goes by a name; `undefined` for one that is not known. */
export function findLanguage(name: string): QueryLanguage | undefined {
  const lower = name.toLowerCase()
  return Object.hasOwn(names, lower) ? names[lower] : undefined
}

/** The language of a query, which a hunt gives for all of its queries together. */
export function guessLanguage(text: string, written: readonly string[]): QueryLanguage | undefined {
  const start = text.replace(/^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '').toLowerCase()
  if (/^(?:from|row|ts|show)\b/.test(start)) return 'esql'
  if (/^(?:select|with)\b/.test(start)) return 'sql'
  if (/^(?:sequence|sample)\b|^\S+\s+where\b/.test(start)) return 'eql'
  return written.map(findLanguage).find(language => language !== undefined)
}

/** A query whose first line is the word that a code block in Markdown begins with, blanked out. */
export function withoutFence(text: string): string {
  return text.replace(/^\s*(?:sql|eql|esql|kql)[ \t]*\n/i, line => line.replace(/\S/g, ' '))
}
