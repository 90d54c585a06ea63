import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serveIndicia } from '../cli/run-indicia.ts'
import { describeBrowser } from './chromium.ts'
import { makeCatalogueFile } from './make-catalogue-file.ts'

let served: Served

beforeAll(async () => {
  const { folder, path } = await makeCatalogueFile()
  served = await serveIndicia([path], folder)
})
afterAll(() => served.stop('SIGTERM'))

const frp = 'rules/sigma/proc_creation_win_pua_frp'
const at = (address: string): string => `${served.address}/${address}`

// Programs for the browser are texts: the types of this project know no browser.
const readClipboard = 'navigator.clipboard.readText()'

describeBrowser('the site as it is served', open => {
  test('leads from a search to a rule, to an indicator, and back', async () => {
    const page = await open(at(''))
    await page.fill('#q', 'frp')
    await page.press('#q', 'Enter')
    await page.waitForURL('**/rules?q=frp')
    await page.click('table.rules a:text("Fast Reverse Proxy (FRP)")')
    await page.waitForURL(`**/${frp}`)
    expect(await page.textContent('h1')).toContain('PUA - Fast Reverse Proxy (FRP) Execution')
    await page.click('td.value a:has-text("\\\\frpc.exe")')
    await page.waitForURL('**/indicators/*')
    expect(await page.textContent('h1')).toContain('\\frpc.exe')
    await page.click('a:has-text("Proxy Tools in <b>Temp</b>")')
    await page.waitForURL('**/rules/own/proxy_tools')
    await page.goBack()
    await page.goBack()
    expect(page.url()).toBe(at(frp))
  })

  test('suggests as one types', async () => {
    const page = await open(at(''))
    await page.locator('#q').pressSequentially('fast rev')
    await page.waitForSelector('#suggestions li:has-text("Fast Reverse Proxy")')
    await page.press('#q', 'ArrowDown')
    await page.press('#q', 'Enter')
    await page.waitForURL('**/rules/**')
    const other = await open(at(''))
    await other.locator('#q').pressSequentially('lev')
    await other.waitForSelector('#suggestions li:has-text("level:")')
    await other.press('#q', 'Escape')
    await other.waitForSelector('#suggestions', { state: 'hidden' })
  })

  test('narrows by facets, each choice in the address, and widens again', async () => {
    const page = await open(at('rules'))
    await page.click('.facet a:text-is("critical")')
    await page.waitForURL(/q=level:critical/)
    const rows = await page.locator('table.rules tbody tr').count()
    expect(rows).toBe(await page.locator('table.rules .level.critical').count())
    expect(rows).toBeGreaterThan(0)
    await page.click('.facet a[aria-current]:has-text("critical")')
    await page.waitForURL(url => !url.search.includes('level'))
    expect(await page.locator('table.rules tbody tr').count()).toBeGreaterThan(rows)
  })

  test('sorts by a column, and chooses columns', async () => {
    const page = await open(at('rules'))
    await page.click('th a:text-is("exclusions")')
    await page.waitForURL(/sort=exclusions/)
    const figures = await page.locator('td[data-l="exclusions"]').allTextContents()
    const numbers = figures.map(Number)
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
    await page.click('summary:text-is("Columns")')
    await page.click('.choose a:text-is("author")')
    await page.waitForURL(/columns=.*author/)
    expect(await page.locator('th:has-text("author")').count()).toBe(1)
  })

  test('a mistake in a query is shown where it is', async () => {
    const page = await open(at('rules?q=level:hihg'))
    expect(await page.textContent('.problems')).toContain('hihg')
  })

  test('a predicate lights up its text, and is pinned in the address', async () => {
    const page = await open(at(frp))
    const predicate = page.locator('.beside [data-p="0"]').first()
    await predicate.hover()
    expect(await page.locator('.beside [data-p="0"].lit').count()).toBeGreaterThan(1)
    await predicate.click()
    expect(new URL(page.url()).hash).toBe('#p0')
    const pinned = await open(page.url())
    expect(await pinned.locator('.beside [data-p="0"].pinned').count()).toBeGreaterThan(1)
    await pinned.keyboard.press('Escape')
    expect(await pinned.locator('.beside .pinned').count()).toBe(0)
  })

  test('copies values, rules and addresses', async () => {
    const page = await open(at(frp))
    const clipboard = (): Promise<string> => page.evaluate(readClipboard)
    await page
      .locator('#indicators ~ * button.copy, [aria-labelledby="indicators"] button.copy')
      .first()
      .click()
    await expect.poll(clipboard).toBe('\\frpc.exe')
    await page.locator('button.copy[data-copy^="indicia "]').first().click()
    await expect.poll(clipboard).toMatch(/^indicia \w+/)
    await page.locator('button.copy[data-copy-from]').first().click()
    await expect.poll(clipboard).toContain('title: PUA - Fast Reverse Proxy')
  })

  test('is walked with the keyboard', async () => {
    const page = await open(at('rules?q=proxy'))
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.id')).toBe('q')
    await page.keyboard.press('Escape')
    for (const key of ['j', 'j', 'k', 'c']) await page.keyboard.press(key)
    expect(await page.locator('tr.current').count()).toBe(1)
    await expect.poll(() => page.evaluate<string>(readClipboard)).toMatch(/\/rules\//)
    await page.keyboard.press('?')
    await page.waitForSelector('dialog[open]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('dialog[open]', { state: 'detached' })
    await page.keyboard.press('j')
    const title = await page.locator('tr.current td.title a').textContent()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/rules/*/*')
    expect(await page.textContent('h1')).toBe(title)
  })

  test('compares rules side by side', async () => {
    const page = await open(at(`compare?rule=${frp}&rule=rules/own/proxy_tools`))
    expect(await page.textContent('main')).toContain('\\frpc.exe')
    expect(await page.textContent('main')).toContain('\\ngrok.exe')
  })

  test('the matrix unfolds and counts what a query finds', async () => {
    const page = await open(at('matrix'))
    const all = await page.locator('main').textContent()
    await page.fill('#matrix-q', 'vendor:own')
    await page.press('#matrix-q', 'Enter')
    await page.waitForURL('**/matrix?q=vendor**')
    expect(await page.locator('main').textContent()).not.toBe(all)
    const svg = await page.request.get(at('matrix.svg'))
    expect(svg.headers()['content-type']).toContain('image/svg+xml')
  })

  test('is dark where the system is, and where the switch says so', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor'
    const light = await open(at(''))
    const dark = await open(at(''), { theme: 'dark' })
    const paper = await light.evaluate(background)
    expect(await dark.evaluate(background)).not.toBe(paper)
    await light.click('[data-theme-switch]')
    for (let i = 0; i < 3 && (await light.evaluate(background)) === paper; i++) {
      await light.click('[data-theme-switch]')
    }
    const chosen = await light.evaluate(background)
    expect(chosen).not.toBe(paper)
    await light.goto(at('rules'))
    expect(await light.evaluate(background)).toBe(chosen)
  })

  test('is complete without JavaScript', async () => {
    const page = await open(at(''), { hasScript: false })
    await page.fill('#q', 'frp')
    await page.click('form.search button')
    await page.waitForURL('**/rules?q=frp')
    await page.click('table.rules a:text("Fast Reverse Proxy (FRP)")')
    await page.click('td.value a:has-text("\\\\frpc.exe")')
    await page.waitForURL('**/indicators/*')
    expect(await page.textContent('main')).toContain('Looked for by')
    const rule = await open(at(frp), { hasScript: false })
    expect(await rule.textContent('pre, .body')).toContain('selection_img')
    await rule.goto(at('rules'))
    await rule.click('.facet a:text-is("high")')
    await rule.waitForURL(/level:high/)
  })

  test('text of rules runs nothing', async () => {
    const page = await open(at('rules/own/proxy_tools'))
    expect(await page.locator('main script, main b:text-is("Temp")').count()).toBe(0)
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0)
  })
})
