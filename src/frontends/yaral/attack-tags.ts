import type { Span } from '../../base/index.ts'
import type { Tag } from '../../ir/index.ts'
import { attackTable, parseTacticId, parseTechniqueId, tacticTag } from '../../knowledge/index.ts'
import type { MetaReader } from './meta-reader.ts'
import type { YaralRule } from './syntax.ts'

/** A word of a rule about ATT&CK, with its place. */
interface Word {
  readonly text: string
  readonly span: Span
}

/**
 * The tactics and techniques that a rule names, in the form that all rules’ tags have. They stand under
 * several keys, as names or ids, in addresses, and as constants among the outcomes. A tactic and a
 * technique that stand alone are a pair.
 */
export function attackTags(meta: MetaReader, rule: YaralRule): readonly Tag[] {
  const constants = constantOutcomes(rule)
  const own = wordsOf(meta, ['mitre_attack_tactic', 'tactic', 'mitre'])
  const tacticWords = own.length > 0 ? own : constants.filter(({ key }) => /tactic$/.test(key))
  const tactics = unique(tacticWords.flatMap(tacticTags))
  const ids = unique([
    ...wordsOf(meta, ['technique', 'mitre_attack_technique_id', 'mitre']).flatMap(idTags),
    ...wordsOf(meta, ['mitre_attack_url']).flatMap(urlTag),
    ...constants.filter(({ key }) => /technique_id$/.test(key)).flatMap(idTags),
  ])
  const names = wordsOf(meta, ['mitre_attack_technique', 'technique'])
  const techniques = ids.length > 0 ? ids : unique(names.flatMap(nameTag))
  const [tactic] = tactics
  const isPair = tactics.length === 1 && techniques.length === 1 && tactic !== undefined
  return [...tactics, ...techniques.map(tag => (isPair ? { ...tag, tactic: tactic.text } : tag))]
}

function wordsOf(meta: MetaReader, keys: readonly string[]): readonly Word[] {
  return keys.flatMap(key => meta.list(key).map(text => ({ text, span: meta.spanOf(key) })))
}

/** `$mitre_attack_technique_id = "T1555"` */
function constantOutcomes(rule: YaralRule): readonly (Word & { readonly key: string })[] {
  return rule.sections.flatMap(section =>
    section.kind !== 'outcome'
      ? []
      : section.assignments.flatMap(({ name, value }) =>
          value.kind === 'text' && /^mitre/.test(name.text)
            ? value.value
                .split(',')
                .map(text => ({ key: name.text, text: text.trim(), span: value.span }))
            : [],
        ),
  )
}

/** `Credential Access`, `credential_access`, `TA0006`; a word that is no tactic is none. */
function tacticTags({ text, span }: Word): readonly Tag[] {
  const id = parseTacticId(text)
  const tag = id === undefined ? tacticTag(text) : `attack.${id.toLowerCase()}`
  return tag === undefined ? [] : [{ text: tag, span }]
}

function idTags({ text, span }: Word): readonly Tag[] {
  const id = parseTechniqueId(text)
  return id === undefined ? [] : [{ text: `attack.${id.toLowerCase()}`, span }]
}

/** `https://attack.mitre.org/techniques/T1078/004/` */
function urlTag({ text, span }: Word): readonly Tag[] {
  const [, technique, part] = /\/techniques\/(T\d{4})(?:[/.](\d{3}))?/i.exec(text) ?? []
  if (technique === undefined) return []
  const id = part === undefined ? technique : `${technique}.${part}`
  return [{ text: `attack.${id.toLowerCase()}`, span }]
}

/** `Impair Defenses: Disable or Modify Tools`: what stands behind the colon is the part. */
function nameTag({ text, span }: Word): readonly Tag[] {
  const [whole = '', part] = text.toLowerCase().split(/:\s*/)
  const named = (name: string): readonly string[] =>
    [...attackTable().techniques.values()]
      .filter(technique => technique.name.toLowerCase() === name)
      .map(({ id }) => id)
  const wholes = named(whole)
  const found =
    part === undefined
      ? wholes
      : named(part).filter(id => wholes.some(parent => id.startsWith(`${parent}.`)))
  const [only] = found
  // A name that several techniques have, such as “Cloud Accounts”, tells of none.
  return found.length === 1 && only ? [{ text: `attack.${only.toLowerCase()}`, span }] : []
}

function unique(tags: readonly Tag[]): readonly Tag[] {
  return [...new Map(tags.map(tag => [tag.text, tag])).values()]
}
