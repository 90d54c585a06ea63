import {
  type FacetName,
  type FacetValue,
  packSearchIndex,
  parseQuery,
  type Query,
  type QueryProblem,
  type SearchFacet,
  type SearchIndex,
  type SearchSort,
  search,
  suggest,
} from '../../search/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Facet, IndicatorRow, RuleRow } from './models.ts'

/** Finds rules by a query of the search line. Rules are numbers: their places in the catalogue. */
export interface RuleSearch {
  find(request: SearchRequest): FoundRules
  suggest(text: string, limit: number): readonly Suggestion[]
  /** The index without the rules’ bodies, for `unpackSearchIndex`: what the search of an export reads. */
  pack(): Uint8Array
}

export interface SearchRequest {
  readonly query: string
  readonly sort: string
  readonly isDescending: boolean
  /** What is wanted besides the rules; it costs time. */
  readonly parts?: { readonly facets?: boolean; readonly indicators?: boolean }
}

export interface FoundRules {
  readonly rules: readonly number[]
  readonly problems: readonly QueryProblem[]
  readonly facets: readonly Facet[]
  /** Indicators whose value the query’s words are in. */
  readonly indicators: readonly IndicatorRow[]
}

/** One way to go on with what was typed. */
export interface Suggestion {
  /** What kind of thing it is: `rule`, `technique`, `field`, `indicator`, `query-field` or `query-value`. */
  readonly kind: string
  /** The text of the search line if it is taken. */
  readonly text: string
  readonly label: string
  readonly count?: number
  /** A page to go to instead. */
  readonly address?: string
}

/** What a search takes from the catalogue that it searches. */
export type SearchedCatalogue = Pick<Catalogue, 'rows' | 'findIndicators'>

/** The search line over an index whose documents are the catalogue’s rules, in their order. */
export function createRuleSearch(index: SearchIndex, catalogue: SearchedCatalogue): RuleSearch {
  return {
    find: request => findRules(request, index, catalogue),
    suggest: (text, limit) =>
      suggest(index, text, limit).map(({ document, ...suggestion }) => {
        const address = document === undefined ? undefined : catalogue.rows[document]?.address
        return address === undefined ? suggestion : { ...suggestion, address }
      }),
    pack: () => packSearchIndex(index, ['bodies']),
  }
}

function findRules(
  request: SearchRequest,
  index: SearchIndex,
  catalogue: SearchedCatalogue,
): FoundRules {
  const { rows } = catalogue
  const { query, sort, isDescending, parts = {} } = request
  const own = ownSorts[sort]
  const { hits, facets, problems } = search(index, query, {
    limit: rows.length,
    sort: own === undefined ? (sort as SearchSort) : 'relevance',
    descending: isDescending,
    facets: parts.facets === true ? facetNames : [],
  })
  const parsed = parseQuery(query).query
  return {
    rules: own === undefined ? hits : sortBy(hits, rows, own, isDescending),
    problems,
    facets: facets.map(facet => toFacet(facet, parsed)),
    indicators: parts.indicators === true ? indicatorsOf(parsed, catalogue) : [],
  }
}

/** Orders that the search layer does not have. Rules without a value come last in both directions. */
const ownSorts: Readonly<
  Record<string, ((row: RuleRow) => string | number | undefined) | undefined>
> = {
  status: row => row.status,
  branches: row => row.branches,
  indicators: row => row.indicators,
  exclusions: row => row.exclusions,
}

function sortBy(
  numbers: readonly number[],
  rows: readonly RuleRow[],
  keyOf: (row: RuleRow) => string | number | undefined,
  isDescending: boolean,
): readonly number[] {
  const keyed = numbers.map(number => {
    const row = rows[number]
    return { number, key: row === undefined ? undefined : keyOf(row) }
  })
  const direction = isDescending ? -1 : 1
  return keyed
    .sort((a, b) => {
      if (a.key === b.key) return a.number - b.number
      if (a.key === undefined) return 1
      if (b.key === undefined) return -1
      return a.key < b.key ? -direction : direction
    })
    .map(({ number }) => number)
}

/** The orders that lists of rules have. */
export const ruleSorts: readonly string[] = [
  'relevance',
  'title',
  'level',
  'date',
  'modified',
  'vendor',
  ...Object.keys(ownSorts),
]

const facetTitles: Readonly<Record<FacetName, string>> = {
  vendor: 'Vendor',
  level: 'Level',
  status: 'Status',
  product: 'Product',
  category: 'Category',
  service: 'Service',
  tactic: 'Tactic',
  technique: 'Technique',
  language: 'Language',
  has: 'Has',
}

// The keys of the object are those of its type: it is written out above.
const facetNames = Object.keys(facetTitles) as readonly FacetName[]

/** Values of a facet that are listed, at the most, besides those that are chosen. */
const maxValues = 12

const levels = ['critical', 'high', 'medium', 'low', 'informational']

function toFacet({ name, values }: SearchFacet, query: Query): Facet {
  const chosen = chosenValues(query, name)
  const isChosen = ({ value, label }: FacetValue): boolean =>
    chosen.has(value.toLowerCase()) || (label !== undefined && chosen.has(label.toLowerCase()))
  const ordered =
    name === 'level' ? values.toSorted((a, b) => rankOf(a.value) - rankOf(b.value)) : values
  const listed = ordered.filter((value, i) => i < maxValues || isChosen(value))
  return {
    field: name,
    title: facetTitles[name],
    values: listed.map(value => ({
      value: value.value,
      label: value.label === undefined ? value.value : labelOf(value.value, value.label),
      count: value.count,
      isChosen: isChosen(value),
    })),
    more: values.length - listed.length,
  }
}

/** A technique goes by its id, a tactic by its name. */
function labelOf(value: string, label: string): string {
  return value.startsWith('TA') ? label : `${value} ${label}`
}

function rankOf(level: string): number {
  const rank = levels.indexOf(level)
  return rank < 0 ? levels.length : rank
}

/** Values of a field that all rules of a query must have. */
function chosenValues(query: Query, field: string): ReadonlySet<string> {
  const terms = query.kind === 'and' ? query.operands : [query]
  return new Set(
    terms.flatMap(term =>
      term.kind === 'field' && term.field === field
        ? term.values.flatMap(({ text, comparison }) =>
            comparison === undefined ? [text.toLowerCase()] : [],
          )
        : [],
    ),
  )
}

/** Fewer characters are in almost every value. */
const minWordLength = 2

/** Indicators that a query leads to, at the most. */
const maxIndicators = 1000

function indicatorsOf(query: Query, catalogue: SearchedCatalogue): readonly IndicatorRow[] {
  const words = wordsOf(query)
  return words.length === 0 ? [] : catalogue.findIndicators(words, maxIndicators)
}

/** What stands in a query without a field, or as a value. */
function wordsOf(query: Query): readonly string[] {
  const terms = query.kind === 'and' ? query.operands : [query]
  return terms.flatMap(term => {
    const texts =
      term.kind === 'text'
        ? [term.text]
        : term.kind === 'field' && term.field === 'value' && term.values.length === 1
          ? term.values.map(value => value.text)
          : []
    return texts.filter(text => text.length >= minWordLength)
  })
}
