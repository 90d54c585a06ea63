import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDocument, arbitraryQuery } from '../../test/support/arbitrary-search.ts'
import { buildSearchIndex } from './build-index.ts'
import type { SearchDocument } from './document.ts'
import { findLastTerm } from './last-term.ts'
import { search } from './search.ts'
import { suggest } from './suggest.ts'

const bare: SearchDocument = {
  ...{ id: 'i', slug: 's', address: 'a', title: 't', description: '', body: '', vendor: 'sigma' },
  ...{ authors: [], tags: [], cves: [], path: 's.yml', tactics: [], techniques: [], events: [] },
  ...{ fields: [], indicators: [], exclusions: [], has: [] },
}
const toTest = (value: string): SearchDocument['indicators'][number] => {
  return { field: 'Image', canonicalField: 'Image', kind: 'ends_with', value }
}

const index = buildSearchIndex([
  {
    ...bare,
    title: 'FRP Execution',
    level: 'high',
    fields: ['Image'],
    techniques: [{ id: 'T1090', name: 'Proxy' }],
    indicators: [toTest('\\frpc.exe'), toTest('frp of old')],
  },
  { ...bare, title: 'Other', level: 'low', vendor: 'elastic', exclusions: [toTest('x*y,z')] },
])

function textsOf(query: string, limit?: number): readonly string[] {
  return suggest(index, query, limit).map(({ text }) => text)
}

describe('suggests', () => {
  test.each([
    ['lev', ['level:']],
    ['a -(lev', ['a -(level:']],
    ['level:h', ['level:high']],
    ['level:', ['level:high', 'level:low']],
    ['x level:low,h', ['x level:low,high']],
    ['vendor:"ela', ['vendor:elastic']],
    ['technique:prox', ['technique:T1090']],
    ['value:frp', ['value:\\frpc.exe', 'value:"frp of old"']],
    ['excludes:y', ['excludes:x*y,z']],
    ['op:end', ['op:ends_with']],
    ['proxy', ['technique:T1090']],
    ['imag', ['field:Image']],
    ['frp', ['title:"FRP Execution"', 'value:\\frpc.exe', 'value:"frp of old"']],
    ['title:exe', ['title:"FRP Execution"']],
    ['qqq', []],
  ])('%s', (query, expected) => {
    expect(textsOf(query).toSorted()).toEqual(expected.toSorted())
  })

  test('fields of the search line where a term would begin', () => {
    expect(textsOf('', 2)).toEqual(['vendor:', 'level:'])
    expect(textsOf('"a b" ', 1)).toEqual(['"a b" vendor:'])
  })

  test('a little of each kind', () => {
    expect(suggest(index, 'fr', 2).map(({ kind }) => kind)).toEqual(['rule', 'indicator'])
  })
})

test.each([
  ['a b', { start: 2, valueStart: 2, text: 'b' }],
  ['level:a,"b c', { start: 0, field: 'level', valueStart: 8, text: 'b c' }],
  ['value:a,b', { start: 0, field: 'value', valueStart: 6, text: 'a,b' }],
  ['(-a', { start: 2, valueStart: 2, text: 'a' }],
  ['--a', { start: 0, valueStart: 0, text: '--a' }],
  ['a ', undefined],
  ['"a"', undefined],
  ['(a)', undefined],
])('the last term of %s', (text, term) => {
  expect(findLastTerm(text)).toEqual(term)
})

test('what is suggested for a value finds as many rules as it says', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryDocument, { maxLength: 5 }),
      fc.oneof(arbitraryQuery, fc.string()),
      (rules, text) => {
        const some = buildSearchIndex(rules)
        for (const suggestion of suggest(some, text, 20)) {
          if (suggestion.kind === 'query-field') continue
          const last = findLastTerm(text)
          const name = last?.field === undefined ? '' : text.slice(last.start, last.valueStart)
          const before = text.slice(0, last?.valueStart ?? text.length)
          expect(suggestion.text.startsWith(before)).toBe(true)
          const term = name.replace(/:.*/s, ':') + suggestion.text.slice(before.length)
          const { total } = search(some, term)
          if (suggestion.kind === 'rule') expect(total).toBeGreaterThanOrEqual(1)
          else expect(total).toBe(suggestion.count)
        }
      },
    ),
    { numRuns: 500 },
  )
})
