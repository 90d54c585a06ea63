import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { makeSite } from '../../test/support/make-site.ts'
import { apiRoutes } from './api/index.ts'
import { createSiteApp } from './site-app.ts'

const site = makeSite()
const app = createSiteApp(() => site, {
  onError: error => {
    throw error
  },
})
const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  app.request(path, { headers })

const pages = site.catalogue.addresses()

describe('pages', () => {
  test('stand at every address of the catalogue', async () => {
    for (const address of pages) {
      const response = await get(`/${address.split('/').map(encodeURIComponent).join('/')}`)
      expect([address, response.status]).toEqual([address, 200])
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    }
  })

  test('escape the text of rules and link to web addresses only', async () => {
    const html = await (await get('/rules/own/a')).text()
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toContain('href="https://example.com/?a=1&amp;b=2"')
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('href="javascript:')
  })

  test('have no script and no style in them, and a policy that forbids both', async () => {
    for (const path of ['/', '/rules', '/rules/own/a', '/matrix', '/nothing', '/rules?page=x']) {
      const response = await get(path)
      const html = await response.text()
      expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/)
      expect(response.headers.get('Content-Security-Policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      )
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    }
  })

  test.each([
    ['/nothing', 404],
    ['/rules/own/nobody', 404],
    ['/rules/own/%ff', 404],
    ['/indicators/0000', 404],
    ['/assets/../package.json', 404],
    ['/assets/%2e%2e/package.json', 404],
    ['/rules?page=abc', 400],
    ['/rules?page=0', 400],
    ['/rules?page=1e9', 400],
    ['/rules?sort=colour', 400],
    [`/rules?q=${'x'.repeat(2001)}`, 400],
    ['/rules?utm_source=x', 200],
    ['/rules?page=99', 404],
    ['/rules/own/a?page=2', 404],
    ['/indicators?page=2', 404],
    ['/indicators?page=1', 200],
  ])('%s is answered %i with a page', async (path, status) => {
    const response = await get(path)
    expect(response.status).toBe(status)
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('</html>')
  })

  test('have one on the API, with every path and every schema', async () => {
    const html = await (await get('/api')).text()
    for (const { path } of apiRoutes) expect(html).toContain(`GET /api/v1${path}<`)
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(links.filter(id => !html.includes(`id="${id}"`))).toEqual([])
    expect((await get('/api/v1')).headers.get('Location')).toBe('../api')
  })

  test('are found where they moved to, below any path', async () => {
    const search = await get('/search?q=a%20b&page=1')
    expect([search.status, search.headers.get('Location')]).toEqual([302, 'rules?q=a+b'])
    const slash = await get('/rules/own/b%20c/')
    expect([slash.status, slash.headers.get('Location')]).toEqual([301, '../../../rules/own/b%20c'])
  })

  test('link to where they are from, whatever the depth', async () => {
    expect(await (await get('/rules/own/a')).text()).toContain('href="../../assets/site.css')
    expect(await (await get('/nothing/at/all')).text()).toContain('href="../../assets/site.css')
    expect(await (await get('/rules')).text()).toContain('href="assets/site.css')
  })
})

describe('answers', () => {
  test('have a strong tag, and are not sent again to who has them', async () => {
    const first = await get('/rules/own/a')
    const tag = first.headers.get('ETag') ?? ''
    expect(tag).toMatch(/^"[\w-]{22}"$/)
    expect(first.headers.get('Cache-Control')).toBe('no-cache')
    const again = await get('/rules/own/a', { 'If-None-Match': `"other", W/${tag}` })
    expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', tag])
    expect((await get('/rules/own/a', { 'If-None-Match': '"other"' })).status).toBe(200)
  })

  test('are compressed as the client asks, each encoding with a tag of its own', async () => {
    const plain = await (await get('/rules/own/a')).text()
    const tags = new Set<string | null>()
    for (const [accepts, encoding, unpack] of [
      ['gzip, deflate', 'gzip', gunzipSync],
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['br;q=0, *', 'gzip', gunzipSync],
    ] as const) {
      const response = await get('/rules/own/a', { 'Accept-Encoding': accepts })
      expect(response.headers.get('Content-Encoding')).toBe(encoding)
      expect(response.headers.get('Vary')).toBe('Accept-Encoding')
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(bytes.byteLength).toBe(Number(response.headers.get('Content-Length')))
      expect(unpack(bytes).toString()).toBe(plain)
      tags.add(response.headers.get('ETag'))
    }
    expect(tags.size).toBe(2)
    const known = await get('/rules/own/a', {
      'Accept-Encoding': 'br',
      'If-None-Match': [...tags].join(', '),
    })
    expect(known.status).toBe(304)
  })

  test('to HEAD have the headers of GET and no body', async () => {
    const response = await app.request('/rules/own/a', { method: 'HEAD' })
    const whole = await (await get('/rules/own/a')).arrayBuffer()
    expect(await response.text()).toBe('')
    expect(Number(response.headers.get('Content-Length'))).toBe(whole.byteLength)
  })

  test('with assets whose names change with their bytes are kept for good, others asked for', async () => {
    const font = await get('/assets/plex.B4xJ0a9Z.woff2')
    expect(font.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(font.headers.get('Content-Type')).toBe('font/woff2')
    const style = await get('/assets/site.css?v=1.2.3')
    expect(style.headers.get('Cache-Control')).toBe('no-cache')
  })

  test('are those of a new site as soon as there is one', async () => {
    const other = makeSite({
      'x/x.yml': 'title: Other\nlogsource: {}\ndetection: { s: { a: b }, condition: s }\n',
    })
    let current = site
    const changing = createSiteApp(() => current)
    expect(await (await changing.request('/rules')).text()).not.toContain('Other')
    current = other
    expect(await (await changing.request('/rules')).text()).toContain('Other')
  })
})

test('a fault of the program is an answer, and is told', async () => {
  const told: string[] = []
  const broken = createSiteApp(
    () => ({
      ...site,
      catalogue: {
        ...site.catalogue,
        home: () => {
          throw new RangeError('a fault')
        },
      },
    }),
    { onError: error => told.push(error.message) },
  )
  const page = await broken.request('/')
  expect([page.status, page.headers.get('Content-Type')]).toEqual([500, 'text/html; charset=utf-8'])
  const stats = await broken.request('/api/v1/stats')
  expect([stats.status, await stats.json()]).toEqual([
    500,
    { type: 'about:blank', title: 'A fault of the program', status: 500 },
  ])
  expect(told).toEqual(['a fault', 'a fault'])
})
