import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { CatalogError } from './catalog-error.ts'
import { type SnapshotMeta, snapshotFormat } from './format.ts'

/** A snapshot that is open. The file cannot be replaced on every system before it is closed. */
export interface OpenSnapshot {
  readonly connection: DuckDBConnection
  readonly meta: SnapshotMeta
  close(): void
}

/**
 * Opens a snapshot to read, and nothing else on the machine: queries reach no other file and no host.
 * Throws `CatalogError` when there is none, or one that is truncated, damaged or of another version.
 */
export async function openSnapshot(path: string): Promise<OpenSnapshot> {
  const size = sizeOf(path)
  const { DuckDBInstance } = await import('@duckdb/node-api')
  let close = (): void => {}
  try {
    const instance = await DuckDBInstance.create(path, {
      access_mode: 'READ_ONLY',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      enable_external_access: 'false',
      lock_configuration: 'true',
    })
    close = () => instance.closeSync()
    const connection = await instance.connect()
    close = () => {
      connection.closeSync()
      instance.closeSync()
    }
    await checkSize(connection, path, size)
    return { connection, meta: await readMeta(connection, path), close }
  } catch (error) {
    close()
    throw error instanceof CatalogError ? error : toCatalogError(error, path)
  }
}

/** What an error of the engine means for a snapshot. */
export function toCatalogError(error: unknown, path: string): CatalogError {
  const why = error instanceof Error ? error.message : String(error)
  // The engine has no codes for these; what it says of each is held by tests.
  if (/not a valid DuckDB database file/.test(why)) {
    return new CatalogError('not-a-catalogue', path, 'is no catalogue of Indicia', error)
  }
  if (/Could not read enough bytes/.test(why)) return truncated(path, error)
  if (/checksum|[Cc]orrupt/.test(why)) {
    const problem = 'is damaged; make it again with indicia build'
    return new CatalogError('damaged', path, problem, error)
  }
  if (/set lock|being used by another process/.test(why)) {
    return new CatalogError('in-use', path, 'is being written by another program', error)
  }
  if (/newer (?:version|storage)|storage version|newer DuckDB/i.test(why)) {
    return new CatalogError('newer', path, 'was written by a newer version', error)
  }
  return new CatalogError('unreadable', path, `cannot be read: ${firstLine(why)}`, error)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}

function truncated(path: string, cause?: unknown): CatalogError {
  const why = 'is truncated; make it again with indicia build'
  return new CatalogError('truncated', path, why, cause)
}

function sizeOf(path: string): number {
  const info = statSync(path, { throwIfNoEntry: false })
  if (info?.isFile()) return info.size
  if (info !== undefined) {
    throw new CatalogError('not-a-catalogue', path, 'is no file')
  }
  if (isBeingBuilt(path)) {
    throw new CatalogError('being-built', path, 'is being built; try again when it is done')
  }
  throw new CatalogError('missing', path, 'there is no such file; indicia build makes it')
}

/** Whether a file that a snapshot is written into stands beside where it will be. */
function isBeingBuilt(path: string): boolean {
  try {
    const start = `${basename(path)}.`
    return readdirSync(dirname(resolve(path))).some(
      name => name.startsWith(start) && name.endsWith('.unfinished'),
    )
  } catch {
    // A folder that cannot be listed, or is not there, has no file that could be opened either.
    return false
  }
}

/** The engine notices at once only some of the files that end too early. */
async function checkSize(connection: DuckDBConnection, path: string, size: number): Promise<void> {
  const reader = await connection.runAndReadAll('PRAGMA database_size')
  const [row] = reader.getRowObjects()
  const { block_size: block, total_blocks: blocks } = row ?? {}
  if (typeof block !== 'bigint' || typeof blocks !== 'bigint') return
  if (size < headerSize + Number(block * blocks)) throw truncated(path)
}

/** The bytes of a DuckDB file before its first block: three headers. */
const headerSize = 3 * 4096

async function readMeta(connection: DuckDBConnection, path: string): Promise<SnapshotMeta> {
  let rows: readonly (readonly unknown[])[]
  try {
    rows = (await connection.runAndReadAll('SELECT key, value FROM meta')).getRows()
  } catch (error) {
    if (error instanceof Error && /Catalog Error|Binder Error/.test(error.message)) {
      const why = 'is a DuckDB file, but no catalogue of Indicia'
      throw new CatalogError('not-a-catalogue', path, why, error)
    }
    throw error
  }
  const meta = new Map(rows.map(([key, value]) => [String(key), String(value)]))
  const format = Number(meta.get('format'))
  const wrote = `was written by Indicia ${meta.get('indicia') ?? 'of an unknown version'}`
  if (!(format >= snapshotFormat)) {
    const why = `${wrote}, an older version; make it again with indicia build`
    throw new CatalogError('older', path, why)
  }
  if (format > snapshotFormat) {
    throw new CatalogError('newer', path, `${wrote}, which is newer than this one`)
  }
  return {
    indicia: meta.get('indicia') ?? '',
    fingerprint: meta.get('fingerprint') ?? '',
    attack: meta.get('attack'),
  }
}
