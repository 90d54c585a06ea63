import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serveIndicia } from '../cli/run-indicia.ts'
import { describeBrowser } from './chromium.ts'
import { makeCatalogueFile } from './make-catalogue-file.ts'
import { pageTypes, servedPageTypes } from './page-types.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let served: Served
let addresses: readonly string[]

beforeAll(async () => {
  const { folder, path } = await makeCatalogueFile()
  served = await serveIndicia([path], folder)
  const answer = await fetch(`${served.address}/api/v1/indicators?shared=1&limit=1`)
  const { items } = (await answer.json()) as { items: readonly { address: string }[] }
  addresses = [...pageTypes, items[0]?.address ?? '', ...servedPageTypes]
})
afterAll(() => served.stop('SIGTERM'))

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What axe finds wrong with a page. */
async function findViolations(page: Page): Promise<readonly string[]> {
  // Not as a script of the page, which its policy forbids.
  await page.evaluate(axe)
  const violations = await page.evaluate<readonly Violation[]>(
    'axe.run().then(result => result.violations)',
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(node => `${id}: ${node.html.slice(0, 160)} — ${node.failureSummary}`),
  )
}

describeBrowser('every type of page', open => {
  test.each(['light', 'dark'] as const)('has nothing that axe minds, in %s', async theme => {
    const page = await open(`${served.address}/`, { theme })
    for (const address of addresses) {
      await page.goto(`${served.address}/${address}`)
      expect([address, await findViolations(page)]).toEqual([address, []])
    }
  })

  test.each([390, 768, 900, 1280, 2560])('fits into %i pixels', async width => {
    const page = await open(`${served.address}/`, { width })
    for (const address of addresses) {
      await page.goto(`${served.address}/${address}`)
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect([address, overflow]).toEqual([address, 0])
    }
  })
})
