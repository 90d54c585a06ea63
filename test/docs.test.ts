import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { diagnosticsPage, lintsPage, sigmaPage } from '../scripts/doc-pages.ts'
import { conditionTypes } from '../src/frontends/sigma/pipeline/conditions.ts'
import { transformationTypes } from '../src/frontends/sigma/pipeline/parse-pipeline.ts'
import { makeFolder } from './support/make-folder.ts'

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

describe('the page on pipelines', () => {
  const page = readPage('pipelines.md')
  const namesIn = (text: string): string[] =>
    [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

  test('names every step that is read, and no other', () => {
    const [, steps = ''] = /## Steps\n([\s\S]*?)\n## /.exec(page) ?? []
    const named = [...steps.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => namesIn(cell))
    expect(named.toSorted()).toEqual(transformationTypes.toSorted())
  })

  test.each(Object.entries(conditionTypes))('names every condition on %s', (on, types) => {
    const [, cell = ''] = new RegExp(`^\\| ${on} \\| (.*) \\|$`, 'm').exec(page) ?? []
    expect(namesIn(cell).toSorted()).toEqual(types.toSorted())
  })
})

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')

describe('the README', () => {
  test('has an example of the library that prints what it says', () => {
    const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
    const [, printed] = /\/\/ → (.*)/.exec(code) ?? []
    const library = new URL('../dist/src/index.js', import.meta.url).href
    const folder = makeFolder({ 'example.mjs': code.replace("'indicia'", `'${library}'`) })
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'example.mjs')], {
      encoding: 'utf8',
    })
    expect([stderr, stdout]).toEqual(['', `${printed}\n`])
    rmSync(folder, { recursive: true })
  })

  test('links to pages that are there', () => {
    const links = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)/g)].map(([, path = '']) => path)
    expect(links.length).toBeGreaterThan(3)
    expect(links.filter(path => !existsSync(join(root, path)))).toEqual([])
  })

  test('names every runtime dependency and no other', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const [, table = ''] = /## Dependencies\n([\s\S]*?)\n## /.exec(readme) ?? []
    const named = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) => [
      ...cell.matchAll(/`([^`]+)`/g),
    ])
    expect(named.map(([, name]) => name).sort()).toEqual(Object.keys(manifest.dependencies).sort())
  })

  test('names every command', () => {
    for (const command of ['show', 'scan', 'check', 'serve']) {
      expect(readme).toContain(`\`indicia ${command} `)
    }
  })
})
