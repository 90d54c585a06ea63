import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSiteApp, openSite, type ServedSite } from '../../src/http/index.ts'
import { runIndicia, type Served, serveIndicia } from '../cli/run-indicia.ts'
import { checkLinks } from '../support/check-links.ts'
import { makeFolder } from '../support/make-folder.ts'
import { describeShared, shared } from '../support/shared.ts'

describeShared('the site of the Sigma sets', () => {
  const folder = makeFolder({})
  const path = join(folder, 'catalog.duckdb')
  const output = join(folder, 'site')
  let site: ServedSite

  beforeAll(async () => {
    const sources = ['sigma', 'hayabusa'].map(name => join(shared, 'corpora', name))
    const build = await runIndicia(['build', ...sources, '-o', path])
    expect(build.err).toContain('rules')
    const run = await runIndicia(['export', path, '-o', output])
    expect([run.code, run.err]).toEqual([0, expect.stringContaining(' pages, ')])
    site = await openSite(path, { assets: new Map(), version: '0' })
  })

  test('has no dead link and no dead anchor in a whole export', () => {
    const { dead, pages } = checkLinks(output)
    expect(dead).toEqual([])
    expect(pages).toBeGreaterThanOrEqual(site.catalogue.addresses().length)
  })

  test('has no page over 150 KB, and no page of a rule over 40 KB compressed', () => {
    const pages = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.html'),
    )
    const large = pages.filter(name => statSync(join(output, name)).size > 150 * 1024)
    expect(large).toEqual([])
    const heavy = pages.filter(
      name =>
        name.startsWith('rules/') &&
        gzipSync(readFileSync(join(output, name))).byteLength > 40 * 1024,
    )
    expect(heavy).toEqual([])
  })

  test('shows the rule on frp with the figures that its page must have', async () => {
    const app = createSiteApp(() => site)
    const answer = await app.request('/api/v1/rules/sigma:proc_creation_win_pua_frp')
    expect(await answer.json()).toMatchObject({
      id: '32410e29-5f94-4568-b6a3-d91a8adad863',
      title: 'PUA - Fast Reverse Proxy (FRP) Execution',
      attack: [{ tactic: { id: 'TA0011' }, technique: { id: 'T1090' } }],
      branches: 3,
      events: expect.arrayContaining([
        expect.objectContaining({
          provider: 'Microsoft-Windows-Sysmon',
          eventId: '1',
          branchesCovered: 3,
        }),
        expect.objectContaining({
          eventId: '4688',
          branchesCovered: 2,
          missingFields: ['Hashes'],
        }),
      ]),
    })
    const html = await (await app.request('/rules/sigma/proc_creation_win_pua_frp')).text()
    for (const text of ['Fast Reverse Proxy', 'T1090', '\\frpc.exe', '2 of 3', 'Hashes', '4688']) {
      expect(html).toContain(text)
    }
  })
})

describeShared('a server of the Sigma sets', () => {
  let served: Served

  beforeAll(async () => {
    const folder = makeFolder({})
    const build = await runIndicia(['build', join(shared, 'corpora', 'sigma'), '-o', 'a.duckdb'], {
      cwd: folder,
    })
    expect(build.err).toContain('rules')
    served = await serveIndicia(['a.duckdb'], folder)
  })
  afterAll(() => served.stop('SIGTERM'))

  test('gives every rule whole, one a line', async () => {
    const [stats, lines] = await Promise.all([
      fetch(`${served.address}/api/v1/stats`).then(answer => answer.json()),
      fetch(`${served.address}/api/v1/export`).then(answer => answer.text()),
    ])
    const ids = lines
      .trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as { readonly address: string }).address)
    const { totals } = stats as { readonly totals: { readonly rules: number } }
    expect(new Set(ids).size).toBe(totals.rules)
  })
})
