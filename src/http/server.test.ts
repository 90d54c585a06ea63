import { describe, expect, test } from 'vitest'
import { toCorpus, toRulePage } from '../app/index.ts'
import { parseSigma } from '../frontends/sigma/index.ts'
import { createPackApp, type ServedPack, startServer } from './server.ts'

const text = `title: '<script>alert(1)</script>'
id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11
description: 'a <b>bold</b> claim'
references: ['javascript:alert(1)', 'https://example.com/?a=1&b=2']
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\<i>.exe' }
  condition: selection
`

function makePack(): ServedPack {
  const rules = parseSigma(text).value.rules.map(({ value: rule, diagnostics }) => ({
    key: 'a',
    id: rule.id ?? '',
    slug: 'a rule',
    vendor: 'starter',
    license: undefined,
    source: { path: '.' },
    path: 'a rule.yml',
    rule,
    text,
    diagnostics,
  }))
  const corpus = toCorpus(rules)
  return {
    rules: rules.map(entry => toRulePage(entry, corpus)),
    matches: [],
    summary: {
      events: 0,
      matches: 0,
      rules: {
        loaded: 1,
        run: 1,
        notRun: [],
        partial: [],
        cache: { state: 'off', bytesRead: 0 },
      },
      inputs: { read: 0, skipped: 0, unrecognised: 0, outOfTime: 0, unreadable: [] },
      correlations: { timeless: 0, dropped: 0, passedOver: [] },
      seconds: { load: 0, scan: 0 },
      jobs: 1,
      peakMemoryBytes: 0,
    },
  }
}

const app = createPackApp(makePack())

describe('the pages', () => {
  test('escape the text of rules', async () => {
    for (const path of ['/', '/rules/a%20rule']) {
      const html = await (await app.request(path)).text()
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
      expect(html).not.toMatch(/<script|<b>|<i>/)
    }
  })

  test('link to web addresses only', async () => {
    const html = await (await app.request('/rules/a%20rule')).text()
    expect(html).toContain('href="https://example.com/?a=1&amp;b=2"')
    expect(html).toContain('javascript:alert(1)')
    expect(html).not.toContain('href="javascript:')
  })

  test('forbid scripts and other hosts', async () => {
    for (const path of ['/', '/rules/a%20rule', '/style.css', '/nothing']) {
      const { headers } = await app.request(path)
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    }
  })

  test('are not found under other names', async () => {
    expect((await app.request('/rules/nobody')).status).toBe(404)
    expect((await app.request('/rules/%ff')).status).toBe(404)
  })
})

test('the server listens, answers and closes', async () => {
  const server = await startServer(makePack(), { port: 0, host: '127.0.0.1' })
  const response = await fetch(server.address)
  expect([response.status, await response.text()]).toEqual([
    200,
    expect.stringContaining('Starter'),
  ])
  await server.close()
  await expect(fetch(server.address)).rejects.toThrow()
})

test('a port in use is an error', async () => {
  const server = await startServer(makePack(), { port: 0, host: '127.0.0.1' })
  const port = Number(new URL(server.address).port)
  await expect(startServer(makePack(), { port, host: '127.0.0.1' })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  await server.close()
})
