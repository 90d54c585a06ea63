import { openSnapshot } from './open-snapshot.ts'

/** The answer to a query: plain values, dates and the like as their text. */
export interface QueryAnswer {
  readonly columns: readonly string[]
  /** Whether the values of a column are numbers. */
  readonly areNumbers: readonly boolean[]
  readonly rows: readonly QueryRow[]
}

export type QueryRow = readonly QueryValue[]

/** A query whose rows come as they are found. `close` must be called. */
export interface RunningQuery extends Omit<QueryAnswer, 'rows'> {
  /** The rows in pieces. Throws `QueryError`. */
  batches(): AsyncGenerator<readonly QueryRow[], void, undefined>
  close(): void
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
 * Runs SQL on a snapshot, which can read it and nothing else. Throws `CatalogError` as `readSnapshot` does, and
 * `QueryError` with what the engine says.
 */
export async function querySnapshot(path: string, sql: string): Promise<QueryAnswer> {
  const { columns, areNumbers, batches, close } = await startQuery(path, sql)
  try {
    const rows: QueryRow[] = []
    for await (const batch of batches()) for (const row of batch) rows.push(row)
    return { columns, areNumbers, rows }
  } finally {
    close()
  }
}

/** The same for answers of any length: rows are not held together. */
export async function startQuery(path: string, sql: string): Promise<RunningQuery> {
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
    const result = await connection.stream(sql)
    return {
      columns: result.columnNames(),
      areNumbers: result.columnTypes().map(({ typeId }) => numbers.has(typeId)),
      async *batches() {
        try {
          for await (const rows of result.yieldRowsJs()) yield rows.map(row => row.map(toPlain))
        } catch (error) {
          throw toQueryError(error)
        }
      },
      close,
    }
  } catch (error) {
    close()
    throw toQueryError(error)
  }
}

function toQueryError(error: unknown): QueryError {
  return new QueryError(error instanceof Error ? error.message : String(error), { cause: error })
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
