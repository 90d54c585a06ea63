import { byteReader } from './bytes.ts'
import { columnNames, type Entry } from './columns.ts'
import type { Lists } from './lists.ts'
import { magic, type PackedHead, packedVersion, usualAddress } from './pack-index.ts'
import {
  assembleIndex,
  type BodyIndex,
  type ColumnTable,
  mapColumns,
  type SearchIndex,
  type TestTable,
} from './search-index.ts'
import type { WordIndex } from './word-index.ts'

/** Bytes that are no search index, one of another version, or a damaged one. */
export class SearchIndexError extends Error {
  override readonly name = 'SearchIndexError'
}

/**
 * Reads what `packSearchIndex` wrote.
 *
 * @throws SearchIndexError
 */
export function unpackSearchIndex(bytes: Uint8Array): SearchIndex {
  try {
    return readParts(splitBlocks(bytes))
  } catch (cause) {
    if (cause instanceof SearchIndexError) throw cause
    throw new SearchIndexError('the search index is damaged', { cause })
  }
}

type Blocks = ReadonlyMap<string, Uint8Array>

function splitBlocks(bytes: Uint8Array): Blocks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || view.getUint32(0, true) !== magic) {
    throw new SearchIndexError('these bytes are no search index')
  }
  if (view.getUint32(4, true) !== bytes.length) {
    throw new SearchIndexError('the search index is cut off')
  }
  const headEnd = 12 + view.getUint32(8, true)
  const head: PackedHead = JSON.parse(new TextDecoder().decode(bytes.subarray(12, headEnd)))
  if (head.version !== packedVersion) {
    throw new SearchIndexError('the search index is of another version of indicia')
  }
  const blocks = new Map<string, Uint8Array>()
  let at = headEnd
  for (const [name, length] of head.blocks) {
    blocks.set(name, bytes.subarray(at, at + length))
    at += length
  }
  return blocks
}

function readParts(blocks: Blocks): SearchIndex {
  const block = (name: string): Uint8Array => blocks.get(name) ?? new Uint8Array()
  const texts = <T>(name: string): T => JSON.parse(new TextDecoder().decode(block(name)))
  const titles = texts<readonly string[]>('titles')
  const slugs = texts<readonly string[]>('slugs')
  const size = titles.length
  const entries = texts<readonly (readonly Entry[])[]>('entries')
  const columns = mapColumns((name): ColumnTable => {
    const ofDocument = readColumn(block(`of-${name}`), size)
    return { entries: entries[columnNames.indexOf(name)] ?? [], ofDocument }
  })
  const tests = readTests(block)
  return assembleIndex({
    titles,
    slugs,
    ids: texts('ids'),
    addresses: texts<readonly string[]>('addresses').map((address, i) =>
      address === '' ? usualAddress(columns.vendor, slugs, i) : address,
    ),
    paths: readPaths(block('paths'), texts('path-texts'), slugs),
    written: readNumbers(block('written'), size).map(longDay),
    modified: readNumbers(block('modified'), size).map(longDay),
    columns,
    kinds: texts('kinds'),
    values: texts('values'),
    tests,
    ...readTestLists(block('test-counts'), block('tests'), size),
    descriptions: blocks.has('descriptions') ? texts('descriptions') : undefined,
    bodies: blocks.has('bodies') ? readBodies(block, size) : undefined,
  })
}

function readNumbers(bytes: Uint8Array, count: number): Int32Array {
  const reader = byteReader(bytes)
  const values = new Int32Array(count)
  for (let i = 0; i < count; i++) values[i] = reader.number()
  return values
}

/** How many numbers there are: each ends with a byte without the high bit. */
function countNumbers(bytes: Uint8Array): number {
  let count = 0
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) < 128) count++
  return count
}

function longDay(short: number): number {
  if (short === 0) return 0
  const day = short - 1
  return Math.floor(day / 416) * 10_000 + (Math.floor(day / 32) % 13) * 100 + (day % 32)
}

function readPaths(
  bytes: Uint8Array,
  [folders, endings]: readonly [readonly string[], readonly string[]],
  slugs: readonly string[],
): readonly string[] {
  const reader = byteReader(bytes)
  return slugs.map(slug => {
    const folder = folders[reader.number()] ?? ''
    const ending = reader.number()
    return folder + ((ending & 1) === 1 ? slug : '') + (endings[ending >> 1] ?? '')
  })
}

function readColumn(bytes: Uint8Array, size: number): Lists {
  const reader = byteReader(bytes)
  const starts = new Int32Array(size + 1)
  const items: number[] = []
  for (let document = 0; document < size; document++) {
    const count = Math.min(reader.number(), bytes.length - items.length)
    let item = 0
    for (let i = 0; i < count; i++) {
      item += reader.number()
      items.push(item)
    }
    starts[document + 1] = items.length
  }
  return { starts, items: Int32Array.from(items) }
}

function readNewOrKnown(bytes: Uint8Array): Int32Array {
  const reader = byteReader(bytes)
  let known = 0
  const values = new Int32Array(countNumbers(bytes))
  for (let i = 0; i < values.length; i++) {
    const back = reader.number()
    values[i] = back === 0 ? known++ : known - back
  }
  return values
}

function readTests(block: (name: string) => Uint8Array): TestTable {
  const values = readNewOrKnown(block('test-values'))
  const fields = readNumbers(block('test-fields'), values.length)
  const canonical = readNumbers(block('test-canonical'), values.length)
  return {
    values,
    fields,
    canonicalFields: canonical.map((field, i) => (field === 0 ? (fields[i] ?? 0) : field - 1)),
    kinds: readNumbers(block('test-kinds'), values.length),
  }
}

function readTestLists(
  counts: Uint8Array,
  bytes: Uint8Array,
  size: number,
): { readonly indicators: Lists; readonly exclusions: Lists } {
  const reader = byteReader(counts)
  const tests = readNewOrKnown(bytes)
  const indicators = { starts: new Int32Array(size + 1), items: [] as number[] }
  const exclusions = { starts: new Int32Array(size + 1), items: [] as number[] }
  let at = 0
  for (let document = 0; document < size; document++) {
    for (const { starts, items } of [indicators, exclusions]) {
      const end = Math.min(at + reader.number(), tests.length)
      for (; at < end; at++) items.push(tests[at] ?? 0)
      starts[document + 1] = items.length
    }
  }
  return {
    indicators: { starts: indicators.starts, items: Int32Array.from(indicators.items) },
    exclusions: { starts: exclusions.starts, items: Int32Array.from(exclusions.items) },
  }
}

function readBodies(block: (name: string) => Uint8Array, size: number): BodyIndex {
  const decoder = new TextDecoder()
  const bytes = block('bodies')
  let at = 0
  const texts = Array.from(readNumbers(block('body-lengths'), size), length => {
    at += length
    return decoder.decode(bytes.subarray(at - length, at))
  })
  return { texts, words: readWords(block, size) }
}

function readWords(block: (name: string) => Uint8Array, size: number): WordIndex {
  const joined = new TextDecoder().decode(block('body-words'))
  const lengths = block('body-offsets')
  const count = countNumbers(lengths)
  const starts = new Int32Array(count + 1)
  const offsets = new Int32Array(count + 1)
  const reader = byteReader(lengths)
  for (let i = 0; i < count; i++) {
    const end = joined.indexOf('\n', starts[i]) + 1
    if (end === 0) throw new SearchIndexError('the search index is damaged')
    starts[i + 1] = end
    offsets[i + 1] = (offsets[i] ?? 0) + reader.number()
  }
  const postings = block('body-postings')
  if (starts[count] !== joined.length || offsets[count] !== postings.length) {
    throw new SearchIndexError('the search index is damaged')
  }
  return { joined, starts, offsets, postings, size }
}
