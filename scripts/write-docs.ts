/** Writes the generated pages of `docs/`. Run in the root of the checkout: `npm run docs`. */
import { readFile, writeFile } from 'node:fs/promises'
import { cataloguePage, diagnosticsPage, lintsPage, searchPage, sigmaPage } from './doc-pages.ts'

await writeFile('docs/lints.md', lintsPage())
await writeFile('docs/diagnostics.md', diagnosticsPage())
await writeFile('docs/sigma.md', sigmaPage(await readFile('docs/sigma.md', 'utf8')))
await writeFile('docs/catalogue.md', cataloguePage(await readFile('docs/catalogue.md', 'utf8')))
await writeFile('docs/search.md', searchPage(await readFile('docs/search.md', 'utf8')))
