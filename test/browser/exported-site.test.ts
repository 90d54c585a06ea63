import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runIndicia } from '../cli/run-indicia.ts'
import { describeBrowser } from './chromium.ts'
import { makeCatalogueFile } from './make-catalogue-file.ts'
import { pageTypes } from './page-types.ts'
import { type ServedFolder, serveFolder } from './serve-folder.ts'

let served: ServedFolder

beforeAll(async () => {
  const { folder, path } = await makeCatalogueFile()
  const output = join(folder, 'site')
  const { code, err } = await runIndicia(['export', path, '-o', output])
  expect([code, err]).toEqual([0, expect.stringContaining(' pages, ')])
  served = await serveFolder(output, '/deep/below/')
})
afterAll(() => served.close())

const at = (address: string): string => served.address + (address === '' ? '' : `${address}.html`)

describeBrowser('an export, below any path', open => {
  test('has every type of page', async () => {
    const page = await open(at(''))
    for (const address of pageTypes) {
      const answer = await page.goto(at(address))
      expect([address, answer?.status()]).toEqual([address, 200])
      expect(await page.locator('h1').count()).toBe(1)
      const font = await page.evaluate<string>('getComputedStyle(document.body).fontFamily')
      expect(font).toContain('IBM Plex Sans')
    }
  })

  test('searches by itself', async () => {
    const page = await open(at(''))
    await page.locator('#q').pressSequentially('fast reverse')
    await page.waitForSelector('#suggestions li:has-text("Fast Reverse Proxy")')
    await page.fill('#q', 'frp vendor:sigma')
    await page.press('#q', 'Enter')
    await page.waitForURL('**/rules.html?q=**')
    await page.waitForSelector('table.rules a:text("Fast Reverse Proxy (FRP)")')
    expect(await page.locator('table.rules tbody tr').count()).toBe(1)
    await page.click('table.rules a:text("Fast Reverse Proxy (FRP)")')
    await page.waitForURL('**/rules/sigma/proc_creation_win_pua_frp.html')
    await page.click('td.value a:has-text("\\\\frpc.exe")')
    await page.waitForURL('**/indicators/*.html')
    expect(await page.textContent('h1')).toContain('\\frpc.exe')
  })

  test('shows no list of other rules while the index of a search is on its way', async () => {
    const page = await open(at('matrix'))
    let letGo = (): void => {}
    const held = new Promise<void>(resolve => {
      letGo = resolve
    })
    await page.route('**/search/*.bin', async route => {
      await held
      await route.continue()
    })
    await page.goto(`${at('rules')}?q=frp+vendor:sigma`)
    expect(await page.locator('table.rules').isVisible()).toBe(false)
    letGo()
    await page.locator('table.rules').waitFor({ state: 'visible' })
    expect(await page.locator('table.rules tbody tr').count()).toBe(1)
  })

  test('narrows by facets', async () => {
    const page = await open(at('rules'))
    await page.click('.facet a:text-is("critical")')
    await page.waitForURL(/q=level:critical/)
    await page.waitForSelector('table.rules .level.critical')
    await expect
      .poll(() => page.locator('table.rules tbody tr').count())
      .toBe(await page.locator('table.rules .level.critical').count())
  })

  test('has further pages of its lists, and needs no script for them', async () => {
    const page = await open(at('rules'), { hasScript: false })
    await page.click('a[rel="next"]')
    await page.waitForURL('**/rules~~2.html')
    expect(await page.locator('table.rules tbody tr').count()).toBeGreaterThan(0)
    await page.click('a[rel="prev"]')
    await page.waitForURL('**/rules.html')
  })
})
