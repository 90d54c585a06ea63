import { parse, type TomlValue as RawValue, TomlDate, TomlError } from 'smol-toml'
import { type Diagnostic, diagnostic, type Parsed } from '../diagnostic.ts'
import type { Span } from '../span.ts'
import { findPlaces, type Place } from './places.ts'
import { type TextMap, toTextMap } from './text-map.ts'

export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable

export interface TomlTable {
  readonly [key: string]: TomlValue
}

/** Keys, and indexes of lists, from the root to a value. */
export type TomlPath = readonly (string | number)[]

/** A file of TOML and where its values stand. */
export interface TomlDocument {
  /** Empty when the file is no TOML. */
  readonly root: TomlTable
  /** Where a value stands, its quotation marks included. */
  findSpan(path: TomlPath): Span | undefined
  /** Where the key of a value stands. */
  findKeySpan(path: TomlPath): Span | undefined
  /** From offsets in a string’s value to those in the file. */
  findTextMap(path: TomlPath): TextMap | undefined
}

/** Tables and lists inside one another. */
const maxDepth = 64

/**
 * Reads a file of TOML; never throws. TOML cannot be read past its first error, so a file that has one
 * comes back empty. Dates are texts, as ISO 8601 has them.
 */
export function parseToml(text: string): Parsed<TomlDocument> {
  try {
    const root = toTable(parse(text, { maxDepth }))
    return { value: documentOf(text, root), diagnostics: [] }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    return { value: documentOf(text, {}), diagnostics: [toDiagnostic(error, text)] }
  }
}

function documentOf(text: string, root: TomlTable): TomlDocument {
  let known: ReadonlyMap<string, Place> | undefined
  const find = (path: TomlPath): Place | undefined => {
    known ??= Object.keys(root).length === 0 ? new Map() : findPlaces(text)
    return known.get(JSON.stringify(path))
  }
  return {
    root,
    findSpan: path => find(path)?.span,
    findKeySpan: path => find(path)?.keySpan,
    findTextMap: path => {
      const place = find(path)
      return place?.content === undefined ? undefined : toTextMap(text, place.content)
    },
  }
}

function toDiagnostic({ message, line, column }: TomlError, text: string): Diagnostic {
  const [first = ''] = message.replace(/^Invalid TOML document: /, '').split('\n')
  let start = 0
  for (let n = 1; n < line; n++) start = text.indexOf('\n', start) + 1
  const at = Math.min(start + column - 1, text.length)
  return diagnostic('toml/syntax', { start: at, end: Math.min(at + 1, text.length) }, first)
}

function toTable(table: { readonly [key: string]: RawValue }): TomlTable {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, toValue(value)]))
}

function toValue(value: RawValue): TomlValue {
  if (value instanceof TomlDate) return value.toISOString()
  if (Array.isArray(value)) return value.map(toValue)
  if (typeof value === 'object') return toTable(value)
  return typeof value === 'bigint' ? Number(value) : value
}
