import type { ColumnDefinition, TableDefinition } from '../table.ts'

/** Where in its file something stands. */
export interface Place {
  readonly spanStart: number
  readonly spanEnd: number
  readonly line: number
  readonly lineColumn: number
}

export const placeColumns: { readonly [K in keyof Place]: ColumnDefinition } = {
  spanStart: {
    type: 'INTEGER',
    comment: 'Where it begins: UTF-16 code units from the start of the file.',
  },
  spanEnd: { type: 'INTEGER', comment: 'Where it ends, exclusive.' },
  line: {
    type: 'INTEGER',
    comment: 'Its line, from 1; 0 where it stands in another file, that of a filter rule.',
  },
  lineColumn: { type: 'INTEGER', comment: 'Its column, from 1, in UTF-16 code units.' },
}

/** The column that ties a row to its rule. */
export const ruleColumn: ColumnDefinition = {
  type: 'INTEGER',
  comment: 'The number of the rule: `rules.rule`.',
}

export interface RulesRow {
  readonly rule: number
  readonly source: string
  readonly vendor: string
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly language: string
  readonly status?: string | undefined
  readonly level?: string | undefined
  readonly authors: readonly string[]
  readonly created?: string | undefined
  readonly modified?: string | undefined
  readonly license?: string | undefined
  readonly path: string
  readonly ordinal: number
  readonly product?: string | undefined
  readonly category?: string | undefined
  readonly service?: string | undefined
  readonly definition?: string | undefined
  readonly tags: readonly string[]
  readonly cves: readonly string[]
  readonly links: readonly string[]
  readonly falsePositives: readonly string[]
  readonly related: readonly string[]
  readonly isCounted: boolean
  readonly family: string
  readonly branches: number
  readonly custom?: string | undefined
  readonly body: string
}

export const rulesTable: TableDefinition<RulesRow> = {
  name: 'rules',
  comment: 'Rules, a row each, in the order of sources, paths and places in their files.',
  columns: {
    rule: { type: 'INTEGER', comment: 'The number of the rule in this catalogue, from 0.' },
    source: { type: 'VARCHAR', comment: 'The source that it was read from: `sources.name`.' },
    vendor: { type: 'VARCHAR', comment: 'The vendor under which it is counted.' },
    id: {
      type: 'VARCHAR',
      comment: 'As written, else made from source, path and ordinal; unique per source at best.',
    },
    slug: {
      type: 'VARCHAR',
      comment: 'The file’s name, with an ordinal where it has several rules.',
    },
    title: { type: 'VARCHAR', comment: 'As written.' },
    description: { type: 'VARCHAR', comment: 'As written; empty where there is none.' },
    language: { type: 'VARCHAR', comment: 'The language that it is written in, such as `sigma`.' },
    status: { type: 'VARCHAR', comment: 'As written, such as `stable`, `test` or `deprecated`.' },
    level: {
      type: 'VARCHAR',
      comment: '`informational`, `low`, `medium`, `high` or `critical`.',
    },
    authors: { type: 'VARCHAR[]', comment: 'Its authors, one by one.' },
    created: { type: 'VARCHAR', comment: 'The date that it was written, as written.' },
    modified: { type: 'VARCHAR', comment: 'The date of its last change, as written.' },
    license: {
      type: 'VARCHAR',
      comment: 'Its own, else that of the licence file nearest above it.',
    },
    path: { type: 'VARCHAR', comment: 'Its file, relative to the source, with forward slashes.' },
    ordinal: { type: 'INTEGER', comment: 'Which of the rules of its file it is, from 0.' },
    product: { type: 'VARCHAR', comment: 'The product of its log source.' },
    category: { type: 'VARCHAR', comment: 'The category of its log source.' },
    service: { type: 'VARCHAR', comment: 'The service of its log source.' },
    definition: { type: 'VARCHAR', comment: 'What the author says must be switched on.' },
    tags: { type: 'VARCHAR[]', comment: 'Its tags as written.' },
    cves: { type: 'VARCHAR[]', comment: 'CVE ids of its tags, title and references, in capitals.' },
    links: { type: 'VARCHAR[]', comment: 'Its references.' },
    falsePositives: { type: 'VARCHAR[]', comment: 'False positives that the author expects.' },
    related: { type: 'VARCHAR[]', comment: 'Related rules, each as its type, a blank and its id.' },
    isCounted: {
      type: 'BOOLEAN',
      comment:
        'False for rules that are set aside (deprecated, unsupported, placeholders, notebooks), which count apart.',
    },
    family: {
      type: 'VARCHAR',
      comment: 'Equal for rules of equal logic: copies of one detection. Counts are of families.',
    },
    branches: { type: 'INTEGER', comment: 'In how many ways it can fire.' },
    custom: { type: 'VARCHAR', comment: 'Attributes that its language does not define, as JSON.' },
    body: { type: 'VARCHAR', comment: 'Its text.' },
  },
}

export interface StagesRow extends Place {
  readonly rule: number
  readonly stage: number
  readonly kind: string
  readonly text: string
  readonly condition?: string | undefined
  readonly origin?: string | undefined
}

export const stagesTable: TableDefinition<StagesRow> = {
  name: 'stages',
  comment: 'The steps of a rule’s logic, in their order.',
  columns: {
    rule: ruleColumn,
    stage: { type: 'INTEGER', comment: 'Its place among the stages of the rule, from 0.' },
    kind: {
      type: 'VARCHAR',
      comment:
        '`source`, `filter`, `derive`, `aggregate`, `threshold`, `sequence`, `join`, `correlate`, `shape` or `opaque`.',
    },
    text: { type: 'VARCHAR', comment: 'The stage as one line that a person can read.' },
    condition: { type: 'VARCHAR', comment: 'Of a filter: the condition as written.' },
    origin: {
      type: 'VARCHAR',
      comment: 'The id of the filter rule that the stage was taken from.',
    },
    ...placeColumns,
  },
}

export interface TestsRow extends Place {
  readonly rule: number
  readonly predicate: number
  readonly place: number
  readonly stage: number
  readonly part?: string | undefined
  readonly field: string
  readonly canonicalField: string
  readonly kind: string
  readonly value: string
  readonly needsAll: boolean
  readonly isCased: boolean
  readonly transforms: readonly string[]
  readonly isNegated: boolean
}

export const testsTable: TableDefinition<TestsRow> = {
  name: 'tests',
  comment: 'The predicates of rules, a row for each of their values, selectors included.',
  columns: {
    rule: ruleColumn,
    predicate: { type: 'INTEGER', comment: 'Which predicate of the rule, from 0.' },
    place: { type: 'INTEGER', comment: 'Which value of the predicate, from 0.' },
    stage: { type: 'INTEGER', comment: 'The stage that the predicate stands in: `stages.stage`.' },
    part: { type: 'VARCHAR', comment: 'The selection that it stands in.' },
    field: { type: 'VARCHAR', comment: 'The field as written; `*any` for keywords.' },
    canonicalField: { type: 'VARCHAR', comment: 'The name that all spellings of the field share.' },
    kind: {
      type: 'VARCHAR',
      comment:
        '`equals`, `contains`, `starts_with`, `ends_with`, `wildcard`, `file_name`, `has`, `has_prefix`, `has_suffix`, `regex`, `cidr`, `lt`, `lte`, `gt`, `gte`, `exists`, `null`, `field_equals` or `in_list`.',
    },
    value: { type: 'VARCHAR', comment: 'The value, unescaped.' },
    needsAll: {
      type: 'BOOLEAN',
      comment: 'All values of the predicate must be found, not just one.',
    },
    isCased: { type: 'BOOLEAN', comment: 'Capitals matter.' },
    transforms: {
      type: 'VARCHAR[]',
      comment: 'What is done to the value first, such as `base64`.',
    },
    isNegated: { type: 'BOOLEAN', comment: 'The predicate must not hold.' },
    ...placeColumns,
  },
}

export interface DiagnosticsRow extends Place {
  readonly rule?: number | undefined
  readonly source: string
  readonly path: string
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly help?: string | undefined
}

export const diagnosticsTable: TableDefinition<DiagnosticsRow> = {
  name: 'diagnostics',
  comment: 'What was noticed when rules were read: problems, and what `scan` does not run.',
  columns: {
    rule: {
      type: 'INTEGER',
      comment: '`rules.rule`; NULL for a problem of a file without a rule.',
    },
    source: { type: 'VARCHAR', comment: 'The name of the source.' },
    path: { type: 'VARCHAR', comment: 'The file, relative to the source.' },
    code: { type: 'VARCHAR', comment: 'What it is, such as `sigma/unknown-modifier`.' },
    severity: { type: 'VARCHAR', comment: '`error`, `warning` or `note`.' },
    message: { type: 'VARCHAR', comment: 'What is wrong.' },
    help: { type: 'VARCHAR', comment: 'What to do about it.' },
    ...placeColumns,
  },
}
