/** What a column of a snapshot can hold. Every column may be empty (NULL) where its row says nothing. */
export type ColumnType = 'INTEGER' | 'BOOLEAN' | 'VARCHAR' | 'VARCHAR[]'

export type CellValue = number | boolean | string | readonly string[] | undefined

export interface ColumnDefinition {
  readonly type: ColumnType
  /** A sentence or two for whoever queries the table. */
  readonly comment: string
}

/** A table with a comment on itself and on every property of its rows. */
export interface TableDefinition<Row extends object = object> {
  readonly name: string
  readonly comment: string
  /** By the property of the row; the column is called the same in snake case. */
  readonly columns: { readonly [K in keyof Row]-?: ColumnDefinition }
}

/** `canonicalField` → `canonical_field`. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}
