import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkLinks } from '../../../test/support/check-links.ts'
import { makeFolder } from '../../../test/support/make-folder.ts'
import { makeSite, ruleFiles } from '../../../test/support/make-site.ts'
import { prepareExportFolder } from './export-folder.ts'
import { exportSite } from './export-site.ts'

/** Enough rules of one indicator for a second page of lists. */
const many = Object.fromEntries(
  Array.from({ length: 60 }, (_, i) => [
    `own/many${i}.yml`,
    `title: Many ${i}
id: many-${i}
logsource: { product: windows, category: process_creation }
tags: [attack.execution, attack.t1059]
detection: { s: { Image|endswith: '\\many.exe', CommandLine|contains: 'number ${i}' }, condition: s }
`,
  ]),
)
/** More indicators than a page of a rule has room for. */
const huge = `title: Huge
logsource: { product: windows, category: process_creation }
detection:
  s: { CommandLine|contains: [${Array.from({ length: 1200 }, (_, i) => `'word ${i} ${'x'.repeat(150)}'`).join(', ')}] }
  condition: s
`
const site = {
  ...makeSite({ ...ruleFiles, ...many, 'own/huge.yml': huge }),
  assets: new Map(
    ['site.css', 'site.js', 'theme.js', 'icon.svg'].map(name => [name, Buffer.from(name)]),
  ),
}

test('a whole export has a file for every page, no dead link, and none that leaves it', async () => {
  const folder = makeFolder({})
  const summary = await exportSite(site, { path: undefined, folder })
  const { dead, pages, links } = checkLinks(folder)
  expect(dead).toEqual([])
  expect(pages).toBe(summary.pages)
  expect(links).toBeGreaterThan(pages)
  for (const address of site.catalogue.addresses()) {
    expect(existsSync(join(folder, address === '' ? 'index.html' : `${address}.html`))).toBe(true)
  }
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
  expect(found.length).toBe(summary.files)
  expect(found.reduce((sum, path) => sum + statSync(path).size, 0)).toBe(summary.bytes)
})

test('longer lists go on beside their first page', async () => {
  const folder = makeFolder({})
  await exportSite(site, { path: undefined, folder })
  const first = readFileSync(join(folder, 'rules.html'), 'utf8')
  const second = readFileSync(join(folder, 'rules~~2.html'), 'utf8')
  expect(first).toContain('href="rules~~2.html"')
  expect(second).toContain('href="rules.html"')
  const listed = [first, second].flatMap(html =>
    [...html.matchAll(/<td class="title"><a href="(rules\/[^"]+)\.html"/g)].map(([, a]) => a),
  )
  expect(listed.toSorted()).toEqual(site.catalogue.rows.map(row => row.address).toSorted())
  const shared = site.catalogue.indicators(row => row.value === '\\many.exe')[0]?.address ?? ''
  expect(existsSync(join(folder, `${shared}~~2.html`))).toBe(true)
})

test('the sitemap names every page', async () => {
  const folder = makeFolder({})
  await exportSite(site, { path: undefined, folder, url: 'https://example.com/rules' })
  const lines = readFileSync(join(folder, 'sitemap.txt'), 'utf8').trimEnd().split('\n')
  const prefix = 'https://example.com/rules/'
  expect(lines).toHaveLength(site.catalogue.addresses().length)
  for (const line of lines) {
    expect(line.startsWith(prefix)).toBe(true)
    expect(existsSync(join(folder, decodeURI(line.slice(prefix.length))))).toBe(true)
  }
})

test('the same site gives the same files', async () => {
  const [a, b] = [makeFolder({}), makeFolder({})]
  await exportSite(site, { path: undefined, folder: a })
  await exportSite(site, { path: undefined, folder: b })
  for (const name of readdirSync(a, { recursive: true, encoding: 'utf8' })) {
    if (!statSync(join(a, name)).isFile()) continue
    expect(readFileSync(join(b, name)).equals(readFileSync(join(a, name)))).toBe(true)
  }
})

test('a folder with other files is refused, an earlier export replaced', () => {
  const folder = makeFolder({ 'diary.txt': 'mine' })
  expect(() => prepareExportFolder(folder, { force: false })).toThrow(/not empty/)
  expect(() => prepareExportFolder(join(folder, 'diary.txt'), { force: true })).toThrow(/no folder/)
  prepareExportFolder(folder, { force: true })
  expect(readFileSync(join(folder, 'diary.txt'), 'utf8')).toBe('mine')

  const other = join(makeFolder({}), 'new', 'site')
  prepareExportFolder(other, { force: false })
  writeFileSync(join(other, 'old.html'), '')
  prepareExportFolder(other, { force: false })
  expect(readdirSync(other)).toEqual(['.indicia-export'])
})
