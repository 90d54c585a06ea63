import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDocument, arbitraryQuery } from '../../test/support/arbitrary-search.ts'
import { buildSearchIndex } from './build-index.ts'
import type { SearchDocument } from './document.ts'
import { packSearchDocuments, packSearchIndex } from './pack-index.ts'
import { search } from './search.ts'
import { SearchIndexError, unpackSearchIndex } from './unpack-index.ts'

const [example] = fc.sample(arbitraryDocument, { numRuns: 1, seed: 1 })

function makeDocument(properties: Partial<SearchDocument>): SearchDocument {
  if (example === undefined) throw new Error('no example')
  return { ...example, indicators: [], exclusions: [], ...properties }
}

describe('what is packed', () => {
  test('is unpacked as the same index', () => {
    fc.assert(
      fc.property(fc.array(arbitraryDocument, { maxLength: 6 }), rules => {
        const index = buildSearchIndex(rules)
        expect(unpackSearchIndex(packSearchIndex(index))).toEqual(index)
        expect(packSearchDocuments(rules)).toEqual(packSearchIndex(index))
      }),
    )
  })

  test('without descriptions and bodies still answers, and says where it did not look', () => {
    const index = buildSearchIndex([
      makeDocument({ title: 'Proxy', description: 'tunnel', body: 'frpc' }),
      makeDocument({ title: 'frpc tunnel', description: '', body: '' }),
    ])
    const core = unpackSearchIndex(packSearchIndex(index, ['descriptions', 'bodies']))
    expect(search(index, 'frpc tunnel').hits).toEqual([1, 0])
    const { hits, problems } = search(core, 'frpc tunnel')
    expect(hits).toEqual([1])
    expect(problems).toMatchObject([
      { severity: 'note', message: 'the descriptions and bodies of rules were not searched' },
    ])
    expect(search(core, 'title:frpc').problems).toEqual([])
  })

  test('keeps half characters from changing what is found', () => {
    const index = buildSearchIndex([makeDocument({ body: 'abc\ud800def' })])
    const again = unpackSearchIndex(packSearchIndex(index))
    for (const query of ['abc\ud800def', 'abc\ufffd', 'def']) {
      expect([search(index, query).total, search(again, query).total]).toEqual([1, 1])
    }
  })
})

describe('bytes that are no index', () => {
  const packed = packSearchIndex(buildSearchIndex([makeDocument({ title: 'a' })]))

  test.each([
    ['nothing', new Uint8Array(), 'these bytes are no search index'],
    ['other bytes', new Uint8Array(100), 'these bytes are no search index'],
    ['too few', packed.subarray(0, packed.length - 1), 'the search index is cut off'],
  ])('%s', (_, bytes, message) => {
    expect(() => unpackSearchIndex(bytes)).toThrow(new SearchIndexError(message))
  })

  test('another version', () => {
    const text = new TextDecoder('latin1').decode(packed).replace('"version":1', '"version":2')
    const bytes = Uint8Array.from(text, character => character.charCodeAt(0))
    expect(() => unpackSearchIndex(bytes)).toThrow('of another version')
  })

  test('damage is an error of its own kind, or goes unseen', () => {
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.nat(255), arbitraryQuery, (at, byte, query) => {
        const bytes = packed.slice()
        bytes[at] = byte
        try {
          search(unpackSearchIndex(bytes), query)
        } catch (error) {
          expect(error).toBeInstanceOf(SearchIndexError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
