import { type ColumnName, columnNames, columns, type Entry, entryKey } from './columns.ts'
import { dayNumber } from './days.ts'
import type { SearchDocument, SearchTest } from './document.ts'
import { toLists } from './lists.ts'
import { normalText } from './normal-text.ts'
import {
  assembleIndex,
  type ColumnTable,
  type IndexParts,
  mapColumns,
  type SearchIndex,
} from './search-index.ts'
import { buildWordIndex } from './word-index.ts'

/** Indexes documents in the order of the catalogue; each is looked at once and need not be kept. */
export function buildSearchIndex(documents: Iterable<SearchDocument>): SearchIndex {
  return assembleIndex(buildIndexParts(documents))
}

/** What an index is packed from: costs less than an index that is ready to be searched. */
export function buildIndexParts(documents: Iterable<SearchDocument>): IndexParts {
  const titles: string[] = []
  const ids: string[] = []
  const slugs: string[] = []
  const addresses: string[] = []
  const paths: string[] = []
  const written: number[] = []
  const modified: number[] = []
  const descriptions: string[] = []
  const bodies: string[] = []
  const tables = mapColumns(columnBuilder)
  const tests = testBuilder()
  for (const document of documents) {
    titles.push(document.title)
    ids.push(document.id)
    slugs.push(document.slug)
    addresses.push(document.address)
    paths.push(document.path)
    written.push(dayNumber(document.date))
    modified.push(dayNumber(document.modified))
    descriptions.push(normalText(document.description))
    bodies.push(normalText(document.body))
    for (const name of columnNames) tables[name].add(document)
    tests.add(document)
  }
  return {
    ...{ titles, ids, slugs, addresses, paths, descriptions },
    written: Int32Array.from(written),
    modified: Int32Array.from(modified),
    columns: mapColumns(name => tables[name].table()),
    ...tests.tables(tables.field.placeOf),
    bodies: { texts: bodies, words: buildWordIndex(bodies) },
  }
}

/** Gives things their numbers, in the order in which they first come. */
interface Numbering<T> {
  readonly things: readonly T[]
  numberOf(thing: T): number
}

/**
 * Things with equal keys are one, and so are those with equal `raw` texts, which cost less to make: keys are made
 * once for each spelling.
 */
function numbering<T>(rawOf: (thing: T) => string, keyOf: (thing: T) => string): Numbering<T> {
  const things: T[] = []
  const ofRaw = new Map<string, number>()
  const ofKey = new Map<string, number>()
  return {
    things,
    numberOf(thing) {
      const raw = rawOf(thing)
      const known = ofRaw.get(raw)
      if (known !== undefined) return known
      const key = keyOf(thing)
      const number = ofKey.get(key) ?? things.push(thing) - 1
      ofKey.set(key, number)
      ofRaw.set(raw, number)
      return number
    },
  }
}

interface ColumnBuilder {
  add(document: SearchDocument): void
  /** The number of an entry that was added. */
  placeOf(entry: Entry): number
  table(): ColumnTable
}

function columnBuilder(name: ColumnName): ColumnBuilder {
  const { entriesOf } = columns[name]
  const { things, numberOf } = numbering<Entry>(
    entry => (entry.length === 1 ? (entry[0] ?? '') : JSON.stringify(entry)),
    entryKey,
  )
  const lists: (readonly number[])[] = []
  return {
    add(document) {
      const numbers = new Set(entriesOf(document).map(numberOf))
      lists.push(numbers.size === 1 ? [...numbers] : [...numbers].sort((a, b) => a - b))
    },
    placeOf: numberOf,
    table: () => ({ entries: things, ofDocument: toLists(lists) }),
  }
}

type TestParts = Pick<IndexParts, 'kinds' | 'values' | 'tests' | 'indicators' | 'exclusions'>

interface TestBuilder {
  add(document: SearchDocument): void
  tables(placeOfField: (entry: Entry) => number): TestParts
}

/** Numbers the different tests, values, fields as they are written, and kinds. */
function testBuilder(): TestBuilder {
  const same = (text: string): string => text
  const values = numbering(same, normalText)
  const kinds = numbering(same, normalText)
  const fields = numbering(same, normalText)
  const join = (test: readonly number[]): string => test.join()
  const tests = numbering<readonly [value: number, field: number, canonical: number, kind: number]>(
    join,
    join,
  )
  const numberOf = ({ field, canonicalField, kind, value }: SearchTest): number =>
    tests.numberOf([
      values.numberOf(value),
      fields.numberOf(field),
      fields.numberOf(canonicalField),
      kinds.numberOf(kind),
    ])
  const indicators: (readonly number[])[] = []
  const exclusions: (readonly number[])[] = []
  return {
    add(document) {
      indicators.push([...new Set(document.indicators.map(numberOf))])
      exclusions.push([...new Set(document.exclusions.map(numberOf))])
    },
    tables(placeOfField) {
      const places = fields.things.map(field => placeOfField([field]))
      return {
        values: values.things,
        kinds: kinds.things,
        tests: {
          values: Int32Array.from(tests.things, ([value]) => value),
          fields: Int32Array.from(tests.things, ([, field]) => places[field] ?? 0),
          canonicalFields: Int32Array.from(tests.things, ([, , field]) => places[field] ?? 0),
          kinds: Int32Array.from(tests.things, ([, , , kind]) => kind),
        },
        indicators: toLists(indicators),
        exclusions: toLists(exclusions),
      }
    },
  }
}
