import { optional } from '../../base/index.ts'
import type { MapReader } from '../../base/yaml/index.ts'
import { levels, type Rule, type Tag } from '../../ir/index.ts'

/** What a rule says about itself, its logic apart. */
export type SublimeMetadata = Omit<Rule, 'logic' | 'body' | 'span' | 'language' | 'logSource'>

/** Attributes that have a place of their own; all others are kept as they are. */
const placed: ReadonlySet<string> = new Set([
  'attack_types',
  'authors',
  'description',
  'detection_methods',
  'false_positives',
  'id',
  'name',
  'references',
  'severity',
  'source',
  'tactics_and_techniques',
  'tags',
])

/**
 * Sublime has a taxonomy of its own, which stands beside ATT&CK: what an attack is, how it goes about,
 * and by what it is found.
 */
const taxonomy = [
  ['attack_types', 'Attack type'],
  ['tactics_and_techniques', 'Tactic or technique'],
  ['detection_methods', 'Detection method'],
] as const

export function readMetadata(rule: MapReader): SublimeMetadata {
  return {
    id: rule.text('id'),
    title: rule.text('name') ?? '',
    ...optional('description', rule.text('description')),
    ...optional('level', rule.word('severity', levels)),
    authors: readAuthors(rule),
    references: rule.texts('references'),
    falsePositives: rule.texts('false_positives'),
    tags: readTags(rule),
    related: [],
    scope: [],
    fields: [],
    custom: rule.others(placed),
  }
}

function readTags(rule: MapReader): readonly Tag[] {
  const own = rule.scalars('tags').map(({ text, span }): Tag => ({ text: text.trim(), span }))
  const classified = taxonomy.flatMap(([key, title]) =>
    rule.scalars(key).map(({ text, span }): Tag => ({ text: `${title}: ${text.trim()}`, span })),
  )
  return [...own, ...classified]
}

/** `- name: "…"`, else the name of an account: `- twitter: "…"`. */
function readAuthors(rule: MapReader): readonly string[] {
  const node = rule.node('authors')
  if (node?.kind === 'list' && node.items.every(item => item.kind === 'scalar')) {
    return rule.texts('authors')
  }
  return rule.maps('authors').flatMap(author => {
    const account = ['name', 'twitter', 'github', 'linkedin'].map(key => author.text(key))
    return account.find(text => text !== undefined && text !== '') ?? []
  })
}
