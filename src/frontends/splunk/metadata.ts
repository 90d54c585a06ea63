import { optional, type Span } from '../../base/index.ts'
import type { MapReader } from '../../base/yaml/index.ts'
import type { Rule, Tag } from '../../ir/index.ts'
import { levelOfScore } from './level.ts'

/** What a rule says about itself, its logic apart. */
export type Metadata = Omit<Rule, 'logic' | 'body' | 'span' | 'language' | 'logSource'>

/** Attributes that have a place of their own; all others are kept as they are. */
const placed: ReadonlySet<string> = new Set([
  'author',
  'date',
  'description',
  'id',
  'known_false_positives',
  'name',
  'references',
  'search',
  'status',
  'tags',
])

const placedOfTags: ReadonlySet<string> = new Set([
  'CVE',
  'analytic_story',
  'asset_type',
  'cve',
  'mitre_attack_id',
  'security_domain',
])

/** The attributes of a detection or a baseline. */
export function readMetadata(rule: MapReader): Metadata {
  const tags = rule.inner('tags')
  const type = rule.text('type')
  const status = rule.text('status')?.toLowerCase()
  const isBaseline = type?.toLowerCase() === 'baseline'
  return {
    id: rule.text('id'),
    title: rule.text('name') ?? '',
    ...optional('description', rule.text('description')),
    // It fills a lookup that detections use, and finds nothing by itself.
    ...optional('status', isBaseline ? 'baseline' : status),
    ...optional('level', levelOfScore(riskScore(rule, tags))),
    authors: splitAuthors(rule.text('author')),
    ...optional('date', rule.text('date')),
    references: rule.texts('references'),
    falsePositives: rule.texts('known_false_positives'),
    tags: [...ownTags(rule, tags), ...attackTags(tags), ...cveTags(tags)],
    related: [],
    scope: [],
    fields: riskFields(rule, tags),
    custom: {
      ...(tags?.others(placedOfTags) ?? {}),
      ...rule.others(placed),
      ...(isBaseline && status !== undefined ? { status } : {}),
    },
  }
}

/** “Teoderick Contreras, Splunk”: names, separated by commas. */
function splitAuthors(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/,(?![^(]*\))/)
    .map(author => author.trim())
    .filter(author => author !== '')
}

/**
 * The score of the alert: the highest of its risk objects, or what stands in its tags, there the product of confidence
 * and impact.
 */
function riskScore(rule: MapReader, tags: MapReader | undefined): number | undefined {
  const scores = rule
    .inner('rba')
    ?.maps('risk_objects')
    .flatMap(object => object.number('score') ?? [])
  if (scores !== undefined && scores.length > 0) return Math.max(...scores)
  const stated = tags?.number('risk_score')
  if (stated !== undefined) return stated
  const confidence = tags?.number('confidence')
  const impact = tags?.number('impact')
  if (confidence === undefined || impact === undefined) return undefined
  return Math.round((confidence * impact) / 100)
}

/** What the author says of the rule in a word, as tags that say what they are about. */
function ownTags(rule: MapReader, tags: MapReader | undefined): readonly Tag[] {
  const named = (reader: MapReader | undefined, key: string, label: string): readonly Tag[] =>
    (reader?.scalars(key) ?? []).map(({ text, span }) => ({
      text: `${label}: ${text.trim()}`,
      span,
    }))
  return [
    ...named(rule, 'type', 'Type'),
    ...named(tags, 'analytic_story', 'Analytic Story'),
    ...named(tags, 'asset_type', 'Asset Type'),
    ...named(tags, 'security_domain', 'Security Domain'),
  ]
}

function attackTags(tags: MapReader | undefined): readonly Tag[] {
  return (tags?.scalars('mitre_attack_id') ?? []).map(({ text, span }) =>
    tagOf('attack', text, span),
  )
}

function cveTags(tags: MapReader | undefined): readonly Tag[] {
  return ['cve', 'CVE']
    .flatMap(key => tags?.scalars(key) ?? [])
    .map(({ text, span }) => tagOf('cve', text.trim().replace(/^cve[-_ ]?/i, ''), span))
}

function tagOf(namespace: string, text: string, span: Span): Tag {
  return { text: `${namespace}.${text.trim().toLowerCase()}`, span }
}

/** The fields that an alert is about: what it raises the risk of, and what it blames. */
function riskFields(rule: MapReader, tags: MapReader | undefined): readonly string[] {
  const rba = rule.inner('rba')
  const objects = [...(rba?.maps('risk_objects') ?? []), ...(rba?.maps('threat_objects') ?? [])]
  const names = [
    ...(tags?.maps('observable') ?? []).flatMap(object => object.text('name') ?? []),
    ...objects.flatMap(object => object.text('field') ?? []),
  ]
  return [...new Set(names)]
}
