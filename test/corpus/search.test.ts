import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { readSearchDocuments } from '../../bench/search-documents.ts'
import { drawnQueries, writtenQueries } from '../../bench/search-queries.ts'
import {
  buildSearchIndex,
  matchesQuery,
  packSearchIndex,
  parseQuery,
  type SearchDocument,
  type SearchIndex,
  search,
  unpackSearchIndex,
} from '../../src/search/index.ts'
import { describeShared, shared } from '../support/shared.ts'

describeShared('search over the public Sigma sets', () => {
  let documents: readonly SearchDocument[] = []
  let index: SearchIndex
  beforeAll(() => {
    documents = readSearchDocuments(shared)
    index = unpackSearchIndex(packSearchIndex(buildSearchIndex(documents)))
  })

  test('finds what the reference finds', () => {
    const queries = [...writtenQueries, ...drawnQueries(documents, 60)]
    for (const query of queries) {
      const tree = parseQuery(query).query
      const expected = documents.flatMap((document, i) => (matchesQuery(document, tree) ? [i] : []))
      const { hits } = search(index, query, { limit: documents.length })
      expect([query, hits.toSorted((a, b) => a - b)]).toEqual([query, expected])
    }
  })

  test('finds the rule that is meant first', () => {
    const firstOf = (query: string): string | undefined =>
      documents[search(index, query).hits[0] ?? -1]?.slug
    const frp = 'proc_creation_win_pua_frp'
    expect(firstOf('frp')).toBe(frp)
    expect(firstOf('\\frpc.exe')).toBe(frp)
    expect(firstOf('32410e29-5f94-4568-b6a3-d91a8adad863')).toBe(frp)
    expect(firstOf('proc_creation_win_pua_frp.yml')).toBe(frp)
    expect(firstOf('fast reverse proxy')).toBe(frp)
    expect(search(index, '\\frpc.exe').total).toBe(1)
  })

  test('takes little room in a browser', () => {
    const gzipped = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length
    expect(gzipped(packSearchIndex(index, ['bodies']))).toBeLessThan(800_000)
    expect(gzipped(packSearchIndex(index, ['bodies', 'descriptions']))).toBeLessThan(650_000)
  })
})
