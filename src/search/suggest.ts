import { type ColumnName, columnsOfField, type Entry } from './columns.ts'
import { findField } from './find-field.ts'
import { findInTitles, findValues } from './find-text.ts'
import { findLastTerm } from './last-term.ts'
import { eachOf } from './lists.ts'
import { findNeedle, toPart } from './needle.ts'
import { normalText } from './normal-text.ts'
import { parseQuery } from './parse-query.ts'
import type { QueryField } from './query.ts'
import { type FieldName, queryFields } from './query-fields.ts'
import type { SearchIndex } from './search-index.ts'
import type { Suggestion } from './search-result.ts'

/**
 * What the last term of a query could become as somebody types it, the likeliest first: after `field:` its values,
 * else fields of the search line, rules by their titles, techniques, fields of logs, and values.
 *
 * @example suggest(index, 'vendor:sigma lev', 5) // vendor:sigma level:
 */
export function suggest(index: SearchIndex, text: string, limit = 8): readonly Suggestion[] {
  const last = findLastTerm(text)
  if (last === undefined) return suggestFields(text, '', limit)
  const wanted = normalText(last.text)
  if (last.field === 'title') return suggestRules(index, text.slice(0, last.start), wanted, limit)
  if (last.field !== undefined) {
    const before = text.slice(0, last.valueStart)
    return suggestValues(index, last.field, wanted, limit).flatMap(value =>
      toSuggestion(index, before, value),
    )
  }
  const before = text.slice(0, last.start)
  const fields = suggestFields(before, wanted, limit)
  if (wanted.length < 2) return fields
  const groups: readonly (readonly Suggestion[])[] = [
    fields,
    suggestRules(index, before, wanted, limit),
    ...(['technique', 'field', 'value'] as const).map(field =>
      suggestValues(index, field, wanted, limit).flatMap(value =>
        toSuggestion(index, before, { ...value, isTerm: true }),
      ),
    ),
  ]
  return shareOut(groups, limit)
}

/** Some of each group, in the order of the groups: two at least, more where others have fewer. */
function shareOut<T>(groups: readonly (readonly T[])[], limit: number): readonly T[] {
  const counts = groups.map(() => 0)
  for (let left = limit, isGrowing = true; left > 0 && isGrowing; ) {
    isGrowing = false
    for (const [i, group] of groups.entries()) {
      const count = counts[i] ?? 0
      if (left === 0 || count === group.length) continue
      counts[i] = count + 1
      left--
      isGrowing = true
    }
  }
  return groups.flatMap((group, i) => group.slice(0, counts[i]))
}

function suggestFields(before: string, wanted: string, limit: number): readonly Suggestion[] {
  return Object.values(queryFields)
    .filter(({ name }) => name.startsWith(wanted))
    .slice(0, limit)
    .map(({ name, summary }) => ({
      text: `${before}${name}:`,
      label: `${name}: ${summary.replaceAll('`', '')}`,
      kind: 'query-field',
      count: 0,
    }))
}

/** Titles that have the text: those in which it is a word first, then shorter ones. */
function suggestRules(
  index: SearchIndex,
  before: string,
  wanted: string,
  limit: number,
): readonly Suggestion[] {
  if (wanted === '') return []
  const marks = findInTitles(index, toPart(wanted))
  const titles = new Map<string, { readonly first: number; readonly count: number }>()
  for (const [document, mark] of marks.entries()) {
    if (mark === 0) continue
    const title = index.titles[document] ?? ''
    const { first = document, count = 0 } = titles.get(title) ?? {}
    titles.set(title, { first, count: count + 1 })
  }
  const markOf = (document: number): number => marks[document] ?? 0
  return [...titles]
    .map(([title, { first, count }]) => ({ title, first, count }))
    .sort(
      (a, b) =>
        markOf(b.first) - markOf(a.first) || a.title.length - b.title.length || a.first - b.first,
    )
    .slice(0, limit)
    .map(({ title, first, count }) => {
      const term = writeTerm('title', title) ?? `id:${index.ids[first]}`
      return { text: before + term, label: title, kind: 'rule', count, document: first }
    })
}

/** A value of a field. */
interface FieldValue {
  readonly field: FieldName
  readonly value: string
  readonly label: string
  /** Whether the field’s name is to be written, too. */
  readonly isTerm?: boolean
}

/** Those that are the text, begin with it, have a word that does, have it inside; then the most frequent. */
function suggestValues(
  index: SearchIndex,
  field: FieldName,
  wanted: string,
  limit: number,
): readonly FieldValue[] {
  if (field === 'value' || field === 'excludes') {
    return suggestTestValues(index, field, wanted, limit)
  }
  if (field === 'op') {
    return index.kinds
      .filter(kind => normalText(kind).includes(wanted))
      .toSorted()
      .slice(0, limit)
      .map(value => ({ field, value, label: value }))
  }
  const found = (columnsOfField[field] ?? []).flatMap(column =>
    index.normalEntries[column].flatMap((texts, i) => {
      const place = Math.min(...texts.map(text => placeIn(text, wanted)))
      if (place === Number.POSITIVE_INFINITY) return []
      const entry = index.columns[column].entries[i] ?? []
      return { column, entry, place, count: countOf(index, column, i) }
    }),
  )
  const values = found
    .sort((a, b) => a.place - b.place || b.count - a.count)
    .map(({ column, entry }) => toFieldValue(field, column, entry))
  return [...new Map(values.map(value => [value.value, value])).values()].slice(0, limit)
}

/** Smaller for better places; infinity where the text is not, or where two characters stand within a word. */
function placeIn(text: string, wanted: string): number {
  if (text === wanted) return 0
  if (text.startsWith(wanted)) return 1
  if (findNeedle(text, { text: wanted, mode: 'start' }) >= 0) return 2
  return wanted.length > 2 && text.includes(wanted) ? 3 : Number.POSITIVE_INFINITY
}

function countOf(index: SearchIndex, column: ColumnName, entry: number): number {
  const { starts } = index.documentsOf[column]
  return (starts[entry + 1] ?? 0) - (starts[entry] ?? 0)
}

function toFieldValue(field: FieldName, column: ColumnName, entry: Entry): FieldValue {
  const [value = '', name = ''] = entry
  if (column === 'tactic' || column === 'technique') {
    return { field, value, label: `${value} ${name}` }
  }
  if (column !== 'event') return { field, value, label: value }
  const [key, provider = '', , eventId = '', title = ''] = entry
  if (field === 'provider') return { field, value: provider, label: provider }
  return { field, value: key ?? '', label: [eventId, title, `(${provider})`].join(' ').trim() }
}

function suggestTestValues(
  index: SearchIndex,
  field: 'value' | 'excludes',
  wanted: string,
  limit: number,
): readonly FieldValue[] {
  if (wanted === '') return []
  const holders = field === 'value' ? index.lookedForBy : index.excludedBy
  const found: { readonly value: number; readonly rank: number }[] = []
  for (const [value, mark] of findValues(index, toPart(wanted)).entries()) {
    if (mark === 0) continue
    let count = 0
    eachOf(index.testsOfValue, value, test => {
      count += (holders.starts[test + 1] ?? 0) - (holders.starts[test] ?? 0)
    })
    // A value that is not much longer than the text is meant rather than one of many rules.
    const length = index.normalValues[value]?.length ?? 0
    if (count > 0) found.push({ value, rank: (mark * wanted.length) / length + Math.log2(count) })
  }
  return found
    .sort((a, b) => b.rank - a.rank || a.value - b.value)
    .slice(0, limit)
    .map(({ value }) => {
      const text = index.values[value] ?? ''
      return { field, value: text, label: text }
    })
}

/** With what it finds; nothing if the search line cannot say the value. */
function toSuggestion(
  index: SearchIndex,
  before: string,
  { field, value, label, isTerm = false }: FieldValue,
): readonly Suggestion[] {
  const term = writeTerm(field, value)
  if (term === undefined) return []
  const { query } = parseQuery(term)
  const marks = findField(index, query as QueryField)
  const kinds: Partial<Record<FieldName, Suggestion['kind']>> = {
    technique: 'technique',
    field: 'field',
    value: 'indicator',
    excludes: 'indicator',
  }
  return [
    {
      text: before + (isTerm ? term : term.slice(field.length + 1)),
      label,
      kind: kinds[field] ?? 'query-value',
      count: marks.reduce((sum, mark) => sum + (mark === 0 ? 0 : 1), 0),
    },
  ]
}

/** `field:value`, with quotes where it needs them; `undefined` for a value that no spelling gives. */
function writeTerm(field: FieldName, value: string): string | undefined {
  const isStarred = queryFields[field].takes === 'whole' && value.includes('*')
  const spellings = isStarred ? [`"${value}"`] : [value, `"${value}"`]
  return spellings
    .map(spelling => `${field}:${spelling}`)
    .find(term => {
      const { query, problems } = parseQuery(term)
      const isOne = query.kind === 'field' && query.values.length === 1 && problems.length === 0
      return isOne && query.values[0]?.text === value && query.values[0]?.comparison === undefined
    })
}
