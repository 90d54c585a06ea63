import { expect, test } from 'vitest'
import { makeCatalogue } from '../../../test/support/make-catalogue.ts'
import { makeFolder } from '../../../test/support/make-folder.ts'
import { buildSearchIndex } from '../../search/index.ts'
import { createRuleSearch } from './rule-search.ts'
import { toSearchDocuments } from './search-documents.ts'

function rule(title: string, more: string, values: string): string {
  return `title: ${title}
logsource: { product: windows, category: process_creation }
${more}
detection: { s: { CommandLine|contains: [${values}] }, condition: s }
`
}

const { catalogue, input } = makeCatalogue({
  own: makeFolder({
    'a.yml': rule('First tool', 'level: high\nstatus: test', 'alpha, beta'),
    'b.yml': rule('Second tool', 'level: low', 'alpha'),
    'c.yml': rule('Third', 'level: critical\nstatus: stable', 'gamma, delta, epsilon'),
  }),
})
const search = createRuleSearch(buildSearchIndex([...toSearchDocuments(input)]), catalogue)

const find = (query: string, sort = 'relevance', isDescending = false) =>
  search.find({ query, sort, isDescending, parts: { facets: true, indicators: true } })
const slugs = (numbers: readonly number[]) => numbers.map(number => catalogue.rows[number]?.slug)

test('rules come in the order that is asked for; those without the value come last', () => {
  expect(slugs(find('tool').rules).toSorted()).toEqual(['a', 'b'])
  expect(slugs(find('', 'indicators').rules)).toEqual(['b', 'a', 'c'])
  expect(slugs(find('', 'indicators', true).rules)).toEqual(['c', 'a', 'b'])
  expect(slugs(find('', 'status').rules)).toEqual(['c', 'a', 'b'])
  expect(slugs(find('', 'status', true).rules)).toEqual(['a', 'c', 'b'])
})

test('facets say what is chosen, levels from the most serious', () => {
  const levels = (query: string) =>
    find(query).facets.find(facet => facet.field === 'level')?.values
  expect(levels('')?.map(({ value, count, isChosen }) => [value, count, isChosen])).toEqual([
    ['critical', 1, false],
    ['high', 1, false],
    ['low', 1, false],
  ])
  expect(levels('level:HIGH tool')?.map(({ value, isChosen }) => [value, isChosen])).toEqual([
    ['high', true],
  ])
  expect(levels('level:>=high')?.map(({ isChosen }) => isChosen)).toEqual([false, false])
})

test('words lead to the indicators that they are in', () => {
  const values = (query: string) => find(query).indicators.map(row => row.value)
  expect(values('alph')).toEqual(['alpha'])
  expect(values('value:lta')).toEqual(['delta'])
  expect(values('level:high')).toEqual([])
  expect(values('a')).toEqual([])
})

test('a suggestion of a rule leads to its page', () => {
  expect(search.suggest('first', 5)).toContainEqual(
    expect.objectContaining({ kind: 'rule', label: 'First tool', address: 'rules/own/a' }),
  )
  expect(search.suggest('lev', 5)[0]).toMatchObject({ kind: 'query-field', text: 'level:' })
})
