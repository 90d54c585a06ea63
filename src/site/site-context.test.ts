import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assetHref, fileHref, findWebAddress, href, type SiteContext } from './site-context.ts'

const server: SiteContext = { root: '../../', address: 'a/b/c', isStatic: false, version: '1' }
const pages: SiteContext = { ...server, isStatic: true }

describe('a link', () => {
  test.each([
    ['rules/sigma/x', '../../rules/sigma/x', '../../rules/sigma/x.html'],
    ['', '../../', '../../index.html'],
    ['rules/sigma/x#i3', '../../rules/sigma/x#i3', '../../rules/sigma/x.html#i3'],
    ['fields/a b/ß?', '../../fields/a%20b/%C3%9F%3F', '../../fields/a%20b/%C3%9F%3F.html'],
    ['x/half \ud800', '../../x/half%20%EF%BF%BD', '../../x/half%20%EF%BF%BD.html'],
  ])('to %j', (address, served, exported) => {
    expect([href(server, address), href(pages, address)]).toEqual([served, exported])
  })

  test('keeps what an address says after its page, and says nothing empty', () => {
    const query = {
      q: 'level:high "a&b"',
      page: 2,
      none: undefined,
      empty: '',
      rule: ['r/a', 'r/b'],
    }
    expect(href(server, 'rules#list', query)).toBe(
      '../../rules?q=level:high%20%22a%26b%22&page=2&rule=r/a&rule=r/b#list',
    )
  })

  test('from the top to home is one that browsers take for the folder', () => {
    expect(href({ ...server, root: '' }, '')).toBe('./')
    expect(href({ ...pages, root: '' }, '')).toBe('index.html')
  })

  test('to a file has no suffix added', () => {
    expect(fileHref(pages, 'matrix.svg')).toBe('../../matrix.svg')
    expect(assetHref(pages, 'site.css')).toBe('../../assets/site.css?v=1')
  })

  test('leads back to its query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), q => {
        const url = new URL(href(server, 'rules', { q }), 'http://host/a/b/c')
        expect(url.searchParams.get('q')).toBe(q.replace(/\p{Surrogate}/gu, '\ufffd'))
      }),
    )
  })
})

test.each([
  ['https://example.com/a?b=c#d', true],
  ['HTTP://EXAMPLE.COM', true],
  ['javascript:alert(1)', false],
  [' https://example.com', false],
  ['https://example.com/ onclick=x', false],
  ['https://example.com/"onclick="x', false],
  ['data:text/html,x', false],
  ['//example.com', false],
  ['ftp://example.com', false],
])('%j may be linked to: %j', (text, expected) => {
  expect(findWebAddress(text) !== undefined).toBe(expected)
})
