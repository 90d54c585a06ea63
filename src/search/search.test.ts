import { describe, expect, test } from 'vitest'
import { buildSearchIndex } from './build-index.ts'
import type { SearchDocument, SearchTest } from './document.ts'
import { search } from './search.ts'
import type { SearchOptions } from './search-result.ts'

const bare: SearchDocument = {
  ...{ id: 'i', slug: 's', address: 'a', title: 't', description: '', body: '', vendor: 'sigma' },
  ...{ authors: [], tags: [], cves: [], path: 's.yml', tactics: [], techniques: [], events: [] },
  ...{ fields: [], indicators: [], exclusions: [], has: [] },
}

function makeTest(field: string, kind: string, value: string): SearchTest {
  return { field, canonicalField: field, kind, value }
}

const frp: SearchDocument = {
  ...bare,
  id: '32410e29-5f94-4568-b6a3-d91a8adad863',
  slug: 'proc_creation_win_pua_frp',
  path: 'rules/windows/process_creation/proc_creation_win_pua_frp.yml',
  title: 'PUA - Fast Reverse Proxy (FRP) Execution',
  description: 'Detects the use of Fast Reverse Proxy',
  level: 'high',
  status: 'test',
  date: '2022-09-02',
  modified: '2024-11-23',
  tactics: [{ id: 'TA0011', name: 'Command and Control' }],
  techniques: [{ id: 'T1090', name: 'Proxy' }],
  events: [
    { key: 'w/Sysmon/1', provider: 'Sysmon', eventId: '1', title: 'Process creation' },
    { key: 'w/Security/4688', provider: 'Security', eventId: '4688', title: 'A new process' },
  ],
  fields: ['Image', 'CommandLine', 'Hashes'],
  indicators: [
    makeTest('Image', 'ends_with', '\\frpc.exe'),
    makeTest('CommandLine', 'contains', '\\frpc.ini'),
  ],
}

const encoded: SearchDocument = {
  ...bare,
  id: 'e',
  title: 'Encoded Command',
  description: 'An encoded frpc',
  level: 'critical',
  status: 'deprecated',
  date: '2019-01-01',
  fields: ['CommandLine'],
  techniques: [{ id: 'T1059.001', name: 'PowerShell' }],
  events: [{ key: 'w/Sysmon/11', provider: 'Sysmon', eventId: '11', title: 'File created' }],
  indicators: [
    makeTest('CommandLine', 'contains', ' -enc '),
    makeTest('Image', 'ends_with', '\\x.exe'),
  ],
  exclusions: [makeTest('Image', 'starts_with', 'C:\\Program Files\\')],
}

const other: SearchDocument = {
  ...bare,
  id: 'o',
  title: 'Other',
  body: 'a comment on frpc and 46880 and T10591',
  vendor: 'elastic',
}

const index = buildSearchIndex([other, encoded, frp])
const names = ['other', 'encoded', 'frp']

function find(query: string, options?: SearchOptions): readonly (string | undefined)[] {
  return search(index, query, options).hits.map(hit => names[hit])
}

describe('finds', () => {
  test.each([
    ['', ['other', 'frp', 'encoded']],
    ['frpc', ['frp', 'encoded', 'other']],
    [String.raw`\frpc.exe`, ['frp']],
    ['32410e29-5f94-4568-b6a3-d91a8adad863', ['frp']],
    ['T1090', ['frp']],
    ['T1059', ['encoded']],
    ['"T1059"', ['encoded', 'other']],
    ['4688', ['frp']],
    ['technique:T1059', ['encoded']],
    ['technique:powershell', ['encoded']],
    ['tactic:command-and-control', ['frp']],
    ['field:CommandLine op:contains value:"-enc"', ['encoded']],
    ['field:CommandLine value:x.exe', []],
    ['(field:CommandLine) value:x.exe', ['encoded']],
    ['value:-enc value:x.exe', ['encoded']],
    ['provider:Sysmon event:4688', []],
    ['provider:Sysmon event:1', ['frp']],
    [String.raw`excludes:"C:\Program Files"`, ['encoded']],
    [String.raw`value:"C:\Program Files"`, []],
    ['level:>=high', ['frp', 'encoded']],
    ['level:>high', ['encoded']],
    ['-vendor:sigma', ['other']],
    ['frpc -status:deprecated', ['frp', 'other']],
    ['before:2020', ['encoded']],
    ['after:2024-11-23', ['frp']],
    ['date:2022-09', ['frp']],
    ['date:<=2022-09', ['frp', 'encoded']],
    ['date:<2022-09-02', ['encoded']],
    ['date:>2019', ['frp']],
    ['date:>=2019-01-01', ['frp', 'encoded']],
    ['event:468*', ['frp']],
    ['event:468', []],
  ])('%s', (query, expected) => {
    expect(find(query)).toEqual(expected)
  })
})

describe('orders', () => {
  test('deprecated rules after others that are as good', () => {
    const some = buildSearchIndex([
      { ...bare, title: 'Use of frp', status: 'deprecated' },
      { ...bare, title: 'Use of frp', status: 'test' },
      { ...bare, title: 'Use of x', body: 'frp' },
    ])
    expect(search(some, 'frp').hits).toEqual([1, 0, 2])
    expect(search(some, '').hits).toEqual([1, 2, 0])
  })

  test('the rule whose title, id or file name the query is comes first', () => {
    const titles = ['Use of whoami in a script', 'whoami of old', 'Whoami', 'x', 'y']
    const some = buildSearchIndex([
      ...titles.map((title, i) => ({ ...bare, title, id: `${i}`, slug: `${i}` })),
      { ...bare, title: 'whoami whoami', id: '5', slug: '5' },
      { ...bare, title: 'long title', path: 'a/whoami.yml', slug: 'whoami' },
    ])
    const { hits } = search(some, 'whoami')
    expect(hits.slice(0, 2).toSorted()).toEqual([2, 6])
    expect(hits.length).toBe(5)
  })

  test('by a column, with rules that lack it last in both directions', () => {
    expect(find('', { sort: 'level' })).toEqual(['frp', 'encoded', 'other'])
    expect(find('', { sort: 'level', descending: true })).toEqual(['encoded', 'frp', 'other'])
    expect(find('', { sort: 'date' })).toEqual(['encoded', 'frp', 'other'])
    expect(find('', { sort: 'modified', descending: true })).toEqual(['frp', 'encoded', 'other'])
    expect(find('', { sort: 'title' })).toEqual(['encoded', 'other', 'frp'])
    expect(find('', { sort: 'vendor' })).toEqual(['other', 'encoded', 'frp'])
  })

  test('gives a part of the hits and the total of all', () => {
    const { hits, total } = search(index, 'frpc', { offset: 1, limit: 1 })
    expect([hits, total]).toEqual([[1], 3])
  })
})

test('counts values over all hits, whatever the limit', () => {
  const { facets } = search(index, 'frpc', { limit: 0, facets: ['vendor', 'technique'] })
  expect(facets).toEqual([
    {
      name: 'vendor',
      values: [
        { value: 'sigma', count: 2 },
        { value: 'elastic', count: 1 },
      ],
    },
    {
      name: 'technique',
      values: [
        { value: 'T1059.001', label: 'PowerShell', count: 1 },
        { value: 'T1090', label: 'Proxy', count: 1 },
      ],
    },
  ])
})

describe('explains', () => {
  test.each([
    ['vendor:sgima frpc', '“sgima” is the vendor of no rule', 7, 12, 'did you mean “sigma”?'],
    ['level:low', '“low” is the level of no rule', 6, 9, undefined],
    ['op:contans', '“contans” is the op of no rule', 3, 10, 'did you mean “contains”?'],
    ['-is:* -id:*', 'the query excludes every rule', 0, 11, undefined],
    ['frpc xyzzy', 'nothing is found by “xyzzy”', 5, 10, undefined],
    [
      'powershell elastic',
      'every part of the query is found, but in no rule all of it',
      0,
      18,
      undefined,
    ],
    [
      'sy',
      '“sy” has fewer than 3 characters: only the beginnings of words in titles and names were searched',
      0,
      2,
      undefined,
    ],
  ])('%s', (query, message, start, end, help) => {
    expect(search(index, query).problems).toEqual([
      { severity: 'note', message, start, end, ...(help === undefined ? {} : { help }) },
    ])
  })

  test('an empty catalogue', () => {
    const { total, problems } = search(buildSearchIndex([]), 'a*')
    expect(total).toBe(0)
    expect(problems.map(({ message }) => message)).toContain('the catalogue holds no rules')
  })
})
