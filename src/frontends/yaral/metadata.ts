import { type Diagnostic, optional, type PlainValue } from '../../base/index.ts'
import { type Level, levels, type RelatedRule, type Rule } from '../../ir/index.ts'
import { attackTags } from './attack-tags.ts'
import { MetaReader, splitList, valueText } from './meta-reader.ts'
import type { YaralPair, YaralRule } from './syntax.ts'

/** What a rule says about itself, its logic apart. */
export type YaralMetadata = Omit<Rule, 'logic' | 'body' | 'span' | 'language' | 'logSource'>

/** Keys that have a place of their own, in lower case; all others are kept as they are. */
const placed: ReadonlySet<string> = new Set([
  'author',
  'created',
  'description',
  'false_positives',
  'falsepositives',
  'license',
  'modified',
  'rule_id',
  'rule_name',
  'severity',
  'sigma_uuid',
  'tags',
])

export function readMetadata(rule: YaralRule, diagnostics: Diagnostic[]): YaralMetadata {
  const meta = new MetaReader(rule, diagnostics)
  const own = meta.pairs.filter(pair => pair.key.text.toLowerCase() === 'tags')
  return {
    id: meta.text('rule_id'),
    name: rule.name.text,
    title: meta.text('rule_name') ?? titleOf(rule.name.text),
    ...optional('description', meta.text('description')),
    ...optional('level', readLevel(meta)),
    authors: meta.list('author'),
    ...optional('date', readDate(meta.text('created', 'date'))),
    ...optional('modified', readDate(meta.text('modified', 'updated'))),
    references: referencesOf(meta),
    falsePositives: meta.texts('false_positives', 'falsepositives'),
    ...optional('license', meta.text('license')),
    tags: [
      ...own.flatMap(pair =>
        splitList(valueText(pair)).map(text => ({ text, span: pair.value.span })),
      ),
      ...attackTags(meta, rule),
    ],
    related: relatedTo(meta),
    scope: [],
    fields: rule.sections.flatMap(s =>
      s.kind === 'outcome' ? s.assignments.map(({ name }) => `$${name.text}`) : [],
    ),
    custom: customOf(meta),
  }
}

/** A rule without a title has its name, whose words are joined with underscores. */
function titleOf(name: string): string {
  const text = name.replace(/_+/g, ' ').trim()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `reference`, `reference1`, `references`, and addresses of ATT&CK. */
function referencesOf(meta: MetaReader): readonly string[] {
  const keys = meta.pairs.map(({ key }) => key.text.toLowerCase())
  const found = keys.filter(key => /^references?\d*$|^mitre_attack_url$/.test(key))
  const texts = meta.texts(...new Set(found)).flatMap(text => text.split(/,?\s+(?=https?:)/))
  return [...new Set(texts)]
}

function readLevel(meta: MetaReader): Level | undefined {
  const key = meta.text('severity') === undefined ? 'priority' : 'severity'
  const text = meta.text(key)?.toLowerCase()
  if (text === undefined) return undefined
  const level = levels.find(name => name === text || (text === 'info' && name === 'informational'))
  if (level === undefined) meta.report(key, `unknown severity “${text}”`)
  return level
}

/** `2021/07/19` as ISO 8601 has it. */
function readDate(text: string | undefined): string | undefined {
  return text?.replaceAll('/', '-')
}

/** A rule that was made of one of Sigma’s says which. */
function relatedTo(meta: MetaReader): readonly RelatedRule[] {
  return meta.texts('sigma_uuid').map(id => ({ id, type: 'derived' }))
}

function customOf(meta: MetaReader): { readonly [name: string]: PlainValue } {
  const entries = meta.pairs
    .filter(({ key }) => !placed.has(key.text.toLowerCase()))
    .filter(({ key }) => !/^references?\d*$/i.test(key.text))
    .map(pair => [pair.key.text, plainValue(pair)] as const)
  return Object.fromEntries(entries)
}

function plainValue(pair: YaralPair): PlainValue {
  const { value } = pair
  if (value.kind === 'boolean') return value.value
  return value.kind === 'number' ? Number(value.text) : valueText(pair)
}
