import { randomUUID } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { CatalogError } from './catalog-error.ts'
import { type SnapshotMeta, snapshotFormat } from './format.ts'
import { columnName, type TableDefinition } from './table.ts'
import { type SnapshotColumns, toColumns } from './table-columns.ts'
import { type TableLoader, tableLoader } from './table-loader.ts'
import { type SnapshotTable, type SnapshotTables, tableDefinitions } from './tables.ts'
import { viewDefinitions } from './views.ts'

/** A snapshot that is being written. Nothing stands at its path before `finish` has. */
export interface SnapshotWriter {
  /** Adds rows behind those that are there; `firstRule` is added to the numbers of their rules. */
  append(columns: SnapshotColumns, firstRule?: number): void
  /** Writes the rest, waiting for blobs that are still being made, and puts the file in its place in one step. */
  finish(meta: SnapshotMeta, blobs: ReadonlyMap<string, MadeBlob>): Promise<void>
  /** Leaves no trace. */
  abort(): void
}

export type MadeBlob = Uint8Array | Promise<Uint8Array>

export interface SnapshotContent {
  readonly meta: SnapshotMeta
  readonly tables: SnapshotTables
  readonly blobs: ReadonlyMap<string, MadeBlob>
}

/**
 * Writes a snapshot: first into a file beside it, which then takes its place in one step, so that
 * readers see the old one or the new one. Throws `CatalogError` when the file cannot be written.
 */
export async function writeSnapshot(path: string, content: SnapshotContent): Promise<void> {
  const writer = await openSnapshotWriter(path)
  try {
    writer.append(toColumns(content.tables))
    await writer.finish(content.meta, content.blobs)
  } catch (error) {
    writer.abort()
    throw error
  }
}

/** The name of the file beside a snapshot that it is written into. */
export function unfinishedName(name: string): string {
  return `${name}.${randomUUID().slice(0, 8)}.unfinished`
}

/** Begins a snapshot. Either `finish` or `abort` must be called. */
export async function openSnapshotWriter(path: string): Promise<SnapshotWriter> {
  const duckdb = await import('@duckdb/node-api')
  const { DuckDBInstance } = duckdb
  const beside = unfinishedName(path)
  let instance: InstanceType<typeof DuckDBInstance> | undefined
  let connection: DuckDBConnection | undefined
  const loaders = new Map<SnapshotTable, TableLoader>()
  const close = (): void => {
    connection?.closeSync()
    instance?.closeSync()
    connection = undefined
    instance = undefined
  }
  const abort = (): void => {
    close()
    for (const suffix of ['', '.wal']) rmSync(`${beside}${suffix}`, { force: true })
  }
  const fail = (error: unknown): CatalogError => {
    abort()
    const why = error instanceof Error ? error.message : String(error)
    return new CatalogError('unreadable', path, `cannot be written: ${why}`, error)
  }
  try {
    instance = await DuckDBInstance.create(':memory:', { autoload_known_extensions: 'false' })
    connection = await instance.connect()
    // Nobody ever recovers half a file, so nothing is written twice.
    await connection.run(`ATTACH ${quoted(beside)} AS snapshot (RECOVERY_MODE 'no_wal_writes')`)
    await connection.run('USE snapshot')
    await connection.run(createScript())
    for (const [table, { name }] of tables()) {
      loaders.set(table, tableLoader(duckdb, await connection.createAppender(name), table))
    }
  } catch (error) {
    throw fail(error)
  }
  return {
    append(columns, firstRule = 0) {
      try {
        for (const [table, loader] of loaders) {
          const added = columns[table]
          if (added !== undefined) loader.add(added, firstRule)
        }
      } catch (error) {
        throw fail(error)
      }
    },
    async finish(meta, blobs) {
      if (connection === undefined) throw fail(new Error('the snapshot is closed'))
      try {
        for (const loader of loaders.values()) loader.close()
        await writeRest(connection, meta, blobs)
        close()
        renameSync(beside, path)
      } catch (error) {
        throw fail(error)
      }
    },
    abort,
  }
}

async function writeRest(
  connection: DuckDBConnection,
  meta: SnapshotMeta,
  blobs: ReadonlyMap<string, MadeBlob>,
): Promise<void> {
  const entries = [['format', String(snapshotFormat)], ...Object.entries(meta)]
  const known = entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
  const metaStatement = await connection.prepare('INSERT INTO meta VALUES (?, ?)')
  for (const [key = '', value = ''] of known) {
    metaStatement.bindVarchar(1, key)
    metaStatement.bindVarchar(2, value)
    await metaStatement.run()
  }
  const statement = await connection.prepare('INSERT INTO blobs VALUES (?, ?)')
  for (const [name, bytes] of blobs) {
    statement.bindVarchar(1, name)
    statement.bindBlob(2, await bytes)
    await statement.run()
  }
  await connection.run('CHECKPOINT snapshot')
  await connection.run('USE memory')
  await connection.run('DETACH snapshot')
}

function tables(): readonly (readonly [SnapshotTable, TableDefinition])[] {
  // The keys of the object are those of its type: it is written out.
  return Object.entries(tableDefinitions) as unknown as readonly (readonly [
    SnapshotTable,
    TableDefinition,
  ])[]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Tables, views and what all of them mean. */
function createScript(): string {
  const lines: string[] = []
  const comment = (kind: string, name: string, text: string): void => {
    lines.push(`COMMENT ON ${kind} ${name} IS ${quoted(text)}`)
  }
  const definitions = [...tables().map(([, definition]) => definition), ...ownTables]
  for (const definition of definitions) {
    const columns: readonly [string, { readonly type: string; readonly comment: string }][] =
      Object.entries(definition.columns)
    const list = columns.map(([property, { type }]) => `${columnName(property)} ${type}`)
    lines.push(`CREATE TABLE ${definition.name} (${list.join(', ')})`)
    comment('TABLE', definition.name, definition.comment)
    for (const [property, { comment: text }] of columns) {
      comment('COLUMN', `${definition.name}.${columnName(property)}`, text)
    }
  }
  for (const { name, sql, comment: text, columns } of viewDefinitions) {
    lines.push(`CREATE VIEW ${name} AS ${sql}`)
    comment('VIEW', name, text)
    for (const [column, about] of Object.entries(columns)) {
      comment('COLUMN', `${name}.${column}`, about)
    }
  }
  return `${lines.join(';\n')};`
}

/** Tables that are not made of rows of rules. */
const ownTables = [
  {
    name: 'meta',
    comment: 'What the catalogue says of itself.',
    columns: {
      key: {
        type: 'VARCHAR',
        comment:
          '`format`: of this file; `indicia`: the version that wrote it; `fingerprint`: of all that it was made from; `attack`: the version of ATT&CK.',
      },
      value: { type: 'VARCHAR', comment: 'The value of the key.' },
    },
  },
  {
    name: 'blobs',
    comment: 'What the site and the search line load at once. Not meant for queries.',
    columns: {
      name: { type: 'VARCHAR', comment: 'What it is.' },
      bytes: { type: 'BLOB', comment: 'Packed; its form may change with any version.' },
    },
  },
] as const
