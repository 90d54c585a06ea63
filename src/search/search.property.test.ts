import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDocument, arbitraryQuery } from '../../test/support/arbitrary-search.ts'
import { buildSearchIndex } from './build-index.ts'
import { matchesQuery } from './matches-query.ts'
import { parseQuery } from './parse-query.ts'
import { search } from './search.ts'
import type { FacetName } from './search-result.ts'

const documents = fc.array(arbitraryDocument, { maxLength: 8 })
const facetNames: readonly FacetName[] = [
  ...(['vendor', 'level', 'status', 'language', 'product', 'category', 'service'] as const),
  ...(['tactic', 'technique', 'has'] as const),
]

describe('the index', () => {
  test('finds the documents that the reference finds, and no other', () => {
    fc.assert(
      fc.property(documents, arbitraryQuery, (rules, text) => {
        const { query } = parseQuery(text)
        const expected = rules.flatMap((rule, i) => (matchesQuery(rule, query) ? [i] : []))
        const { hits, total, problems } = search(buildSearchIndex(rules), text)
        expect([...hits].sort((a, b) => a - b)).toEqual(expected)
        expect(total).toBe(expected.length)
        if (total === 0) expect(problems).not.toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('counts for a value of a facet what the query finds with it', () => {
    fc.assert(
      fc.property(documents, arbitraryQuery, (rules, text) => {
        const index = buildSearchIndex(rules)
        for (const { name, values } of search(index, text, { facets: facetNames }).facets) {
          for (const { value, count } of values) {
            expect(search(index, `(${text}) ${name}:"${value}"`).total).toBe(count)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
