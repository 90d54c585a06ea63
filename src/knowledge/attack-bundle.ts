import type { AttackTable, FormerTactic, Tactic, Technique } from './attack-table.ts'
import { parseTacticId, type TacticId } from './tactic-id.ts'
import { parseTechniqueId, type TechniqueId } from './technique-id.ts'

/** Why a JSON document is no ATT&CK bundle. */
export interface AttackBundleProblem {
  readonly kind: 'attack-bundle-problem'
  readonly problem: 'not-a-bundle' | 'no-tactics' | 'no-techniques'
  readonly message: string
}

type Json = Readonly<Record<string, unknown>>

/**
 * Reads MITRE’s STIX bundle of one ATT&CK domain into a table that replaces the one that ships.
 * Objects that cannot be read are left out; a document without tactics or techniques is a problem,
 * which is returned, not thrown.
 */
export function parseAttackBundle(json: unknown): AttackTable | AttackBundleProblem {
  const objects = isObject(json) ? json.objects : undefined
  if (!Array.isArray(objects)) {
    return problem('not-a-bundle', 'The document has no list “objects”, so it is no STIX bundle.')
  }
  const readable: readonly Json[] = objects.filter(isObject)
  const byStixId = new Map(readable.map(object => [object.id, object]))
  const tactics = readTactics(readable, byStixId)
  if (tactics.length === 0) return problem('no-tactics', 'The bundle holds no tactic.')
  const techniques = readTechniques(readable, byStixId, tactics)
  if (techniques.size === 0) return problem('no-techniques', 'The bundle holds no technique.')
  const collection = readable.find(object => object.type === 'x-mitre-collection')
  const version = collection?.x_mitre_version
  return {
    kind: 'attack-table',
    version: typeof version === 'string' ? version : undefined,
    tactics,
    formerTactics: formerTacticsOf(tactics),
    techniques,
  }
}

function problem(kind: AttackBundleProblem['problem'], message: string): AttackBundleProblem {
  return { kind: 'attack-bundle-problem', problem: kind, message }
}

function readTactics(
  objects: readonly Json[],
  byStixId: ReadonlyMap<unknown, Json>,
): readonly Tactic[] {
  const found = objects.filter(
    object => object.type === 'x-mitre-tactic' && !isTrue(object, 'revoked'),
  )
  const matrix = objects.find(object => object.type === 'x-mitre-matrix')
  const refs = matrix?.tactic_refs
  const inOrder = (Array.isArray(refs) ? refs : []).flatMap((ref: unknown): readonly Json[] => {
    const tactic = byStixId.get(ref)
    return tactic === undefined ? [] : [tactic]
  })
  return [...new Set([...inOrder, ...found])].flatMap(object => {
    const id = parseTacticId(attackId(object))
    const slug = object.x_mitre_shortname
    const name = object.name
    if (id === undefined || typeof slug !== 'string' || typeof name !== 'string') return []
    return [{ id, slug, name }]
  })
}

function readTechniques(
  objects: readonly Json[],
  byStixId: ReadonlyMap<unknown, Json>,
  tactics: readonly Tactic[],
): ReadonlyMap<TechniqueId, Technique> {
  const replacements = new Map<unknown, TechniqueId>()
  for (const object of objects) {
    if (object.relationship_type !== 'revoked-by') continue
    const target = byStixId.get(object.target_ref)
    const id = target === undefined ? undefined : parseTechniqueId(attackId(target))
    if (id !== undefined) replacements.set(object.source_ref, id)
  }
  const techniques = new Map<TechniqueId, Technique>()
  for (const object of objects) {
    if (object.type !== 'attack-pattern') continue
    const id = parseTechniqueId(attackId(object))
    const name = object.name
    if (id === undefined || typeof name !== 'string') continue
    const status = isTrue(object, 'revoked')
      ? 'revoked'
      : isTrue(object, 'x_mitre_deprecated')
        ? 'deprecated'
        : 'active'
    // An id can occur twice, once revoked: the one in use wins.
    if (techniques.has(id) && status !== 'active') continue
    const replacedBy = replacements.get(object.id)
    techniques.set(id, {
      id,
      name,
      tactics: tacticsOf(object, tactics),
      tacticsFrom: 'official',
      status,
      ...(replacedBy === undefined ? {} : { replacedBy, replacedByFrom: 'stix' }),
    })
  }
  return new Map([...techniques].map(([id, technique]) => [id, lastStep(technique, techniques)]))
}

/** Follows replacements that were replaced themselves; a circle ends the walk. */
function lastStep(
  technique: Technique,
  techniques: ReadonlyMap<TechniqueId, Technique>,
): Technique {
  const seen = new Set<TechniqueId>([technique.id])
  let last = technique.replacedBy
  while (last !== undefined && !seen.has(last)) {
    seen.add(last)
    const next = techniques.get(last)?.replacedBy
    if (next === undefined) break
    last = next
  }
  return last === undefined ? technique : { ...technique, replacedBy: last }
}

function tacticsOf(object: Json, tactics: readonly Tactic[]): readonly TacticId[] {
  const phases = object.kill_chain_phases
  if (!Array.isArray(phases)) return []
  const slugs = new Set(phases.filter(isObject).map(phase => phase.phase_name))
  return tactics.filter(tactic => slugs.has(tactic.slug)).map(tactic => tactic.id)
}

/**
 * Tags of other versions: since 19 Defense Evasion is two tactics; before it, tags of the two mean
 * the one.
 */
function formerTacticsOf(tactics: readonly Tactic[]): readonly FormerTactic[] {
  const find = (slug: string): Tactic | undefined => tactics.find(tactic => tactic.slug === slug)
  const [whole, stealth, impairment] = [
    find('defense-evasion'),
    find('stealth'),
    find('defense-impairment'),
  ]
  if (whole !== undefined) {
    const now = [whole.id]
    return [
      { ...whole, slug: 'stealth', name: 'Stealth', now },
      { ...whole, slug: 'defense-impairment', name: 'Defense Impairment', now },
    ]
  }
  if (stealth === undefined) return []
  const now = [stealth.id, ...(impairment === undefined ? [] : [impairment.id])]
  return [{ id: stealth.id, slug: 'defense-evasion', name: 'Defense Evasion', now }]
}

function attackId(object: Json): string {
  const references = object.external_references
  if (!Array.isArray(references)) return ''
  for (const reference of references) {
    if (!isObject(reference) || reference.source_name !== 'mitre-attack') continue
    const id = reference.external_id
    if (typeof id === 'string') return id
  }
  return ''
}

function isTrue(object: Json, key: string): boolean {
  return object[key] === true
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
