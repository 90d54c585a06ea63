import { openSnapshot } from './open-snapshot.ts'

/** The answer to a query: plain values, dates and the like as their text. */
export interface QueryAnswer {
  readonly columns: readonly string[]
  /** Whether the values of a column are numbers. */
  readonly areNumbers: readonly boolean[]
  readonly rows: readonly (readonly QueryValue[])[]
}

export type QueryValue =
  | null
  | boolean
  | number
  | string
  | readonly QueryValue[]
  | { readonly [name: string]: QueryValue }

/** A query that is wrong. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
}

/**
 * Runs SQL on a snapshot, which can read it and nothing else. Of several statements the last one
 * answers. Throws `CatalogError` as `readSnapshot` does, and `QueryError` with what the engine says.
 */
export async function querySnapshot(path: string, sql: string): Promise<QueryAnswer> {
  const { connection, close } = await openSnapshot(path)
  try {
    const { DuckDBTypeId } = await import('@duckdb/node-api')
    const numbers: ReadonlySet<number> = new Set([
      DuckDBTypeId.TINYINT,
      DuckDBTypeId.SMALLINT,
      DuckDBTypeId.INTEGER,
      DuckDBTypeId.BIGINT,
      DuckDBTypeId.UTINYINT,
      DuckDBTypeId.USMALLINT,
      DuckDBTypeId.UINTEGER,
      DuckDBTypeId.UBIGINT,
      DuckDBTypeId.HUGEINT,
      DuckDBTypeId.UHUGEINT,
      DuckDBTypeId.FLOAT,
      DuckDBTypeId.DOUBLE,
      DuckDBTypeId.DECIMAL,
    ])
    const reader = await connection.runAndReadAll(sql)
    return {
      columns: reader.columnNames(),
      areNumbers: reader.columnTypes().map(({ typeId }) => numbers.has(typeId)),
      rows: reader.getRowsJS().map(row => row.map(toPlain)),
    }
  } catch (error) {
    throw new QueryError(error instanceof Error ? error.message : String(error), { cause: error })
  } finally {
    close()
  }
}

/** Whole numbers that a number holds exactly become one; longer ones stay text. */
function toPlain(value: unknown): QueryValue {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    case 'object':
      if (value === null) return null
      if (Array.isArray(value)) return value.map(toPlain)
      if (value instanceof Date) return value.toISOString()
      if (value instanceof Uint8Array) return `${value.length} bytes`
      if (isPlain(value)) {
        return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, toPlain(v)]))
      }
      return String(value)
    default:
      return null
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
