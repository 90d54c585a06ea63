export { CatalogError, type CatalogProblem } from './catalog-error.ts'
export { blobNames, type SnapshotMeta, snapshotFormat } from './format.ts'
export {
  compressText,
  openPackedTexts,
  type PackedTexts,
  packTexts,
  unpackPieces,
} from './packed-texts.ts'
export {
  type QueryAnswer,
  QueryError,
  type QueryRow,
  type QueryValue,
  querySnapshot,
  type RunningQuery,
  startQuery,
} from './query-snapshot.ts'
export { readSnapshot, type Snapshot } from './read-snapshot.ts'
export {
  type CellValue,
  type ColumnDefinition,
  type ColumnType,
  columnName,
  type TableDefinition,
} from './table.ts'
export { type SnapshotColumns, type TableColumns, toColumns } from './table-columns.ts'
export type { ExclusionsRow, FieldsRow, IndicatorsRow } from './tables/indicator-tables.ts'
export type {
  EventsRow,
  RuleEventsRow,
  RuleTechniquesRow,
  TacticsRow,
  TechniquesRow,
} from './tables/knowledge-tables.ts'
export type { DiagnosticsRow, Place, RulesRow, StagesRow, TestsRow } from './tables/rule-tables.ts'
export type { FilesRow, SourcesRow } from './tables/source-tables.ts'
export { type SnapshotTable, type SnapshotTables, tableDefinitions } from './tables.ts'
export { type ViewDefinition, viewDefinitions } from './views.ts'
export {
  type MadeBlob,
  openSnapshotWriter,
  type SnapshotContent,
  type SnapshotWriter,
  writeSnapshot,
} from './write-snapshot.ts'
