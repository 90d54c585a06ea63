import type { TableDefinition } from './table.ts'
import {
  type ExclusionsRow,
  exclusionsTable,
  type FieldsRow,
  fieldsTable,
  type IndicatorsRow,
  indicatorsTable,
} from './tables/indicator-tables.ts'
import {
  type EventsRow,
  eventsTable,
  type RuleEventsRow,
  type RuleTechniquesRow,
  ruleEventsTable,
  ruleTechniquesTable,
  type TacticsRow,
  type TechniquesRow,
  tacticsTable,
  techniquesTable,
} from './tables/knowledge-tables.ts'
import {
  type DiagnosticsRow,
  diagnosticsTable,
  type RulesRow,
  rulesTable,
  type StagesRow,
  stagesTable,
  type TestsRow,
  testsTable,
} from './tables/rule-tables.ts'
import { type FilesRow, filesTable, type SourcesRow, sourcesTable } from './tables/source-tables.ts'

/** The rows of every table of a snapshot, in the order in which they are kept. */
export interface SnapshotTables {
  readonly sources: readonly SourcesRow[]
  readonly files: readonly FilesRow[]
  readonly rules: readonly RulesRow[]
  readonly stages: readonly StagesRow[]
  readonly tests: readonly TestsRow[]
  readonly indicators: readonly IndicatorsRow[]
  readonly exclusions: readonly ExclusionsRow[]
  readonly fields: readonly FieldsRow[]
  readonly diagnostics: readonly DiagnosticsRow[]
  readonly tactics: readonly TacticsRow[]
  readonly techniques: readonly TechniquesRow[]
  readonly ruleTechniques: readonly RuleTechniquesRow[]
  readonly events: readonly EventsRow[]
  readonly ruleEvents: readonly RuleEventsRow[]
}

export type SnapshotTable = keyof SnapshotTables

/** Every table with its columns and what they mean, in the order in which the manual lists them. */
export const tableDefinitions: {
  readonly [T in SnapshotTable]: TableDefinition<SnapshotTables[T][number]>
} = {
  sources: sourcesTable,
  files: filesTable,
  rules: rulesTable,
  stages: stagesTable,
  tests: testsTable,
  indicators: indicatorsTable,
  exclusions: exclusionsTable,
  fields: fieldsTable,
  diagnostics: diagnosticsTable,
  tactics: tacticsTable,
  techniques: techniquesTable,
  ruleTechniques: ruleTechniquesTable,
  events: eventsTable,
  ruleEvents: ruleEventsTable,
}
