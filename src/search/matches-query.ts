import { assertNever } from '../base/index.ts'
import {
  type ColumnName,
  columnNames,
  columns,
  columnsOfField,
  entryTest,
  wholeTest,
} from './columns.ts'
import { conjunctsOf, type EventTerms, type TestTerms } from './conjunction.ts'
import type { SearchDocument, SearchTest } from './document.ts'
import { findNeedle, type Needle, shortestInTexts, toNeedle, toPart } from './needle.ts'
import { normalText } from './normal-text.ts'
import type { Query, QueryField, QueryValue } from './query.ts'
import { parseDay } from './query-value.ts'

/**
 * Whether a query finds a document: the meaning of the search line, slow and obvious. The index finds the same
 * documents.
 */
export function matchesQuery(document: SearchDocument, query: Query): boolean {
  switch (query.kind) {
    case 'and':
      return conjunctsOf(query.operands).every(conjunct => {
        switch (conjunct.kind) {
          case 'test':
            return matchesTest(document, conjunct)
          case 'event':
            return matchesEvent(document, conjunct)
          case 'query':
            return matchesQuery(document, conjunct.query)
          default:
            return assertNever(conjunct)
        }
      })
    case 'or':
      return query.operands.some(operand => matchesQuery(document, operand))
    case 'not':
      return !matchesQuery(document, query.operand)
    case 'text':
      return matchesText(document, toNeedle(query.text, query.isQuoted))
    case 'field':
      return matchesField(document, query)
    default:
      return assertNever(query)
  }
}

function occursIn(texts: readonly string[], needle: Needle): boolean {
  return texts.some(text => findNeedle(normalText(text), needle) >= 0)
}

function matchesText(document: SearchDocument, needle: Needle): boolean {
  const names = columnNames.flatMap(name =>
    columns[name].entriesOf(document).flatMap(entry => columns[name].textsOf(entry)),
  )
  if (occursIn([document.title, ...names], needle)) return true
  if (needle.text.length < shortestInTexts) return false
  const { id, slug, path, indicators, exclusions, description, body } = document
  const values = [...indicators, ...exclusions].map(test => test.value)
  return occursIn([id, slug, path, ...values, description, body], needle)
}

function matchesField(document: SearchDocument, term: QueryField): boolean {
  const { field, values } = term
  switch (field) {
    case 'op':
    case 'value':
    case 'excludes':
      return matchesTest(document, { kind: 'test', [field]: term })
    case 'title':
      return values.some(value => occursIn([document.title], toPart(value.text)))
    case 'path':
      return values.some(value => occursIn([document.path], toPart(value.text)))
    case 'id':
      return values.some(value =>
        [document.id, document.slug].some(id => wholeTest(value)(normalText(id))),
      )
    case 'date':
      return values.some(value => matchesDay(document.date, value))
    case 'modified':
      return values.some(value => matchesDay(document.modified, value))
    case 'before':
      return values.some(value => matchesDay(lastChange(document), { ...value, comparison: '<' }))
    case 'after':
      return values.some(value => matchesDay(lastChange(document), { ...value, comparison: '>=' }))
    case 'logsource':
      return values.some(value => matchesLogSource(document, value))
    default:
      return values.some(value => hasEntry(document, columnsOfField[field] ?? [], field, value))
  }
}

function hasEntry(
  document: SearchDocument,
  names: readonly ColumnName[],
  field: QueryField['field'],
  value: QueryValue,
): boolean {
  const isMatch = entryTest(field, value)
  return names.some(name =>
    columns[name].entriesOf(document).some(entry => isMatch(entry.map(normalText))),
  )
}

/** `windows/process_creation`: every part is one of the three. */
function matchesLogSource(document: SearchDocument, value: QueryValue): boolean {
  return value.text
    .split('/')
    .every(text =>
      hasEntry(document, ['product', 'category', 'service'], 'logsource', { ...value, text }),
    )
}

/** One test does it all. A field alone may be any that the rule tests. */
function matchesTest(document: SearchDocument, terms: TestTerms): boolean {
  const { field, op, value, excludes } = terms
  if (field !== undefined && op === undefined && value === undefined && excludes === undefined) {
    return field.values.some(v => hasEntry(document, ['field'], 'field', v))
  }
  const tests = excludes === undefined ? document.indicators : document.exclusions
  return tests.some(
    test =>
      isAnyWhole([test.field, test.canonicalField], field) &&
      isAnyWhole([test.kind], op) &&
      hasPart(test, value ?? excludes),
  )
}

function isAnyWhole(texts: readonly string[], term: QueryField | undefined): boolean {
  return (
    term === undefined || term.values.some(v => texts.some(text => wholeTest(v)(normalText(text))))
  )
}

function hasPart(test: SearchTest, term: QueryField | undefined): boolean {
  return term === undefined || term.values.some(v => occursIn([test.value], toPart(v.text)))
}

function matchesEvent(document: SearchDocument, { event, provider }: EventTerms): boolean {
  return columns.event
    .entriesOf(document)
    .some(entry =>
      [event, provider].every(
        term =>
          term === undefined ||
          term.values.some(v => entryTest(term.field, v)(entry.map(normalText))),
      ),
    )
}

function lastChange({ date, modified }: SearchDocument): string | undefined {
  return isoDay(modified) === undefined ? date : modified
}

/** Days compare as texts; one that is no longer than the wanted text allows is in that year or month. */
function matchesDay(date: string | undefined, { text, comparison }: QueryValue): boolean {
  const day = isoDay(date)
  const wanted = parseDay(text)
  if (day === undefined || wanted === undefined) return false
  const cut = day.slice(0, wanted.length)
  switch (comparison) {
    case undefined:
      return cut === wanted
    case '<':
      return cut < wanted
    case '<=':
      return cut <= wanted
    case '>':
      return cut > wanted
    default:
      return cut >= wanted
  }
}

function isoDay(date: string | undefined): string | undefined {
  const [day = ''] = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/.exec(date?.trim() ?? '') ?? []
  return parseDay(day)
}
