import { countFacet } from './count-facets.ts'
import { evaluateQuery, type Leaf } from './evaluate.ts'
import { explainSearch } from './explain-search.ts'
import { orderHits } from './order-hits.ts'
import { parseQuery } from './parse-query.ts'
import type { SearchIndex } from './search-index.ts'
import type { SearchOptions, SearchResult } from './search-result.ts'

const defaultLimit = 50

/**
 * Answers a query of the search line. The total and the facets are exact, whatever the limit; `problems` says what
 * is wrong with the query, what was not searched, and why nothing was found.
 *
 * @example search(index, 'vendor:sigma level:>=high frpc.exe', { limit: 20, facets: ['level'] })
 */
export function search(
  index: SearchIndex,
  query: string,
  options: SearchOptions = {},
): SearchResult {
  const parsed = parseQuery(query)
  const leaves: Leaf[] = []
  const found = evaluateQuery(index, parsed.query, leaves)
  const ordered = orderHits(index, parsed.query, found, options)
  const { offset = 0, limit = defaultLimit, facets = [] } = options
  const first = Math.max(0, offset)
  return {
    hits: Array.from(ordered.subarray(first, first + Math.max(0, limit))),
    total: ordered.length,
    facets: facets.map(name => countFacet(index, name, found.marks)),
    problems: [
      ...parsed.problems,
      ...explainSearch(index, parsed.query, {
        leaves,
        total: ordered.length,
        text: query,
      }),
    ],
  }
}
