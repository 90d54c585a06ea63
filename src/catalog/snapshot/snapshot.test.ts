import {
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFolder } from '../../../test/support/make-folder.ts'
import { CatalogError } from './catalog-error.ts'
import { compressText, openPackedTexts, packTexts } from './packed-texts.ts'
import { QueryError, querySnapshot } from './query-snapshot.ts'
import { readSnapshot } from './read-snapshot.ts'
import { columnName } from './table.ts'
import { toColumns } from './table-columns.ts'
import { type SnapshotTables, tableDefinitions } from './tables.ts'
import { viewDefinitions } from './views.ts'
import { openSnapshotWriter, type SnapshotContent, writeSnapshot } from './write-snapshot.ts'

const place = { spanStart: 1, spanEnd: 2, line: 1, lineColumn: 2 }

const empty: SnapshotTables = {
  sources: [],
  files: [],
  rules: [],
  stages: [],
  tests: [],
  indicators: [],
  exclusions: [],
  fields: [],
  diagnostics: [],
  tactics: [],
  techniques: [],
  ruleTechniques: [],
  events: [],
  ruleEvents: [],
}

const content: SnapshotContent = {
  meta: { indicia: '9.9.9', fingerprint: 'abc' },
  tables: {
    ...empty,
    sources: [
      { name: 'own', vendor: 'own', title: 'Own', path: '/rules', files: 1, rules: 2 },
      { name: 'b', vendor: 'own', title: 'Own', path: '/b', url: 'https://x', files: 0, rules: 0 },
    ],
    indicators: [
      {
        rule: 0,
        place: 0,
        key: 'a key',
        field: 'Image',
        canonicalField: 'Image',
        scope: '',
        kind: 'contains',
        value: 'a\0b “ü” \u{1f600}',
        isCased: false,
        transforms: ['wide', 'base64'],
        ...place,
      },
    ],
  },
  blobs: new Map([
    ['pages', packTexts(['{}', '', 'ü'.repeat(1000)].map(compressText))],
    ['search', new Uint8Array([0, 255, 10])],
  ]),
}

let folder: string
let file: string

beforeAll(async () => {
  folder = makeFolder({})
  file = join(folder, 'catalog.duckdb')
  await writeSnapshot(file, content)
})

afterAll(() => rmSync(folder, { recursive: true }))

async function problemOf(path: string): Promise<string> {
  try {
    await readSnapshot(path)
  } catch (error) {
    if (error instanceof CatalogError)
      return `${error.problem}: ${error.message.replace(path, 'F')}`
    throw error
  }
  return 'none'
}

describe('a snapshot', () => {
  test('gives back what was written', async () => {
    const { meta, blobs } = await readSnapshot(file)
    expect(meta).toEqual({ indicia: '9.9.9', fingerprint: 'abc', attack: undefined })
    expect([...(blobs.get('search') ?? [])]).toEqual([0, 255, 10])
    const pages = openPackedTexts(blobs.get('pages') ?? new Uint8Array())
    expect([pages.length, pages.at(0), pages.at(1), pages.at(2)]).toEqual([
      3,
      '{}',
      '',
      'ü'.repeat(1000),
    ])
    expect((await querySnapshot(file, 'SELECT * FROM sources')).rows).toEqual([
      ['own', 'own', 'Own', '/rules', null, null, null, 1, 2],
      ['b', 'own', 'Own', '/b', 'https://x', null, null, 0, 0],
    ])
    const { columns, rows } = await querySnapshot(file, 'SELECT * FROM indicators')
    expect(columns).toEqual(Object.keys(tableDefinitions.indicators.columns).map(columnName))
    const row = Object.fromEntries(columns.map((name, i) => [name, rows[0]?.[i]]))
    expect(row).toMatchObject({ value: 'a\0b “ü” \u{1f600}', transforms: ['wide', 'base64'] })
    expect(row).toMatchObject({ is_cased: false, span_end: 2, line_column: 2 })
  })

  test('reads only the blobs that are asked for', async () => {
    const { blobs } = await readSnapshot(file, ['search'])
    expect([...blobs.keys()]).toEqual(['search'])
  })

  test('takes more rows than the engine takes at once, and in several pieces', async () => {
    const path = join(folder, 'many.duckdb')
    const rows = Array.from({ length: 5000 }, (_, rule) => ({ rule, technique: `T${rule}` }))
    const writer = await openSnapshotWriter(path)
    writer.append(toColumns({ ruleTechniques: rows.slice(0, 2049) }))
    writer.append(toColumns({ ruleTechniques: rows.slice(2049) }))
    writer.append(toColumns({ ruleTechniques: [{ rule: 1 }] }), 5000)
    await writer.finish(content.meta, new Map())
    const sql =
      'SELECT count(*), sum(rule)::BIGINT, min(technique), count(tactic) FROM rule_techniques'
    expect((await querySnapshot(path, sql)).rows).toEqual([[5001, 12_502_501, 'T0', 0]])
  })

  test('has a comment on every table, view and column', async () => {
    const sql = `SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = ''
      UNION ALL SELECT table_name FROM duckdb_tables() WHERE coalesce(comment, '') = ''
      UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''`
    expect((await querySnapshot(file, sql)).rows).toEqual([])
    const count = 'SELECT count(*) FROM duckdb_views() WHERE NOT internal'
    expect((await querySnapshot(file, count)).rows).toEqual([[viewDefinitions.length]])
  })

  test('leaves no file behind when it cannot be written', async () => {
    const nowhere = join(folder, 'nowhere', 'x.duckdb')
    await expect(writeSnapshot(nowhere, content)).rejects.toThrow(CatalogError)
    const wrong = { ...content, tables: { ...empty, stages: [{ ...place, rule: 'x' }] } }
    const path = join(folder, 'wrong.duckdb')
    // A row of the wrong shape, as only a bug makes it.
    await expect(writeSnapshot(path, wrong as unknown as SnapshotContent)).rejects.toThrow()
    expect(readdirSync(folder).filter(name => /wrong|nowhere|unfinished/.test(name))).toEqual([])
  })

  test('replaces an older one whole, while that is read', async () => {
    const path = join(folder, 'again.duckdb')
    await writeSnapshot(path, content)
    const meta = { ...content.meta, fingerprint: 'def' }
    const [before] = await Promise.all([
      readSnapshot(path),
      writeSnapshot(path, { ...content, meta }),
    ])
    expect(['abc', 'def']).toContain(before.meta.fingerprint)
    expect((await readSnapshot(path)).meta.fingerprint).toBe('def')
  })
})

describe('a file that is no snapshot says what it is', () => {
  test('none, or one that is being built', async () => {
    const path = join(folder, 'absent.duckdb')
    expect(await problemOf(path)).toBe('missing: F: there is no such file; indicia build makes it')
    const writer = await openSnapshotWriter(path)
    expect(await problemOf(path)).toMatch(/^being-built: F: is being built/)
    writer.abort()
    expect(await problemOf(path)).toMatch(/^missing/)
    expect(await problemOf(join(folder, 'no', 'such', 'folder'))).toMatch(/^missing/)
    expect(await problemOf(folder)).toMatch(/^not-a-catalogue/)
  })

  test('another file, an empty one, and another database', async () => {
    const path = join(folder, 'other.duckdb')
    for (const text of ['', 'x', 'words '.repeat(5000)]) {
      writeFileSync(path, text)
      expect(await problemOf(path)).toBe('not-a-catalogue: F: is no catalogue of Indicia')
    }
    rmSync(path)
    const instance = await DuckDBInstance.create(path)
    instance.closeSync()
    expect(await problemOf(path)).toMatch(/^not-a-catalogue: F: is a DuckDB file, but/)
  })

  test('one that ends too early, wherever', async () => {
    const path = join(folder, 'short.duckdb')
    const { length } = readFileSync(file)
    for (const size of [
      100,
      4096,
      5000,
      12_288,
      12_289,
      length >> 1,
      length - 262_144,
      length - 1,
    ]) {
      copyFileSync(file, path)
      truncateSync(path, size)
      expect([size, await problemOf(path)]).toEqual([
        size,
        'truncated: F: is truncated; make it again with indicia build',
      ])
    }
  })

  test('one with a changed byte', async () => {
    const path = join(folder, 'changed.duckdb')
    const bytes = readFileSync(file)
    // Every block: one of them holds the blobs, the others are not all read.
    for (let at = 12_288 + 100; at < bytes.length; at += 262_144) bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(path, bytes)
    expect(await problemOf(path)).toMatch(/^damaged/)
  })

  test.each([
    [
      '0',
      'older: F: was written by Indicia 0.0.1, an older version; make it again with indicia build',
    ],
    ['2', 'newer: F: was written by Indicia 0.0.1, which is newer than this one'],
  ])('one of another format: %s', async (format, problem) => {
    const path = join(folder, `format-${format}.duckdb`)
    const instance = await DuckDBInstance.create(path)
    const connection = await instance.connect()
    await connection.run(`CREATE TABLE meta AS SELECT * FROM (VALUES ('format', '${format}'),
      ('indicia', '0.0.1')) AS t(key, value)`)
    connection.closeSync()
    instance.closeSync()
    expect(await problemOf(path)).toBe(problem)
  })
})

describe('a query', () => {
  test('says what is wrong with it', async () => {
    await expect(querySnapshot(file, 'SELEC 1')).rejects.toThrow(/syntax error/)
    await expect(querySnapshot(file, 'SELECT x FROM rules')).rejects.toThrow(QueryError)
  })

  test.each([
    "SELECT * FROM read_text('/etc/hostname')",
    "COPY sources TO '/tmp/stolen.csv'",
    "ATTACH '/tmp/other.duckdb'",
    'INSTALL httpfs',
    'SET enable_external_access = true',
    'DELETE FROM sources',
    'CREATE TABLE x (a INTEGER)',
  ])('changes nothing and reaches nothing: %s', async sql => {
    await expect(querySnapshot(file, sql)).rejects.toThrow(QueryError)
  })

  test('gives values as JSON can hold them', async () => {
    const sql = `SELECT 1::BIGINT AS a, 9007199254740993 AS b, 1.5::DECIMAL(4,2) AS c, DATE '2024-02-29' AS d,
      {'x': [1, NULL]} AS e, 'NaN'::DOUBLE AS f, '\\x00'::BLOB AS g`
    const { rows, areNumbers } = await querySnapshot(file, sql)
    expect(rows).toEqual([
      [1, '9007199254740993', 1.5, '2024-02-29T00:00:00.000Z', { x: [1, null] }, 'NaN', '1 bytes'],
    ])
    expect(areNumbers).toEqual([true, true, true, false, false, true, false])
  })
})
