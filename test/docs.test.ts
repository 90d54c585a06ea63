import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  cataloguePage,
  diagnosticsPage,
  lintsPage,
  searchPage,
  sigmaPage,
} from '../scripts/doc-pages.ts'
import { querySnapshot, viewDefinitions } from '../src/catalog/snapshot/index.ts'
import { buildCatalogue } from '../src/cli/build/index.ts'
import { conditionTypes } from '../src/frontends/sigma/pipeline/conditions.ts'
import { transformationTypes } from '../src/frontends/sigma/pipeline/parse-pipeline.ts'
import { parseQuery, printQuery, queryLimits } from '../src/search/index.ts'
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

  test('the table of fields in docs/search.md', () => {
    const page = readPage('search.md')
    expect(page).toBe(searchPage(page))
  })

  test('the tables and views in docs/catalogue.md', () => {
    const page = readPage('catalogue.md')
    expect(page).toBe(cataloguePage(page))
  })
})

describe('the page on the catalogue', () => {
  const queries = [...readPage('catalogue.md').matchAll(/```sql\n([\s\S]*?)```/g)].map(
    ([, sql = '']) => sql,
  )
  const folder = makeFolder({})
  const path = join(folder, 'catalog.duckdb')

  beforeAll(async () => {
    const pack = fileURLToPath(new URL('../data/starter/rules', import.meta.url))
    await buildCatalogue({
      sources: [{ name: 'hayabusa', path: pack }],
      path,
      version: '0',
      cacheFolder: undefined,
    })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(queries)('has a query that runs: %s', async sql => {
    const { columns } = await querySnapshot(path, sql)
    expect(columns.length).toBeGreaterThan(2)
  })

  test('says what every view says of itself', async () => {
    for (const { name, columns } of viewDefinitions) {
      const answer = await querySnapshot(path, `SELECT * FROM ${name}`)
      expect([name, answer.columns]).toEqual([name, Object.keys(columns)])
    }
  })
})

describe('the page on search', () => {
  const page = readPage('search.md')
  const [, ...blocks] = page.split('```search\n')
  const queries = blocks.flatMap(block => block.slice(0, block.indexOf('\n```')).split('\n'))

  test.each(queries)('has the example %s, in which nothing is wrong', query => {
    const { query: tree, problems } = parseQuery(query)
    expect(problems).toEqual([])
    expect(printQuery(tree)).toBe(query)
  })

  test('names the limits', () => {
    const { characters, terms, depth } = queryLimits
    expect(page).toContain(`${characters.toLocaleString('en')} characters and ${terms} terms`)
    expect(page).toContain(`${depth} deep`)
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
    for (const command of ['show', 'scan', 'check', 'build', 'sql', 'sync', 'serve', 'export']) {
      expect(readme).toContain(`\`indicia ${command} `)
    }
  })
})
