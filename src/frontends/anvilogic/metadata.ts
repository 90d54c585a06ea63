import { optional } from '../../base/index.ts'
import type { MapReader, YamlScalar } from '../../base/yaml/index.ts'
import type { Rule, Tag } from '../../ir/index.ts'
import { findTechnique, parseTechniqueId, tacticTag } from '../../knowledge/index.ts'

/** What a rule says about itself, its logic apart. */
export type Metadata = Omit<Rule, 'logic' | 'body' | 'span' | 'language' | 'logSource'>

/** Attributes that have a place of their own; all others are kept as they are. */
const placed: ReadonlySet<string> = new Set([
  'data_category',
  'description',
  'id',
  'logic',
  'logic_format',
  'references',
  'technique_id',
  'techniques',
  'title',
])

export function readMetadata(rule: MapReader): Metadata {
  return {
    id: rule.text('id'),
    title: rule.text('title') ?? '',
    ...optional('description', rule.text('description')),
    authors: [],
    references: rule.texts('references'),
    falsePositives: [],
    tags: [...attackTags(rule), ...categoryTags(rule)],
    related: [],
    scope: [],
    fields: [],
    custom: rule.others(placed),
  }
}

/** A tactic and a technique by their names: `execution:command and scripting interpreter:python`. */
interface NamedTechnique {
  readonly tactic: string | undefined
  readonly name: string
}

/**
 * The techniques by their ids, each with the tactics that stand before its name; ids and names are two
 * lists, of which neither is in the order of the other.
 *
 *     techniques: ['execution:command and scripting interpreter:python']
 *     technique_id: [T1059.006]
 */
function attackTags(rule: MapReader): readonly Tag[] {
  const ids = rule.scalars('technique_id')
  const named = rule.scalars('techniques')
  const names = named.map(({ text }): NamedTechnique => {
    const parts = text
      .toLowerCase()
      .split(':')
      .map(part => part.trim())
    return { tactic: tacticTag(parts[0] ?? ''), name: parts.at(-1) ?? '' }
  })
  const techniques = ids.flatMap((id, i) => techniqueTags(id, i, ids.length, names))
  const paired = new Set(techniques.flatMap(({ tactic }) => tactic ?? []))
  const tactics = named.flatMap(({ span }, i): readonly Tag[] => {
    const tactic = names[i]?.tactic
    if (tactic === undefined || paired.has(tactic)) return []
    paired.add(tactic)
    return [{ text: tactic, span }]
  })
  return [...tactics, ...techniques]
}

function techniqueTags(
  { text, span }: YamlScalar,
  index: number,
  count: number,
  names: readonly NamedTechnique[],
): readonly Tag[] {
  const tag = { text: `attack.${text.trim().toLowerCase()}`, span }
  const id = parseTechniqueId(text)
  const name = id === undefined ? undefined : findTechnique(id)?.name.toLowerCase()
  const byName = names.filter(one => one.name === name)
  // Names of old versions of ATT&CK are known by their place alone.
  const own = names[index]
  const byPlace = names.length === count && own !== undefined ? [own] : []
  const chosen = byName.length > 0 ? byName : byPlace
  const tactics = new Set(chosen.flatMap(({ tactic }) => tactic ?? []))
  return tactics.size === 0 ? [tag] : [...tactics].map(tactic => ({ ...tag, tactic }))
}

function categoryTags(rule: MapReader): readonly Tag[] {
  return rule
    .scalars('data_category')
    .map(({ text, span }) => ({ text: `Data Category: ${text.trim()}`, span }))
}
