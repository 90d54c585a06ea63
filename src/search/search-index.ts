import type { ColumnName, Entry } from './columns.ts'
import { columnNames, columns } from './columns.ts'
import { type FacetGroups, facetGroups } from './count-facets.ts'
import { invert, invertOne, type Lists } from './lists.ts'
import { normalText } from './normal-text.ts'
import { buildWordIndex, type WordIndex } from './word-index.ts'

/** What an index is made of and packed as; everything else follows from it. */
export interface IndexParts {
  /** In the order of the documents, as are all lists below unless they say otherwise. */
  readonly titles: readonly string[]
  readonly ids: readonly string[]
  readonly slugs: readonly string[]
  readonly addresses: readonly string[]
  readonly paths: readonly string[]
  /** As 20240630, 0 for none. */
  readonly written: Int32Array
  readonly modified: Int32Array
  readonly columns: Readonly<Record<ColumnName, ColumnTable>>
  readonly kinds: readonly string[]
  /** Every value of a test once, without regard to case. */
  readonly values: readonly string[]
  readonly tests: TestTable
  /** The tests of each document. */
  readonly indicators: Lists
  readonly exclusions: Lists
  /** In normal form; may be left out. */
  readonly descriptions: readonly string[] | undefined
  readonly bodies: BodyIndex | undefined
}

export interface ColumnTable {
  readonly entries: readonly Entry[]
  /** The entries of each document. */
  readonly ofDocument: Lists
}

/** Every different test once: places in `values`, in the entries of the column `field`, and in `kinds`. */
export interface TestTable {
  readonly values: Int32Array
  readonly fields: Int32Array
  readonly canonicalFields: Int32Array
  readonly kinds: Int32Array
}

export interface BodyIndex {
  /** In normal form. */
  readonly texts: readonly string[]
  readonly words: WordIndex
}

/** An index over rules, ready to be searched. Its inside is the business of this folder. */
export interface SearchIndex extends IndexParts {
  /** How many documents there are. */
  readonly size: number
  /** The entries of each column with their texts in normal form. */
  readonly normalEntries: Readonly<Record<ColumnName, readonly Entry[]>>
  readonly facetGroups: Readonly<Record<ColumnName, FacetGroups>>
  readonly documentsOf: Readonly<Record<ColumnName, Lists>>
  /** The documents of each test. */
  readonly lookedForBy: Lists
  readonly excludedBy: Lists
  readonly testsOfValue: Lists
  readonly names: NameIndex
  readonly normalValues: readonly string[]
  readonly valueWords: WordIndex
  readonly descriptionWords: WordIndex | undefined
  /** The place of each document among the titles in order; equal titles have the same. */
  readonly titleRanks: Int32Array
  readonly normalIds: readonly string[]
  readonly normalSlugs: readonly string[]
  /** `normalIds` with a line break after each, and where each begins. */
  readonly joinedIds: string
  readonly idStarts: Int32Array
}

/** Titles, then paths, then file names that their paths do not end in, then names of entries. */
export interface NameIndex {
  /** In normal form. */
  readonly texts: readonly string[]
  readonly words: WordIndex
  /** The document of each file name that is a text of its own. */
  readonly slugDocuments: readonly number[]
  /** Of each text after those: its column and its entry there. */
  readonly owners: readonly { readonly column: ColumnName; readonly entry: number }[]
}

/** Works out what follows from the parts. */
export function assembleIndex(parts: IndexParts): SearchIndex {
  const size = parts.titles.length
  const normalValues = parts.values.map(normalText)
  const normalIds = parts.ids.map(normalText)
  const normalSlugs = parts.slugs.map(normalText)
  const tests = parts.tests.values.length
  const { descriptions } = parts
  const names = indexNames(parts, normalSlugs)
  return {
    ...parts,
    size,
    normalEntries: mapColumns(name =>
      parts.columns[name].entries.map(entry => entry.map(normalText)),
    ),
    facetGroups: mapColumns(name => facetGroups(name, parts.columns[name].entries)),
    documentsOf: mapColumns(name => {
      const { entries, ofDocument } = parts.columns[name]
      return invert(ofDocument, entries.length)
    }),
    lookedForBy: invert(parts.indicators, tests),
    excludedBy: invert(parts.exclusions, tests),
    testsOfValue: invertOne(parts.tests.values, parts.values.length),
    names,
    titleRanks: ranksOf(names.texts.slice(0, size)),
    normalValues,
    valueWords: buildWordIndex(normalValues),
    descriptionWords: descriptions === undefined ? undefined : buildWordIndex(descriptions),
    normalIds,
    normalSlugs,
    joinedIds: normalIds.map(id => `${id}\n`).join(''),
    idStarts: startsOf(normalIds),
  }
}

/** A value for each column. */
export function mapColumns<T>(make: (name: ColumnName) => T): Readonly<Record<ColumnName, T>> {
  const entries = columnNames.map(name => [name, make(name)] as const)
  return Object.fromEntries(entries) as Readonly<Record<ColumnName, T>>
}

function indexNames(parts: IndexParts, slugs: readonly string[]): NameIndex {
  const titles = parts.titles.map(normalText)
  const paths = parts.paths.map(normalText)
  const slugDocuments = [...slugs.keys()].filter(i => fileNameOf(paths[i] ?? '') !== slugs[i])
  const owned = columnNames.flatMap(column =>
    parts.columns[column].entries.flatMap((entry, i) =>
      columns[column].textsOf(entry).map(text => ({ column, entry: i, text: normalText(text) })),
    ),
  )
  const texts = [
    ...titles,
    ...paths,
    ...slugDocuments.map(i => slugs[i] ?? ''),
    ...owned.map(({ text }) => text),
  ]
  return {
    texts,
    words: buildWordIndex(texts),
    slugDocuments,
    owners: owned.map(({ column, entry }) => ({ column, entry })),
  }
}

/** Without folders and ending. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
}

function startsOf(texts: readonly string[]): Int32Array {
  const starts = new Int32Array(texts.length + 1)
  for (const [i, text] of texts.entries()) starts[i + 1] = (starts[i] ?? 0) + text.length + 1
  return starts
}

/** Equal texts have equal ranks. */
function ranksOf(texts: readonly string[]): Int32Array {
  const order = [...texts.keys()].sort((a, b) => compare(texts[a] ?? '', texts[b] ?? ''))
  const ranks = new Int32Array(texts.length)
  let rank = -1
  for (const [i, text] of order.entries()) {
    if (i === 0 || texts[text] !== texts[order[i - 1] ?? 0]) rank++
    ranks[text] = rank
  }
  return ranks
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
