/**
 * The table of ATT&CK techniques that ships: version 19.1, together with every id that older
 * versions had, so that tags of any version resolve.
 */

interface StixObject {
  readonly type: string
  readonly id: string
  readonly name?: string
  readonly revoked?: boolean
  readonly x_mitre_deprecated?: boolean
  readonly x_mitre_shortname?: string
  readonly tactic_refs?: readonly string[]
  readonly relationship_type?: string
  readonly source_ref?: string
  readonly target_ref?: string
  readonly external_references?: readonly { source_name: string; external_id?: string }[]
  readonly kill_chain_phases?: readonly { phase_name: string }[]
}

interface Sources {
  readonly bundle: { readonly objects: readonly StixObject[] }
  readonly newer: {
    readonly version: string
    readonly techniques: readonly {
      readonly id: string
      readonly name: string
      readonly tactics: readonly string[]
      readonly tactics_from: string
    }[]
  }
  readonly renumbered: {
    readonly techniques: Readonly<Record<string, { id: string }>>
    readonly subtechniques: Readonly<Record<string, { id: string }>>
  }
  readonly redirects: { readonly mapping: Readonly<Record<string, string>> }
}

interface TechniqueRow {
  id: string
  name: string
  tactics: readonly string[]
  tacticsFrom?: string
  wasDefenseEvasion?: true
  status?: string
  replacedBy?: string
  replacedByFrom?: string
}

const defenseEvasion = 'TA0005'

/** What version 19 made of Defense Evasion, which kept its id as Stealth. */
const halves = [
  { id: 'TA0005', slug: 'stealth', name: 'Stealth' },
  { id: 'TA0112', slug: 'defense-impairment', name: 'Defense Impairment' },
]

export function toAttackData(sources: Sources): unknown {
  const { objects } = sources.bundle
  const matrix = objects.find(object => object.type === 'x-mitre-matrix')
  const byStixId = new Map(objects.map(object => [object.id, object]))
  const oldTactics = (matrix?.tactic_refs ?? []).flatMap(ref => byStixId.get(ref) ?? [])
  const tactics = oldTactics.flatMap(tactic => {
    const id = attackId(tactic)
    if (id === defenseEvasion) return halves
    return [{ id, slug: tactic.x_mitre_shortname ?? '', name: tactic.name ?? '' }]
  })
  const idOfSlug = new Map([
    ...tactics.map(({ id, slug }) => [slug, id] as const),
    ['defense-evasion', defenseEvasion] as const,
  ])
  const toIds = (slugs: readonly string[]): string[] => slugs.flatMap(s => idOfSlug.get(s) ?? [])

  const old = new Map(
    objects.filter(object => object.type === 'attack-pattern').map(o => [attackId(o), o] as const),
  )
  const oldTacticsOf = (object: StixObject | undefined): string[] =>
    toIds((object?.kill_chain_phases ?? []).map(phase => phase.phase_name))

  const rows = new Map<string, TechniqueRow>()
  for (const { id, name, tactics: slugs, tactics_from } of sources.newer.techniques) {
    const row: TechniqueRow = { id, name, tactics: toIds(slugs), tacticsFrom: tactics_from }
    if (oldTacticsOf(old.get(id)).includes(defenseEvasion)) row.wasDefenseEvasion = true
    rows.set(id, row)
  }
  const fresh = sources.newer.techniques.filter(({ id }) => !old.has(id))
  const redirects = redirectsOf(sources, byStixId)
  for (const [id, object] of old) {
    if (rows.has(id)) continue
    const status = object.revoked ? 'revoked' : object.x_mitre_deprecated ? 'deprecated' : 'removed'
    const row: TechniqueRow = { id, name: object.name ?? '', tactics: oldTacticsOf(object), status }
    if (row.tactics.includes(defenseEvasion)) row.wasDefenseEvasion = true
    const direct = redirects.get(id)
    if (direct !== undefined) {
      row.replacedBy = direct.to
      row.replacedByFrom = direct.from
    } else if (status === 'removed') {
      const likely = findByName(object.name ?? '', fresh)
      if (likely !== undefined) {
        row.replacedBy = likely
        row.replacedByFrom = 'name'
      }
    }
    rows.set(id, row)
  }
  for (const row of rows.values()) followChain(row, rows)
  return {
    version: sources.newer.version,
    tactics,
    formerTactics: [
      {
        id: defenseEvasion,
        slug: 'defense-evasion',
        name: 'Defense Evasion',
        now: halves.map(({ id }) => id),
      },
    ],
    techniques: [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

/** A replacement that was replaced itself: T1089 became T1562.001, which became T1685. */
function followChain(row: TechniqueRow, rows: ReadonlyMap<string, TechniqueRow>): void {
  for (let steps = 0; steps < 5 && row.replacedBy !== undefined; steps++) {
    const next = rows.get(row.replacedBy)
    if (next?.replacedBy === undefined) return
    row.replacedBy = next.replacedBy
    if (next.replacedByFrom === 'name') row.replacedByFrom = 'name'
  }
}

function redirectsOf(
  sources: Sources,
  byStixId: ReadonlyMap<string, StixObject>,
): ReadonlyMap<string, { to: string; from: string }> {
  const redirects = new Map<string, { to: string; from: string }>()
  for (const [id, to] of Object.entries(sources.redirects.mapping)) {
    redirects.set(id, { to, from: 'redirects' })
  }
  for (const object of sources.bundle.objects) {
    if (object.relationship_type !== 'revoked-by') continue
    const source = byStixId.get(object.source_ref ?? '')
    const target = byStixId.get(object.target_ref ?? '')
    if (source?.type !== 'attack-pattern' || target?.type !== 'attack-pattern') continue
    redirects.set(attackId(source), { to: attackId(target), from: 'stix' })
  }
  const { techniques, subtechniques } = sources.renumbered
  for (const [id, entry] of Object.entries({ ...techniques, ...subtechniques })) {
    redirects.set(id, { to: entry.id, from: 'v19' })
  }
  return redirects
}

/** The one new technique whose name is, holds or is held in the old one’s; marked as a guess. */
function findByName(
  name: string,
  fresh: readonly { id: string; name: string }[],
): string | undefined {
  const equal = fresh.filter(technique => technique.name === name)
  const close = fresh.filter(
    technique => technique.name.includes(name) || name.includes(technique.name),
  )
  const [only] = equal.length > 0 ? equal : close
  return (equal.length > 0 ? equal : close).length === 1 ? only?.id : undefined
}

function attackId(object: StixObject): string {
  return (
    object.external_references?.find(reference => reference.source_name === 'mitre-attack')
      ?.external_id ?? ''
  )
}
