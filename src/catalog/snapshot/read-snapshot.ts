import type { SnapshotMeta } from './format.ts'
import { openSnapshot, toCatalogError } from './open-snapshot.ts'

/** What the site and the search line need of a snapshot, in memory; the file is closed. */
export interface Snapshot {
  readonly meta: SnapshotMeta
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

/**
 * Reads the blobs of a snapshot: those that are named, or all. Throws `CatalogError` when it is
 * missing, truncated, damaged, in use, or of another version.
 */
export async function readSnapshot(path: string, names?: readonly string[]): Promise<Snapshot> {
  const { connection, meta, close } = await openSnapshot(path)
  try {
    const blobs = new Map<string, Uint8Array>()
    const wanted = names?.map(name => `'${name.replaceAll("'", "''")}'`).join(', ')
    const where = wanted === undefined ? '' : ` WHERE name IN (${wanted})`
    const reader = await connection.runAndReadAll(`SELECT name, bytes FROM blobs${where}`)
    for (const [name, value] of reader.getRows()) {
      if (typeof name !== 'string') continue
      // The column is a BLOB, whose values have their bytes.
      blobs.set(name, (value as { readonly bytes: Uint8Array }).bytes)
    }
    return { meta, blobs }
  } catch (error) {
    throw toCatalogError(error, path)
  } finally {
    close()
  }
}
