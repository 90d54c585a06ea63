import type { PlainValue } from '../../base/index.ts'
import { optional } from '../../base/index.ts'
import type { TomlTable, TomlValue } from '../../base/toml/index.ts'
import { type Level, levels, type Rule, type Tag } from '../../ir/index.ts'
import { attackTags } from './attack-tags.ts'
import type { TableReader } from './table-reader.ts'

/** What a rule says about itself, its logic apart. */
export type Metadata = Omit<Rule, 'logic' | 'body' | 'span' | 'language' | 'logSource'>

/** Attributes of a rule that have a place of their own; all others are kept as they are. */
const placed: ReadonlySet<string> = new Set([
  'author',
  'description',
  'false_positives',
  'filters',
  'index',
  'investigation_fields',
  'language',
  'license',
  'name',
  'query',
  'references',
  'rule_id',
  'severity',
  'tags',
  'threat',
])

const placedOfFile: ReadonlySet<string> = new Set(['creation_date', 'maturity', 'updated_date'])

/** The attributes of a rule; `file` is the table of what the repository says of the file. */
export function readMetadata(rule: TableReader, file: TableReader | undefined): Metadata {
  return {
    id: rule.text('rule_id'),
    title: rule.text('name') ?? '',
    ...optional('description', rule.text('description')),
    ...optional('status', file?.text('maturity')?.toLowerCase()),
    ...optional('level', readLevel(rule)),
    authors: rule.texts('author'),
    ...optional('date', readDate(file?.text('creation_date'))),
    ...optional('modified', readDate(file?.text('updated_date'))),
    references: rule.texts('references'),
    falsePositives: rule.texts('false_positives'),
    ...optional('license', rule.text('license')),
    tags: [...ownTags(rule), ...attackTags(rule)],
    related: [],
    scope: [],
    fields: rule.inner('investigation_fields')?.texts('field_names') ?? [],
    custom: { ...others(rule.table, placed), ...others(file?.table ?? {}, placedOfFile) },
  }
}

/** The attributes of a hunt, which says less of itself. */
export function readHuntMetadata(hunt: TableReader): Metadata {
  const techniques = hunt
    .texts('mitre')
    .map((id, i): Tag => ({ text: `attack.${id.toLowerCase()}`, span: hunt.spanOf('mitre', i) }))
  return {
    id: hunt.text('uuid'),
    title: hunt.text('name') ?? '',
    ...optional('description', hunt.text('description')),
    status: 'hunting',
    authors: hunt.texts('author'),
    references: hunt.texts('references'),
    falsePositives: [],
    ...optional('license', hunt.text('license')),
    tags: techniques,
    related: [],
    scope: [],
    fields: [],
    custom: others(hunt.table, placedOfHunt),
  }
}

const placedOfHunt: ReadonlySet<string> = new Set([
  'author',
  'description',
  'language',
  'license',
  'mitre',
  'name',
  'query',
  'references',
  'uuid',
])

function ownTags(rule: TableReader): readonly Tag[] {
  return rule.texts('tags').map((text, i) => ({ text, span: rule.spanOf('tags', i) }))
}

function readLevel(rule: TableReader): Level | undefined {
  const text = rule.text('severity')?.toLowerCase()
  const level = levels.find(name => name === text)
  if (text !== undefined && level === undefined) {
    const span = rule.spanOf('severity')
    rule.report('elastic/invalid-attribute', span, `unknown severity “${text}”`)
  }
  return level
}

/** `2021/07/19` as ISO 8601 has it. */
function readDate(text: string | undefined): string | undefined {
  return text?.replaceAll('/', '-')
}

function others(
  table: TomlTable,
  known: ReadonlySet<string>,
): { readonly [name: string]: PlainValue } {
  const entries = Object.entries(table).filter(([key]) => !known.has(key))
  return Object.fromEntries(entries.map(([key, value]) => [key, toPlain(value)]))
}

/** A multi-line text ends with a line break that nobody means. */
function toPlain(value: TomlValue): PlainValue {
  if (typeof value === 'string') return value.trim()
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(toPlain)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner)]))
}
