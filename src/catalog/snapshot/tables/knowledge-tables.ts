import type { TableDefinition } from '../table.ts'
import { ruleColumn } from './rule-tables.ts'

export interface TacticsRow {
  readonly id: string
  readonly name: string
  readonly place: number
}

export const tacticsTable: TableDefinition<TacticsRow> = {
  name: 'tactics',
  comment: 'The tactics of ATT&CK.',
  columns: {
    id: { type: 'VARCHAR', comment: 'Such as `TA0002`.' },
    name: { type: 'VARCHAR', comment: 'Its name.' },
    place: { type: 'INTEGER', comment: 'Its place in the matrix, from 0.' },
  },
}

export interface TechniquesRow {
  readonly id: string
  readonly name: string
  readonly parent?: string | undefined
  readonly tactics: readonly string[]
  readonly status: string
  readonly replacedBy?: string | undefined
}

export const techniquesTable: TableDefinition<TechniquesRow> = {
  name: 'techniques',
  comment: 'The techniques of ATT&CK, with ids of earlier versions.',
  columns: {
    id: { type: 'VARCHAR', comment: 'Such as `T1059` or `T1059.001`.' },
    name: { type: 'VARCHAR', comment: 'Its name.' },
    parent: { type: 'VARCHAR', comment: 'Of a sub-technique: the technique that it is a part of.' },
    tactics: { type: 'VARCHAR[]', comment: 'The ids of its tactics.' },
    status: { type: 'VARCHAR', comment: '`active`, `deprecated`, `revoked` or `removed`.' },
    replacedBy: { type: 'VARCHAR', comment: 'The id that took its place.' },
  },
}

export interface RuleTechniquesRow {
  readonly rule: number
  readonly tactic?: string | undefined
  readonly technique?: string | undefined
}

export const ruleTechniquesTable: TableDefinition<RuleTechniquesRow> = {
  name: 'rule_techniques',
  comment: 'The cells of the ATT&CK matrix that rules cover: a tactic, a technique or both.',
  columns: {
    rule: ruleColumn,
    tactic: { type: 'VARCHAR', comment: '`tactics.id`; NULL where no tactic is known.' },
    technique: {
      type: 'VARCHAR',
      comment: '`techniques.id`, or an id that no table has; NULL for a tactic by itself.',
    },
  },
}

export interface EventsRow {
  readonly event: string
  readonly platform: string
  readonly provider: string
  readonly channel?: string | undefined
  readonly eventId?: string | undefined
  readonly title: string
  readonly description?: string | undefined
  readonly enable?: string | undefined
  readonly categories: readonly string[]
  readonly services: readonly string[]
  readonly knownFields?: readonly string[] | undefined
}

export const eventsTable: TableDefinition<EventsRow> = {
  name: 'events',
  comment: 'Event types: what logs can contain. All that are known, with rules or without.',
  columns: {
    event: { type: 'VARCHAR', comment: 'Its key, such as `windows/Security/4688`.' },
    platform: { type: 'VARCHAR', comment: 'Such as `windows`, `linux` or `aws`.' },
    provider: { type: 'VARCHAR', comment: 'What writes it.' },
    channel: { type: 'VARCHAR', comment: 'The log that it is written to.' },
    eventId: { type: 'VARCHAR', comment: 'The event id, the record type or the table.' },
    title: { type: 'VARCHAR', comment: 'What it is called.' },
    description: { type: 'VARCHAR', comment: 'What it says.' },
    enable: { type: 'VARCHAR', comment: 'What must be switched on to get it.' },
    categories: { type: 'VARCHAR[]', comment: 'The Sigma categories that it belongs to.' },
    services: { type: 'VARCHAR[]', comment: 'The Sigma services that it belongs to.' },
    knownFields: {
      type: 'VARCHAR[]',
      comment: 'Its fields by their own names; NULL where they are not known.',
    },
  },
}

export interface RuleEventsRow {
  readonly rule: number
  readonly event: string
  readonly branchesCovered: number
  readonly branches: number
  readonly missingFields: readonly string[]
  readonly exclusionsWithoutField: readonly string[]
  readonly vacuousAbsences: readonly string[]
  readonly fieldsKnown: boolean
}

export const ruleEventsTable: TableDefinition<RuleEventsRow> = {
  name: 'rule_events',
  comment: 'Which event types can satisfy a rule, and how many of its branches.',
  columns: {
    rule: ruleColumn,
    event: { type: 'VARCHAR', comment: '`events.event`.' },
    branchesCovered: { type: 'INTEGER', comment: 'How many branches the event can satisfy.' },
    branches: { type: 'INTEGER', comment: 'How many branches the rule has.' },
    missingFields: {
      type: 'VARCHAR[]',
      comment: 'Fields that an uncovered branch looks for and the event has not.',
    },
    exclusionsWithoutField: {
      type: 'VARCHAR[]',
      comment: 'Fields of exclusions that the event has not: there the exclusion never applies.',
    },
    vacuousAbsences: {
      type: 'VARCHAR[]',
      comment: 'Tests of absence that hold only because the event never has the field.',
    },
    fieldsKnown: {
      type: 'BOOLEAN',
      comment: 'Whether the event’s fields are known; if not, coverage is assumed.',
    },
  },
}
