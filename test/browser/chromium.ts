import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'

/** Where Debian’s package `chromium` puts it. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const isThere = existsSync(executablePath)

export interface OpenOptions {
  /** Of the window, in pixels; 1280 × 800 if not given. */
  readonly width?: number
  readonly theme?: 'light' | 'dark'
  readonly hasScript?: boolean
}

/** Opens a page in a window of its own, and watches it: see `describeBrowser`. */
export type OpenPage = (url: string, options?: OpenOptions) => Promise<Page>

/**
 * A suite in a real browser; skipped, and said so, where there is none. After each test the pages that it opened must
 * have reported no error and asked no other host for anything.
 */
export function describeBrowser(name: string, define: (open: OpenPage) => void): void {
  if (!isThere) console.warn(`skipped: “${name}”, since there is no ${executablePath}`)
  describe.skipIf(!isThere)(name, () => {
    let browser: Browser
    const contexts: BrowserContext[] = []
    const faults: string[] = []

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    })
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map(context => context.close()))
      expect(faults.splice(0)).toEqual([])
    })
    afterAll(() => browser.close())

    define(async (url, { width = 1280, theme = 'light', hasScript = true } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme: theme,
        javaScriptEnabled: hasScript,
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      contexts.push(context)
      const page = await context.newPage()
      watch(page, new URL(url).host, faults)
      await page.goto(url)
      return page
    })
  })
}

function watch(page: Page, host: string, faults: string[]): void {
  page.on('console', message => {
    if (message.type() !== 'error') return
    // The browser reports the status of the page itself, too, which tests may ask for.
    if (/status of 4\d\d/.test(message.text()) && message.location().url === page.url()) return
    faults.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', error => faults.push(`${page.url()}: ${error.message}`))
  page.on('request', request => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.host !== host) faults.push(`asked for ${request.url()}`)
  })
  page.on('response', response => {
    if (response.status() >= 500) faults.push(`${response.url()}: ${response.status()}`)
  })
}
