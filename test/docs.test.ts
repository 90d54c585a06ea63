import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diagnosticsPage, lintsPage, sigmaPage } from '../scripts/doc-pages.ts'

function readPage(name: string): string {
  return readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n')
}

describe('the generated pages are those that the code makes (else: npm run docs)', () => {
  test('docs/lints.md', () => {
    expect(readPage('lints.md')).toBe(lintsPage())
  })

  test('docs/diagnostics.md', () => {
    expect(readPage('diagnostics.md')).toBe(diagnosticsPage())
  })

  test('the table of modifiers in docs/sigma.md', () => {
    const page = readPage('sigma.md')
    expect(page).toBe(sigmaPage(page))
  })
})
