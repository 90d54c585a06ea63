import { linksIn, optional } from '../../base/index.ts'
import type { MapReader } from '../../base/yaml/index.ts'
import { levels, type Rule, type Tag } from '../../ir/index.ts'
import { tacticTag } from '../../knowledge/index.ts'

/** What a rule says about itself, its logic apart. */
export type Metadata = Omit<Rule, 'logic' | 'body' | 'span' | 'language' | 'logSource'>

/** Attributes that have a place of their own; all others are kept as they are. */
const placed: ReadonlySet<string> = new Set([
  'description',
  'id',
  'name',
  'query',
  'relevantTechniques',
  'severity',
  'status',
  'tactics',
])

/** The attributes of an analytics rule or a hunting query. */
export function readMetadata(rule: MapReader): Metadata {
  const description = withoutMarks(rule.text('description'))
  return {
    id: rule.text('id'),
    title: rule.text('name') ?? '',
    ...optional('description', description),
    ...optional('status', readStatus(rule)),
    ...optional('level', rule.word('severity', levels)),
    authors: readAuthors(rule),
    references: linksIn(description ?? ''),
    falsePositives: [],
    tags: [...tacticTags(rule), ...techniqueTags(rule), ...ownTags(rule)],
    related: [],
    scope: [],
    fields: shownColumns(rule),
    custom: rule.others(placed),
  }
}

/** Many descriptions stand in quotation marks inside of a block. */
function withoutMarks(text: string | undefined): string | undefined {
  const inner = /^'([\s\S]*)'$/.exec(text ?? '')?.[1]
  return inner === undefined ? text : inner.trim()
}

/** A query that no schedule runs is for hunting. */
function readStatus(rule: MapReader): string | undefined {
  const status = rule.text('status')?.toLowerCase()
  const isRun = ['queryFrequency', 'kind', 'triggerOperator'].some(
    key => rule.node(key) !== undefined,
  )
  return status ?? (isRun ? undefined : 'hunting')
}

/**
 *     metadata:
 *       author:
 *         name: Ada Lovelace
 */
function readAuthors(rule: MapReader): readonly string[] {
  const metadata = rule.node('metadata')?.kind === 'map' ? rule.inner('metadata') : undefined
  return [metadata, rule].flatMap(reader => {
    const author = reader?.node('author')
    if (author?.kind === 'map') return reader?.inner('author')?.texts('name') ?? []
    return author === undefined ? [] : (reader?.texts('author') ?? [])
  })
}

/** What is no tactic of ATT&CK, such as Defender’s “Ransomware”, stays a word of the author’s. */
function tacticTags(rule: MapReader): readonly Tag[] {
  return rule.scalars('tactics').map(({ text, span }) => ({
    text: tacticTag(text) ?? `Category: ${text.trim()}`,
    span,
  }))
}

function techniqueTags(rule: MapReader): readonly Tag[] {
  return rule
    .scalars('relevantTechniques')
    .map(({ text, span }) => ({ text: `attack.${text.trim().toLowerCase()}`, span }))
}

function ownTags(rule: MapReader): readonly Tag[] {
  const words = ['tags', 'tag'].flatMap(key => {
    const node = rule.node(key)
    const items = node?.kind === 'list' ? node.items : node === undefined ? [] : [node]
    // Templates have maps with versions among their tags.
    return items.flatMap(item =>
      item.kind === 'scalar' && item.text.trim() !== ''
        ? [{ text: item.text.trim(), span: item.span }]
        : [],
    )
  })
  const connectors = rule.maps('requiredDataConnectors').flatMap(connector =>
    connector.scalars('connectorId').map(({ text, span }) => ({
      text: `Data Connector: ${text.trim()}`,
      span,
    })),
  )
  const seen = new Set<string>()
  return [...words, ...connectors].filter(({ text }) => !seen.has(text) && seen.add(text))
}

/** The columns that entities of an alert and its details are made of. */
function shownColumns(rule: MapReader): readonly string[] {
  const entities = rule
    .maps('entityMappings')
    .flatMap(entity => entity.maps('fieldMappings'))
    .flatMap(field => field.text('columnName') ?? [])
  const details = rule.inner('customDetails')
  const columns = (details?.map.entries ?? []).flatMap(({ key }) => details?.texts(key) ?? [])
  return [...new Set([...entities, ...columns])]
}
