import type { CellValue } from './table.ts'
import { type SnapshotTable, type SnapshotTables, tableDefinitions } from './tables.ts'

/** Rows by columns, in the order of the table’s definition; a cell without a value is `null`. Safe as JSON. */
export interface TableColumns {
  readonly rows: number
  readonly columns: readonly (readonly Cell[])[]
}

export type Cell = Exclude<CellValue, undefined> | null

/** Rows of some tables by their columns: what rows are kept and passed on as. */
export type SnapshotColumns = { readonly [T in SnapshotTable]?: TableColumns }

/** The tables that have rows, by columns. */
export function toColumns(tables: Partial<SnapshotTables>): SnapshotColumns {
  const all = Object.entries(tables).flatMap(([table, rows]) => {
    if (rows.length === 0) return []
    // The keys of `tables` are those of its type.
    const properties = Object.keys(tableDefinitions[table as SnapshotTable].columns)
    const columns = properties.map(property =>
      rows.map((row: object) => (row as Readonly<Record<string, CellValue>>)[property] ?? null),
    )
    return [[table, { rows: rows.length, columns }] as const]
  })
  return Object.fromEntries(all)
}
