import { findNearest, type Span } from '../base/index.ts'
import { columnsOfField } from './columns.ts'
import type { Leaf } from './evaluate.ts'
import { countEntries } from './find-field.ts'
import { shortestInTexts } from './needle.ts'
import { normalText } from './normal-text.ts'
import type { Query, QueryField, QueryProblem, QueryText, QueryValue } from './query.ts'
import type { SearchIndex } from './search-index.ts'

/** What came of a search. */
interface Outcome {
  readonly leaves: readonly Leaf[]
  readonly total: number
  /** The query’s. */
  readonly text: string
}

/** What a search did not look at, values that no rule has, and why nothing was found. */
export function explainSearch(
  index: SearchIndex,
  query: Query,
  outcome: Outcome,
): readonly QueryProblem[] {
  const terms = termsOf(query)
  const texts = terms.filter(term => term.kind === 'text')
  const unknown = terms.flatMap(term => (term.kind === 'field' ? explainUnknown(index, term) : []))
  const problems = [
    ...texts.flatMap(explainShort),
    ...unknown,
    ...explainMissingParts(index, texts),
  ]
  return outcome.total > 0 || unknown.length > 0
    ? problems
    : [...problems, ...explainEmpty(index, outcome)]
}

function note(span: Span, message: string, help?: string): QueryProblem {
  const { start, end } = span
  return { severity: 'note', message, start, end, ...(help === undefined ? {} : { help }) }
}

function termsOf(query: Query): readonly (QueryText | QueryField)[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.operands.flatMap(termsOf)
    case 'not':
      return termsOf(query.operand)
    default:
      return [query]
  }
}

function explainShort({ text, span }: QueryText): readonly QueryProblem[] {
  const normal = normalText(text)
  if (normal.length >= shortestInTexts) return []
  return [
    note(
      span,
      `“${normal}” has fewer than ${shortestInTexts} characters: only the beginnings of words in titles and names were searched`,
    ),
  ]
}

function explainUnknown(index: SearchIndex, term: QueryField): readonly QueryProblem[] {
  return term.values.flatMap(value => {
    if (countEntries(index, term, value) !== 0) return []
    const near = findNear(index, term, value)
    return note(
      value.span,
      `“${value.text}” is the ${term.field} of no rule`,
      near === undefined ? undefined : `did you mean “${near}”?`,
    )
  })
}

function findNear(
  index: SearchIndex,
  { field }: QueryField,
  { text }: QueryValue,
): string | undefined {
  const entries = (columnsOfField[field] ?? []).flatMap(name => index.columns[name].entries)
  const names = field === 'op' ? index.kinds : entries.flatMap(entry => entry.slice(0, 2))
  return findNearest(normalText(text), names)
}

function explainMissingParts(
  index: SearchIndex,
  texts: readonly QueryText[],
): readonly QueryProblem[] {
  const long = texts.find(({ text }) => normalText(text).length >= shortestInTexts)
  if (long === undefined) return []
  const missing = [
    ...(index.descriptions === undefined ? ['descriptions'] : []),
    ...(index.bodies === undefined ? ['bodies'] : []),
  ]
  if (missing.length === 0) return []
  return [note(long.span, `the ${missing.join(' and ')} of rules were not searched`)]
}

function explainEmpty(index: SearchIndex, { leaves, text }: Outcome): readonly QueryProblem[] {
  const whole = { start: 0, end: text.length }
  if (index.size === 0) return [note(whole, 'the catalogue holds no rules')]
  if (leaves.length === 0) return [note(whole, 'the query excludes every rule')]
  const empty = leaves.filter(leaf => leaf.count === 0)
  if (empty.length > 0) {
    return empty.map(({ span }) =>
      note(span, `nothing is found by “${text.slice(span.start, span.end)}”`),
    )
  }
  return [note(whole, 'every part of the query is found, but in no rule all of it')]
}
