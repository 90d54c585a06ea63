import type { DuckDBAppender, DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { ColumnType } from './table.ts'
import type { Cell, TableColumns } from './table-columns.ts'
import { type SnapshotTable, tableDefinitions } from './tables.ts'

type DuckDb = typeof import('@duckdb/node-api')

/** Takes the rows of one table and hands them to the engine in whole chunks, which is what is fast. */
export interface TableLoader {
  add(columns: TableColumns, firstRule: number): void
  close(): void
}

/** Rows that the engine takes at once. */
const chunkSize = 2048

export function tableLoader(
  duckdb: DuckDb,
  appender: DuckDBAppender,
  table: SnapshotTable,
): TableLoader {
  const definition: readonly (readonly [string, { readonly type: ColumnType }])[] = Object.entries(
    tableDefinitions[table].columns,
  )
  const types = definition.map(([, { type }]) => toType(duckdb, type))
  const isRule = definition.map(([property]) => property === 'rule')
  const isList = definition.map(([, { type }]) => type === 'VARCHAR[]')
  let waiting: DuckDBValue[][] = definition.map(() => [])
  let count = 0
  const flush = (): void => {
    if (count === 0) return
    const chunk = duckdb.DuckDBDataChunk.create(types)
    chunk.setColumns(waiting)
    appender.appendDataChunk(chunk)
    waiting = definition.map(() => [])
    count = 0
  }
  return {
    add({ rows, columns }, firstRule) {
      for (let at = 0; at < rows; ) {
        const end = Math.min(rows, at + chunkSize - count)
        for (const [i, values] of waiting.entries()) {
          const cells = columns[i] ?? []
          for (let row = at; row < end; row++) {
            const cell = cells[row] ?? null
            if (isRule[i] && typeof cell === 'number') values.push(cell + firstRule)
            else values.push(isList[i] ? toList(duckdb, cell) : toPlain(cell))
          }
        }
        count += end - at
        at = end
        if (count === chunkSize) flush()
      }
    },
    close() {
      flush()
      appender.closeSync()
    },
  }
}

function toType(duckdb: DuckDb, type: ColumnType): DuckDBType {
  switch (type) {
    case 'INTEGER':
      return duckdb.INTEGER
    case 'BOOLEAN':
      return duckdb.BOOLEAN
    case 'VARCHAR':
      return duckdb.VARCHAR
    case 'VARCHAR[]':
      return duckdb.LIST(duckdb.VARCHAR)
  }
}

function toList(duckdb: DuckDb, cell: Cell): DuckDBValue {
  return typeof cell === 'object' && cell !== null ? duckdb.listValue(cell) : null
}

function toPlain(cell: Cell): DuckDBValue {
  return typeof cell === 'object' ? null : cell
}
