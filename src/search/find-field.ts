import { type ColumnName, columnsOfField, entryTest, wholeTest } from './columns.ts'
import type { EventTerms, TestTerms } from './conjunction.ts'
import { dayRange, isInRange } from './days.ts'
import { findInPaths, findInTitles, findValues, type Marks } from './find-text.ts'
import { eachOf } from './lists.ts'
import { toPart } from './needle.ts'
import { normalText } from './normal-text.ts'
import type { Comparison, QueryField, QueryValue } from './query.ts'
import type { SearchIndex } from './search-index.ts'

/** The documents that a field of the search line finds. Of `op`, `value` and `excludes` see {@link findTests}. */
export function findField(index: SearchIndex, term: QueryField): Marks {
  const { field, values } = term
  switch (field) {
    case 'op':
    case 'value':
    case 'excludes':
      return findTests(index, { kind: 'test', [field]: term })
    case 'title':
      return union(index, values, value => findInTitles(index, toPart(value.text)))
    case 'path':
      return union(index, values, value => findInPaths(index, toPart(value.text)))
    case 'id':
      return union(index, values, value => findIds(index, wholeTest(value)))
    case 'date':
      return union(index, values, value => findDays(index, index.written, value, value.comparison))
    case 'modified':
      return union(index, values, value => findDays(index, index.modified, value, value.comparison))
    case 'before':
      return union(index, values, value => findDays(index, lastChanges(index), value, '<'))
    case 'after':
      return union(index, values, value => findDays(index, lastChanges(index), value, '>='))
    case 'logsource':
      return union(index, values, value => findLogSource(index, value))
    default:
      return union(index, values, value =>
        findEntries(index, columnsOfField[field] ?? [], entryTest(field, value)),
      )
  }
}

/** How many entries of its columns a value fits; `undefined` of a field that has no such. */
export function countEntries(
  index: SearchIndex,
  { field }: QueryField,
  value: QueryValue,
): number | undefined {
  if (field === 'op') return index.kinds.map(normalText).filter(wholeTest(value)).length
  const names = columnsOfField[field]
  if (names === undefined) return undefined
  const texts = field === 'logsource' ? value.text.split('/') : [value.text]
  const entries = names.flatMap(name => index.normalEntries[name])
  const counts = texts.map(text => entries.filter(entryTest(field, { ...value, text })).length)
  return Math.min(...counts)
}

function union(
  index: SearchIndex,
  values: readonly QueryValue[],
  find: (value: QueryValue) => Marks,
): Marks {
  const [first, ...rest] = values.map(find)
  const marks = first ?? new Uint8Array(index.size)
  for (const others of rest) {
    for (let i = 0; i < marks.length; i++) {
      if ((others[i] ?? 0) > (marks[i] ?? 0)) marks[i] = others[i] ?? 0
    }
  }
  return marks
}

function findIds(index: SearchIndex, isFound: (id: string) => boolean): Marks {
  return findWhere(
    index,
    document =>
      isFound(index.normalIds[document] ?? '') || isFound(index.normalSlugs[document] ?? ''),
  )
}

function findWhere(index: SearchIndex, isFound: (document: number) => boolean): Marks {
  const marks = new Uint8Array(index.size)
  for (let document = 0; document < index.size; document++) {
    if (isFound(document)) marks[document] = 1
  }
  return marks
}

function findEntries(
  index: SearchIndex,
  names: readonly ColumnName[],
  isFound: (entry: readonly string[]) => boolean,
): Marks {
  const marks = new Uint8Array(index.size)
  for (const name of names) {
    for (const [i, entry] of index.normalEntries[name].entries()) {
      if (!isFound(entry)) continue
      eachOf(index.documentsOf[name], i, document => {
        marks[document] = 1
      })
    }
  }
  return marks
}

function findLogSource(index: SearchIndex, value: QueryValue): Marks {
  const found = value.text
    .split('/')
    .map(text =>
      findEntries(
        index,
        ['product', 'category', 'service'],
        entryTest('logsource', { ...value, text }),
      ),
    )
  return findWhere(index, document => found.every(marks => marks[document] === 1))
}

function findDays(
  index: SearchIndex,
  days: Int32Array,
  value: QueryValue,
  comparison: Comparison | undefined,
): Marks {
  const range = dayRange(value.text)
  return findWhere(
    index,
    document => range !== undefined && isInRange(days[document] ?? 0, range, comparison),
  )
}

/** When each document was modified or, if it never was, written. */
export function lastChanges({ written, modified }: SearchIndex): Int32Array {
  return modified.map((day, i) => (day === 0 ? (written[i] ?? 0) : day))
}

/** Documents with one test that does it all. A field alone may be any that the rule tests. */
export function findTests(index: SearchIndex, terms: TestTerms): Marks {
  const { field, op, value, excludes } = terms
  const part = value ?? excludes
  if (field !== undefined && op === undefined && part === undefined) return findField(index, field)
  const { tests, testsOfValue } = index
  const holders = excludes === undefined ? index.lookedForBy : index.excludedBy
  const fields = flags(
    index.normalEntries.field.map(([name = '']) => name),
    field,
  )
  const kinds = flags(index.kinds.map(normalText), op)
  const marks = new Uint8Array(index.size)
  const markTest = (test: number, mark: number): void => {
    const isField =
      fields === undefined ||
      fields[tests.fields[test] ?? 0] === 1 ||
      fields[tests.canonicalFields[test] ?? 0] === 1
    if (!isField || (kinds !== undefined && kinds[tests.kinds[test] ?? 0] !== 1)) return
    eachOf(holders, test, document => {
      if (mark > (marks[document] ?? 0)) marks[document] = mark
    })
  }
  if (part === undefined) {
    for (let test = 0; test < tests.values.length; test++) markTest(test, 1)
    return marks
  }
  for (const { text } of part.values) {
    const found = findValues(index, toPart(text))
    for (let i = 0; i < found.length; i++) {
      const mark = found[i] ?? 0
      if (mark > 0) eachOf(testsOfValue, i, test => markTest(test, mark))
    }
  }
  return marks
}

/** Which of the names, in normal form, a term means; `undefined` where there is no term. */
function flags(names: readonly string[], term: QueryField | undefined): Uint8Array | undefined {
  if (term === undefined) return undefined
  const tests = term.values.map(wholeTest)
  return Uint8Array.from(names, name => (tests.some(test => test(name)) ? 1 : 0))
}

/** Documents with one event type that does both. */
export function findEvents(index: SearchIndex, { event, provider }: EventTerms): Marks {
  const tests = [event, provider].flatMap(term =>
    term === undefined ? [] : [term.values.map(value => entryTest(term.field, value))],
  )
  return findEntries(index, ['event'], entry =>
    tests.every(alternatives => alternatives.some(test => test(entry))),
  )
}
