import type { ColumnDefinition, TableDefinition } from '../table.ts'
import { type Place, placeColumns, ruleColumn } from './rule-tables.ts'

export interface IndicatorsRow extends Place {
  readonly rule: number
  readonly place: number
  readonly key: string
  readonly field: string
  readonly canonicalField: string
  readonly scope: string
  readonly kind: string
  readonly value: string
  readonly isCased: boolean
  readonly transforms: readonly string[]
}

const indicatorColumns: {
  readonly [K in Exclude<keyof IndicatorsRow, 'rule' | 'place'>]: ColumnDefinition
} = {
  key: {
    type: 'VARCHAR',
    comment: 'Equal keys are one indicator, in whichever rule, spelling and language.',
  },
  field: { type: 'VARCHAR', comment: 'The field as the rule writes it.' },
  canonicalField: { type: 'VARCHAR', comment: 'The name that all spellings of the field share.' },
  scope: {
    type: 'VARCHAR',
    comment: 'Where that name holds: empty for endpoint events, else the log source.',
  },
  kind: { type: 'VARCHAR', comment: 'How the value is compared: as in `tests.kind`.' },
  value: { type: 'VARCHAR', comment: 'The value, unescaped, as the rule writes it.' },
  isCased: { type: 'BOOLEAN', comment: 'Capitals matter.' },
  transforms: { type: 'VARCHAR[]', comment: 'What is done to the value first, such as `base64`.' },
  ...placeColumns,
}

export const indicatorsTable: TableDefinition<IndicatorsRow> = {
  name: 'indicators',
  comment: 'What rules look for: one value of one field, each once a rule. Selectors are left out.',
  columns: {
    rule: ruleColumn,
    place: { type: 'INTEGER', comment: 'Its place among the indicators of the rule, from 0.' },
    ...indicatorColumns,
  },
}

export interface ExclusionsRow extends IndicatorsRow {
  readonly groupNumber: number
  readonly groupSize: number
}

export const exclusionsTable: TableDefinition<ExclusionsRow> = {
  name: 'exclusions',
  comment: 'What rules exclude. Members of one group must not hold together.',
  columns: {
    rule: ruleColumn,
    place: { type: 'INTEGER', comment: 'Its place among the exclusions of the rule, from 0.' },
    groupNumber: { type: 'INTEGER', comment: 'The group that it belongs to, from 0 in each rule.' },
    groupSize: {
      type: 'INTEGER',
      comment: 'How many conditions the group has, those included that are not listed.',
    },
    ...indicatorColumns,
  },
}

export interface FieldsRow {
  readonly rule: number
  readonly field: string
  readonly canonicalField: string
  readonly scope: string
  readonly isLookedFor: boolean
  readonly isExcluded: boolean
}

export const fieldsTable: TableDefinition<FieldsRow> = {
  name: 'fields',
  comment:
    'The fields that rules test, selectors included; fields that a rule computes are left out.',
  columns: {
    rule: ruleColumn,
    field: { type: 'VARCHAR', comment: 'The field as the rule writes it.' },
    canonicalField: { type: 'VARCHAR', comment: 'The name that all spellings of the field share.' },
    scope: {
      type: 'VARCHAR',
      comment: 'Where that name holds: empty for endpoint events, else the log source.',
    },
    isLookedFor: { type: 'BOOLEAN', comment: 'Some test of the field must hold.' },
    isExcluded: { type: 'BOOLEAN', comment: 'Some test of the field must not hold.' },
  },
}
