import { buildIndexParts } from './build-index.ts'
import { byteWriter } from './bytes.ts'
import { columnNames, type Entry } from './columns.ts'
import type { SearchDocument } from './document.ts'
import type { Lists } from './lists.ts'
import type { ColumnTable, IndexParts, SearchIndex, TestTable } from './search-index.ts'
import type { WordIndex } from './word-index.ts'

/**
 * An index as bytes, for a snapshot or a browser. What compresses well stays apart: texts as JSON, numbers as small
 * differences, each kind in a block of its own.
 *
 *     magic · bytes in all · length of the head · head (JSON: name and length of each block) · blocks
 */
export const magic: number = 0x3158_4953

/** Comes with every change of the blocks. */
export const packedVersion: number = 1

export interface PackedHead {
  readonly version: number
  readonly blocks: readonly (readonly [name: string, bytes: number])[]
}

/** What an index can do without: a search then says that it did not look there. */
export type SearchPart = 'descriptions' | 'bodies'

/** Packs documents for an index that somebody else will search; see {@link packSearchIndex}. */
export function packSearchDocuments(
  documents: Iterable<SearchDocument>,
  without: readonly SearchPart[] = [],
): Uint8Array {
  return packParts(buildIndexParts(documents), without)
}

/**
 * Packs an index, without some parts where they are named. Without bodies it finds all but what stands only in
 * comments, conditions and the like. Gzipped, 3,825 rules of Sigma take 2.6 MB, without bodies 0.8 MB, without
 * descriptions either 0.6 MB; 13,000 rules 7.0, 1.8 and 1.3 MB.
 */
export function packSearchIndex(
  index: SearchIndex,
  without: readonly SearchPart[] = [],
): Uint8Array {
  return packParts(index, without)
}

function packParts(index: IndexParts, without: readonly SearchPart[]): Uint8Array {
  const blocks = new Map<string, Uint8Array>()
  const putTexts = (name: string, value: unknown): void => {
    blocks.set(name, new TextEncoder().encode(JSON.stringify(value)))
  }
  putTexts('titles', index.titles)
  putTexts('ids', index.ids)
  putTexts('slugs', index.slugs)
  putTexts('addresses', shortAddresses(index))
  packPaths(index, blocks, putTexts)
  blocks.set('written', numbers(index.written.map(shortDay)))
  blocks.set('modified', numbers(index.modified.map(shortDay)))
  putTexts(
    'entries',
    columnNames.map((name): readonly Entry[] => index.columns[name].entries),
  )
  for (const name of columnNames) blocks.set(`of-${name}`, packColumn(index.columns[name]))
  putTexts('kinds', index.kinds)
  putTexts('values', index.values)
  blocks.set('test-values', newOrKnown(index.tests.values))
  blocks.set('test-fields', numbers(index.tests.fields))
  blocks.set('test-canonical', packCanonical(index.tests))
  blocks.set('test-kinds', numbers(index.tests.kinds))
  packTestLists(index, blocks)
  if (index.descriptions !== undefined && !without.includes('descriptions')) {
    putTexts('descriptions', index.descriptions)
  }
  if (index.bodies !== undefined && !without.includes('bodies')) {
    const texts = index.bodies.texts.map(text => new TextEncoder().encode(text))
    blocks.set('body-lengths', numbers(texts.map(text => text.length)))
    blocks.set('bodies', joinBytes(texts))
    packWords(index.bodies.words, blocks)
  }
  return joinBlocks(blocks)
}

function numbers(values: Iterable<number>): Uint8Array {
  const writer = byteWriter()
  for (const value of values) writer.number(value)
  return writer.bytes().slice()
}

/** Empty for the address that most have. */
function shortAddresses({ addresses, slugs, columns: { vendor } }: IndexParts): readonly string[] {
  return addresses.map((address, i) => {
    return address === usualAddress(vendor, slugs, i) ? '' : address
  })
}

export function usualAddress(
  vendor: ColumnTable,
  slugs: readonly string[],
  document: number,
): string {
  const { starts, items } = vendor.ofDocument
  const [name = ''] = vendor.entries[items[starts[document] ?? 0] ?? 0] ?? []
  return `rules/${name}/${slugs[document]}`
}

/** A path is a folder, mostly the slug, and an ending; of folders and endings there are few. */
function packPaths(
  { paths, slugs }: IndexParts,
  blocks: Map<string, Uint8Array>,
  putTexts: (name: string, value: unknown) => void,
): void {
  const folders = new Map<string, number>()
  const endings = new Map<string, number>()
  const numberIn = (map: Map<string, number>, text: string): number => {
    const number = map.get(text) ?? map.size
    map.set(text, number)
    return number
  }
  const pairs = paths.flatMap((path, i) => {
    const slug = slugs[i] ?? ''
    const name = path.slice(path.lastIndexOf('/') + 1)
    const hasSlug = name.startsWith(slug)
    const folder = numberIn(folders, path.slice(0, path.length - name.length))
    const ending = numberIn(endings, hasSlug ? name.slice(slug.length) : name)
    return [folder, ending * 2 + (hasSlug ? 1 : 0)]
  })
  putTexts('path-texts', [[...folders.keys()], [...endings.keys()]])
  blocks.set('paths', numbers(pairs))
}

/** A day within 16 bits: 20240630 → 2024·416 + 6·32 + 30, from 1900 on. */
function shortDay(day: number): number {
  if (day === 0) return 0
  const year = Math.floor(day / 10_000)
  const month = Math.floor(day / 100) % 100
  return 1 + year * 416 + month * 32 + (day % 100)
}

/** Of each document how many entries, then their differences. */
function packColumn({ ofDocument: { starts, items } }: ColumnTable): Uint8Array {
  const writer = byteWriter()
  for (let document = 0; document + 1 < starts.length; document++) {
    const start = starts[document] ?? 0
    const end = starts[document + 1] ?? 0
    writer.number(end - start)
    let previous = 0
    for (let i = start; i < end; i++) {
      const item = items[i] ?? 0
      writer.number(item - previous)
      previous = item
    }
  }
  return writer.bytes().slice()
}

/** Numbers that are given in the order in which they first come: 0 for the next new one, else how far back. */
function newOrKnown(values: Int32Array): Uint8Array {
  const writer = byteWriter()
  let known = 0
  for (const value of values) {
    writer.number(value === known ? 0 : known - value)
    if (value === known) known++
  }
  return writer.bytes().slice()
}

/** Mostly the field’s own name is the canonical one. */
function packCanonical({ fields, canonicalFields }: TestTable): Uint8Array {
  return numbers(canonicalFields.map((field, i) => (field === fields[i] ? 0 : field + 1)))
}

/** Indicators, then exclusions, of each document, in one order in which tests are numbered as they come. */
function packTestLists(
  { indicators, exclusions }: IndexParts,
  blocks: Map<string, Uint8Array>,
): void {
  const lengths = byteWriter()
  const tests: number[] = []
  const add = ({ starts, items }: Lists, document: number): void => {
    const start = starts[document] ?? 0
    const end = starts[document + 1] ?? 0
    lengths.number(end - start)
    for (let i = start; i < end; i++) tests.push(items[i] ?? 0)
  }
  for (let document = 0; document + 1 < indicators.starts.length; document++) {
    add(indicators, document)
    add(exclusions, document)
  }
  blocks.set('test-counts', lengths.bytes().slice())
  blocks.set('tests', newOrKnown(Int32Array.from(tests)))
}

function packWords(words: WordIndex, blocks: Map<string, Uint8Array>): void {
  blocks.set('body-words', new TextEncoder().encode(words.joined))
  blocks.set(
    'body-offsets',
    numbers(words.offsets.slice(1).map((end, i) => end - (words.offsets[i] ?? 0))),
  )
  blocks.set('body-postings', words.postings)
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

function joinBlocks(blocks: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const head: PackedHead = {
    version: packedVersion,
    blocks: [...blocks].map(([name, bytes]) => [name, bytes.length]),
  }
  const headBytes = new TextEncoder().encode(JSON.stringify(head))
  const all = joinBytes([new Uint8Array(12), headBytes, ...blocks.values()])
  const view = new DataView(all.buffer)
  view.setUint32(0, magic, true)
  view.setUint32(4, all.length, true)
  view.setUint32(8, headBytes.length, true)
  return all
}
