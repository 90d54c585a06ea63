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
  const all: Partial<Record<SnapshotTable, TableColumns>> = {}
  // The keys of `tables` are those of its type.
  for (const table of Object.keys(tables) as SnapshotTable[]) {
    const rows: readonly object[] = tables[table] ?? []
    if (rows.length === 0) continue
    const columns = Object.keys(tableDefinitions[table].columns).map(property => {
      const cells: Cell[] = new Array(rows.length)
      for (const [i, row] of rows.entries()) {
        cells[i] = (row as Readonly<Record<string, CellValue>>)[property] ?? null
      }
      return cells
    })
    all[table] = { rows: rows.length, columns }
  }
  return all
}
