/** Writes the generated pages of `docs/`. Run in the root of the checkout: `npm run docs`. */
import { readFile, writeFile } from 'node:fs/promises'
import { diagnosticsPage, lintsPage, sigmaPage } from './doc-pages.ts'

await writeFile('docs/lints.md', lintsPage())
await writeFile('docs/diagnostics.md', diagnosticsPage())
await writeFile('docs/sigma.md', sigmaPage(await readFile('docs/sigma.md', 'utf8')))
