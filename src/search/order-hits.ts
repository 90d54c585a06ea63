import { setAsideStatuses } from '../ir/index.ts'
import type { Found } from './evaluate.ts'
import { lastChanges } from './find-field.ts'
import { eachOf } from './lists.ts'
import { normalText } from './normal-text.ts'
import type { Query } from './query.ts'
import { levelRank } from './query-fields.ts'
import type { SearchIndex } from './search-index.ts'
import type { SearchOptions } from './search-result.ts'

/** Better than any sum of words: the query is the title, the id or the file’s name. */
const exactBonus = 1_000_000

/** Keys are whole numbers: how finely they tell scores apart, and one that is past them all. */
const keysPerPoint = 16
const worstKey = 2 * keysPerPoint * exactBonus

/** The numbers of the documents found, in the order that is asked for; equal ones in the catalogue’s. */
export function orderHits(
  index: SearchIndex,
  query: Query,
  found: Found,
  { sort = 'relevance', descending = false }: SearchOptions,
): Float64Array {
  const { size } = index
  const keyOf =
    sort === 'relevance' ? relevance(index, query, found) : sortKey(index, sort, descending)
  let count = 0
  // A key and a number in one, so that they are sorted without a call for every comparison.
  const keys = new Float64Array(size)
  for (let document = 0; document < size; document++) {
    if (found.marks[document] !== 0) keys[count++] = keyOf(document) * size + document
  }
  return keys
    .subarray(0, count)
    .sort()
    .map(key => key % size)
}

/** The best first: smaller keys for better documents. */
function relevance(
  index: SearchIndex,
  query: Query,
  { scores }: Found,
): (document: number) => number {
  const isOld = oldDocuments(index)
  if (scores === undefined) return document => isOld[document] ?? 0
  const exact = normalText(freeText(query))
  const isExact = (document: number): boolean =>
    exact !== '' &&
    (index.names.texts[document] === exact ||
      index.normalIds[document] === exact ||
      index.normalSlugs[document] === exact ||
      isFileName(index.names.texts[index.size + document] ?? '', exact))
  // Shorter titles are about less else.
  return document => {
    const title = index.names.texts[document]?.length ?? 0
    const age = isOld[document] === 1 ? 0.8 : 1
    const score = (scores[document] ?? 0) * age - Math.min(title, 200) / 50
    return worstKey - Math.round(keysPerPoint * (score + (isExact(document) ? exactBonus : 0)))
  }
}

/** 1 for rules that are set aside: they come after others that are as good. */
function oldDocuments(index: SearchIndex): Uint8Array {
  const old = new Uint8Array(index.size)
  for (const [i, [status = '']] of index.normalEntries.status.entries()) {
    if (!setAsideStatuses.has(status)) continue
    eachOf(index.documentsOf.status, i, document => {
      old[document] = 1
    })
  }
  return old
}

function isFileName(path: string, text: string): boolean {
  return path.endsWith(text) && (path === text || path.endsWith(`/${text}`))
}

/** The words and phrases that stand side by side, as one text. */
function freeText(query: Query): string {
  const operands = query.kind === 'and' ? query.operands : [query]
  return operands.flatMap(o => (o.kind === 'text' ? [o.text] : [])).join(' ')
}

/** Past every value: documents without one come last in both directions. */
const missing = 100_000_000

function sortKey(
  index: SearchIndex,
  sort: Exclude<SearchOptions['sort'], 'relevance' | undefined>,
  descending: boolean,
): (document: number) => number {
  const values = sortValues(index, sort)
  return document => {
    const value = values[document] ?? -1
    if (value < 0) return missing
    return descending ? missing - 1 - value : value
  }
}

/** A number for each document that sorts as its value does; -1 where it has none. */
function sortValues(
  index: SearchIndex,
  sort: Exclude<SearchOptions['sort'], 'relevance' | undefined>,
): Int32Array {
  const orNone = (days: Int32Array): Int32Array => days.map(day => (day === 0 ? -1 : day))
  switch (sort) {
    case 'title':
      return index.titleRanks
    case 'date':
      return orNone(index.written)
    case 'modified':
      return orNone(lastChanges(index))
    case 'level':
      return ofFirstEntry(index, 'level', entries =>
        entries.map(([level = '']) => levelRank(level) ?? -1),
      )
    case 'vendor':
      return ofFirstEntry(index, 'vendor', entries => {
        const names = entries.map(([vendor = '']) => normalText(vendor))
        const sorted = names.toSorted()
        return names.map(name => sorted.indexOf(name))
      })
  }
}

function ofFirstEntry(
  index: SearchIndex,
  column: 'level' | 'vendor',
  rank: (entries: readonly (readonly string[])[]) => readonly number[],
): Int32Array {
  const { entries, ofDocument } = index.columns[column]
  const ranks = rank(entries)
  return Int32Array.from({ length: index.size }, (_, document) => {
    const start = ofDocument.starts[document] ?? 0
    const isEmpty = start === ofDocument.starts[document + 1]
    return isEmpty ? -1 : (ranks[ofDocument.items[start] ?? 0] ?? -1)
  })
}
