import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { makeFolder } from '../../../test/support/make-folder.ts'
import { openCatalogue, toCatalogueInput } from '../../app/build/index.ts'
import { type RulePlace, toRuleRecord } from '../../app/catalogue/index.ts'
import { placeIn, readRuleSources } from '../../catalog/index.ts'
import { querySnapshot, readSnapshot, tableDefinitions } from '../../catalog/snapshot/index.ts'
import { unpackSearchIndex } from '../../search/index.ts'
import { type BuildRequest, buildCatalogue } from './build-catalogue.ts'
import type { BuildSummary } from './build-summary.ts'

const head = (title: string, id: string): string => `title: ${title}
id: ${id}
status: test
level: high
tags: [attack.execution, attack.t1059.001]
logsource: { product: windows, category: process_creation }
`
const plain = (title: string, id: string, image: string): string => `${head(title, id)}detection:
  selection: { Image|endswith: '\\${image}', CommandLine|contains|all: [a, b] }
  filter: { ParentImage: 'C:\\${image}' }
  condition: selection and not filter
`
const one = '11111111-1111-4111-8111-111111111111'
const two = '22222222-2222-4222-8222-222222222222'

const files: Readonly<Record<string, string | Uint8Array>> = {
  'mine/LICENSE': 'Detection Rule License (DRL) 1.1\n',
  'mine/a.yml': plain('A', one, 'a.exe'),
  'mine/deep/b.yml': `${plain('B', two, 'b.exe')}---\n${plain('C', '3', 'a.exe')}`,
  'mine/broken.yml': 'title: [\n',
  'mine/config.yml': 'servers: [a]\n',
  'mine/notes.md': 'Where is it?\n',
  'mine/picture.png': new Uint8Array([0, 1]),
  'content/macro.yml': 'name: m\ndefinition: x\n',
  'content/story.yml': 'name: s\nnarrative: x\n',
}

const folders: string[] = []
let folder: string
let path: string

beforeEach(() => {
  folder = makeFolder(files)
  folders.push(folder)
  path = join(folder, 'catalog.duckdb')
})
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true })
})

function build(options: Partial<BuildRequest> = {}): Promise<BuildSummary> {
  return buildCatalogue({
    sources: [{ path: join(folder, 'mine') }],
    path,
    version: '9.9.9',
    cacheFolder: undefined,
    jobs: 1,
    ...options,
  })
}

function write(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}

/** Every row of every table, but for what a file says of itself. */
async function rowsOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const all: Record<string, unknown> = {}
  for (const { name } of Object.values(tableDefinitions)) {
    all[name] = (await querySnapshot(file, `SELECT * FROM ${name}`)).rows
  }
  const { blobs } = await readSnapshot(file)
  for (const [name, bytes] of blobs) all[`blob ${name}`] = Buffer.from(bytes).toString('base64')
  return all
}

describe('a catalogue', () => {
  test('says what was read, and what was not and why', async () => {
    const sources = ['mine', 'content', 'nowhere'].map(name => ({ path: join(folder, name) }))
    const summary = await build({ sources })
    expect(summary).toMatchObject({ files: 3, rules: 4, rulesWithDiagnostics: 1 })
    expect(
      summary.sources.map(({ name, vendor, files, rules }) => [name, vendor, files, rules]),
    ).toEqual([
      ['mine', 'mine', 3, 4],
      ['content', 'content', 0, 0],
      ['nowhere', 'nowhere', 0, 0],
    ])
    expect(summary.sources.map(({ notRead }) => notRead)).toEqual([
      [{ reason: 'holds no rule', files: 2 }],
      [
        { reason: 'defines a macro', files: 1 },
        { reason: 'tells an analytic story', files: 1 },
      ],
      [{ reason: 'no such file or folder', files: 1 }],
    ])
    expect(summary.unreadable).toEqual([
      { path: join(folder, 'nowhere'), reason: 'no such file or folder' },
    ])
    const { rows } = await querySnapshot(path, 'SELECT path, state, shape, rules FROM files')
    expect(rows).toEqual([
      ['LICENSE', 'other', null, 0],
      ['a.yml', 'rules', 'Sigma', 1],
      ['broken.yml', 'rules', null, 1],
      ['config.yml', 'other', null, 0],
      ['deep/b.yml', 'rules', 'Sigma', 2],
      ['notes.md', 'other', null, 0],
      ['picture.png', 'other', null, 0],
      ['macro.yml', 'other', null, 0],
      ['story.yml', 'other', null, 0],
      ['nowhere', 'unreadable', null, 0],
    ])
  })

  test('holds the records of the rules that readRuleSources reads', async () => {
    const source = { name: 'own', path: join(folder, 'mine') }
    await build({ sources: [source] })
    const { rules } = readRuleSources([source])
    const places = new Map<string, number>()
    const records = rules.map(entry => {
      const place = placeIn(source, entry.path)
      const ordinal = places.get(place) ?? 0
      places.set(place, ordinal + 1)
      return toRuleRecord(entry, { source: 'own', path: place, ordinal } satisfies RulePlace)
    })
    const input = toCatalogueInput(await readSnapshot(path))
    expect(input.facts).toEqual(JSON.parse(JSON.stringify(records.map(({ facts }) => facts))))
    expect(input.facts.map((_, i) => input.pageOf(i))).toEqual(
      JSON.parse(JSON.stringify(records.map(({ page }) => page))),
    )
    expect(input.sources.map(({ name, rules }) => [name, rules])).toEqual([['own', 4]])
    expect(input.attackVersion).toMatch(/^\d+\.\d$/)
  })

  test('holds the index of the search line', async () => {
    await build()
    const { makeSearch } = await openCatalogue(path)
    const request = { query: 'title:B', sort: 'relevance', isDescending: true }
    const bytes = (await readSnapshot(path, ['search'])).blobs.get('search')
    expect(unpackSearchIndex(bytes ?? new Uint8Array()).titles).toEqual(['A', '', 'B', 'C'])
    expect(makeSearch().find(request).rules).toEqual([2])
  })

  test('has rows that stand for what the rules say', async () => {
    await build()
    const rows = async (sql: string): Promise<unknown> => (await querySnapshot(path, sql)).rows
    expect(await rows('SELECT rule, title, ordinal, license, is_counted FROM rules')).toEqual([
      [0, 'A', 0, 'DRL-1.1', true],
      [1, '', 0, 'DRL-1.1', true],
      [2, 'B', 0, 'DRL-1.1', true],
      [3, 'C', 1, 'DRL-1.1', true],
    ])
    expect(
      await rows(
        'SELECT field, kind, value, needs_all, is_negated, line FROM tests WHERE rule = 2',
      ),
    ).toEqual([
      ['Image', 'ends_with', '\\b.exe', false, false, 8],
      ['CommandLine', 'contains', 'a', true, false, 8],
      ['CommandLine', 'contains', 'b', true, false, 8],
      ['ParentImage', 'equals', 'C:\\b.exe', false, true, 9],
    ])
    expect(await rows(`SELECT rule, others FROM indicator_others WHERE place = 0`)).toEqual([
      [0, 0],
      [2, 0],
      [3, 0],
    ])
    expect(await rows('SELECT rule, copy FROM copies')).toEqual([
      [0, 3],
      [3, 0],
    ])
    expect(
      await rows(`SELECT value, families, rules FROM indicator_counts ORDER BY value`),
    ).toEqual([
      ['\\a.exe', 1, 2],
      ['\\b.exe', 1, 1],
      ['a', 2, 3],
      ['b', 2, 3],
    ])
    expect(await rows(`SELECT value, families FROM exclusion_counts ORDER BY value`)).toEqual([
      ['C:\\a.exe', 1],
      ['C:\\b.exe', 1],
    ])
    expect(await rows(`SELECT technique, name, rules, own_rules FROM technique_counts`)).toEqual([
      ['T1059', 'Command and Scripting Interpreter', 3, 0],
      ['T1059.001', 'PowerShell', 3, 3],
    ])
    expect(await rows('SELECT rule, path, code FROM diagnostics LIMIT 1')).toEqual([
      [1, 'broken.yml', 'yaml/syntax'],
    ])
  })

  test('names sources apart, and counts a file under the first that has it', async () => {
    const mine = join(folder, 'mine')
    const summary = await build({
      sources: [{ path: join(mine, 'deep') }, { path: mine }, { name: 'mine', path: mine }],
    })
    expect(summary.sources.map(({ name, vendor, rules }) => [name, vendor, rules])).toEqual([
      ['deep', 'deep', 2],
      ['mine', 'mine', 2],
      ['mine-2', 'mine', 0],
    ])
    expect(summary.rules).toBe(4)
  })

  test('is not written where there is no rule, and an older one is left alone', async () => {
    await build()
    const before = await rowsOf(path)
    const summary = await build({ sources: [{ path: join(folder, 'content') }] })
    expect(summary.rules).toBe(0)
    expect(await rowsOf(path)).toEqual(before)
    expect(readdirSync(folder).filter(name => name.includes('unfinished'))).toEqual([])
  })

  test('does not take the place of a file that is something else', async () => {
    write('letter.txt', 'Dear reader')
    await expect(build({ path: join(folder, 'letter.txt') })).rejects.toThrow(/is no catalogue/)
    expect(readdirSync(folder).sort()).toEqual(['content', 'letter.txt', 'mine'])
  })

  test('ends early when it is told to, and leaves nothing behind', async () => {
    const controller = new AbortController()
    const ended = buildCatalogue(
      { sources: [{ path: join(folder, 'mine') }], path, version: '1', cacheFolder: undefined },
      { signal: controller.signal, onProgress: () => controller.abort() },
    )
    await expect(ended).rejects.toThrow(/interrupted/)
    expect(readdirSync(folder).sort()).toEqual(['content', 'mine'])
  })
})

const filter = `title: F
id: 99999999-9999-4999-8999-999999999999
logsource: { product: windows, category: process_creation }
filter:
  rules: [${one}, nobody]
  selection: { User: u }
  condition: not selection
`
const correlation = `title: Many
id: 88888888-8888-4888-8888-888888888888
correlation:
  type: event_count
  rules: [${two}, absent]
  group-by: [User]
  timespan: 5m
  condition: { gte: 3 }
`

describe('what only all files together tell', () => {
  test('filters and references reach rules of other files', async () => {
    write('mine/z-filter.yml', filter)
    write('mine/z-many.yml', correlation)
    await build()
    const { rows } = await querySnapshot(
      path,
      `SELECT r.title, s.origin FROM stages s JOIN rules r USING (rule) WHERE s.origin IS NOT NULL`,
    )
    expect(rows).toEqual([['A', '99999999-9999-4999-8999-999999999999']])
    const { rows: problems } = await querySnapshot(
      path,
      `SELECT path, rule IS NULL, message FROM diagnostics WHERE code = 'sigma/unknown-rule' ORDER BY path`,
    )
    expect(problems).toEqual([
      ['z-filter.yml', true, 'there is no rule “nobody” to filter'],
      ['z-many.yml', false, 'there is no rule “absent” to correlate'],
    ])
    const input = toCatalogueInput(await readSnapshot(path))
    const set = readRuleSources([{ name: 'mine', path: join(folder, 'mine') }])
    expect(input.facts.map(({ family }) => family)).toEqual(
      set.rules.map(
        entry => toRuleRecord(entry, { source: '', path: '', ordinal: 0 }).facts.family,
      ),
    )
  })
})

describe('a catalogue is the same however it is made', () => {
  test.each([
    ['a changed file', () => write('mine/a.yml', plain('A', one, 'other.exe'))],
    ['a new file before the others', () => write('mine/0.yml', plain('0', '0', 'a.exe'))],
    ['a file that is gone', () => rmSync(join(folder, 'mine', 'a.yml'))],
    ['a filter', () => write('mine/z-filter.yml', filter)],
    ['a reference that is wrong now', () => write('mine/z-many.yml', correlation)],
    [
      'another licence',
      () => write('mine/LICENSE', 'Permission is hereby granted, free of charge\n'),
    ],
    ['nothing', () => {}],
  ])('from what was kept or anew, after %s', async (_, change) => {
    const cacheFolder = join(folder, 'cache')
    const first = await build({ cacheFolder })
    expect(first.cache).toMatchObject({ state: 'used', hits: 0, misses: 4 })
    change()
    const kept = join(folder, 'kept.duckdb')
    const second = await build({ cacheFolder, path: kept })
    expect(second.isUnchanged).toBe(false)
    expect(second.cache.hits).toBeGreaterThanOrEqual(0)
    const anew = join(folder, 'anew.duckdb')
    await build({ path: anew })
    expect(await rowsOf(kept)).toEqual(await rowsOf(anew))
  })

  test('only what changed is read anew', async () => {
    const cacheFolder = join(folder, 'cache')
    await build({ cacheFolder })
    write('mine/a.yml', plain('A', one, 'other.exe'))
    const { cache, isUnchanged } = await build({ cacheFolder })
    expect([cache.hits, cache.misses, isUnchanged]).toEqual([3, 1, false])
  })

  test('what was kept and is damaged is made again', async () => {
    const cacheFolder = join(folder, 'cache')
    await build({ cacheFolder })
    for (const name of readdirSync(cacheFolder))
      writeFileSync(join(cacheFolder, name), 'x'.repeat(99))
    const { cache } = await build({ cacheFolder, path: join(folder, 'again.duckdb') })
    expect(cache).toMatchObject({ state: 'used', hits: 0, misses: 4 })
  })

  test('an unchanged one is left as it is, and says the same', async () => {
    const first = await build()
    const again = await build()
    expect(again.isUnchanged).toBe(true)
    const same = ({ seconds, isUnchanged, cache, threads, ...rest }: BuildSummary): unknown => rest
    expect(same(again)).toEqual(same(first))
    const other = await build({ version: '9.9.10' })
    expect(other.isUnchanged).toBe(false)
  })

  test('a folder for what is kept that cannot be written changes nothing else', async () => {
    write('file', 'x')
    const { cache, rules } = await build({ cacheFolder: join(folder, 'file', 'cache') })
    expect([cache.state, rules]).toEqual(['failed', 4])
  })
})

describe('rules that are read with other files of their source', () => {
  const search = (name: string, text: string): string =>
    `name: ${name}\nid: ${name}\ntype: TTP\nstatus: production\nsearch: '${text}'\nhow_to_implement: x\n`
  const sources = (): BuildRequest['sources'] => [{ path: join(folder, 'pack') }]
  const valuesOf = async (file: string): Promise<readonly unknown[]> =>
    (await querySnapshot(file, 'SELECT value FROM indicators ORDER BY value')).rows.flat()

  beforeEach(() => {
    write('pack/detections/a.yml', search('a', '`outer` | stats count'))
    write('pack/detections/b.yml', search('b', 'tool=b'))
    write('pack/macros/inner.yml', 'name: inner\ndefinition: tool=first\n')
    write('pack/macros/outer.yml', 'name: outer\ndefinition: (`inner`)\n')
    write('pack/stories/s.yml', 'name: s\nnarrative: x\n')
  })

  test('know what those say, and those are counted as what they are', async () => {
    const { rules, sources: read } = await build({ sources: sources() })
    expect([rules, read[0]?.vendor, read[0]?.notRead]).toEqual([
      2,
      'splunk',
      [
        { reason: 'defines a macro', files: 2 },
        { reason: 'tells an analytic story', files: 1 },
      ],
    ])
    expect(await valuesOf(path)).toEqual(['b', 'first'])
  })

  test('are read anew when one that they call has changed, and only those', async () => {
    const options = { sources: sources(), cacheFolder: join(folder, 'cache') }
    const first = await build(options)
    expect(first.cache).toMatchObject({ hits: 0, misses: 2 })
    write('pack/macros/inner.yml', 'name: inner\ndefinition: tool=second\n')
    const second = await build(options)
    expect([second.isUnchanged, second.cache.hits, second.cache.misses]).toEqual([false, 1, 1])
    expect(await valuesOf(path)).toEqual(['b', 'second'])
    write('pack/stories/s.yml', 'name: s\nnarrative: y\n')
    const third = await build(options)
    expect([third.isUnchanged, third.cache.hits, third.cache.misses]).toEqual([false, 2, 0])
  })

  test('find them above a part of the content, or beside a file alone', async () => {
    for (const place of ['pack/detections', 'pack/detections/a.yml']) {
      const file = join(folder, `${place.length}.duckdb`)
      await build({ sources: [{ path: join(folder, place) }], path: file })
      expect(await valuesOf(file)).toContain('first')
    }
    const file = join(folder, 'above.duckdb')
    const part = { sources: [{ path: join(folder, 'pack/detections') }], path: file }
    await build(part)
    write('pack/macros/inner.yml', 'name: inner\ndefinition: tool=second\n')
    expect((await build(part)).isUnchanged).toBe(false)
    expect(await valuesOf(file)).toContain('second')
  })
})
