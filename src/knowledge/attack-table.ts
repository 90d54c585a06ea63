import attackData from '../../data/attack.json' with { type: 'json' }
import { once } from '../base/index.ts'
import type { TacticId } from './tactic-id.ts'
import { parseTacticId } from './tactic-id.ts'
import { parseTechniqueId, type TechniqueId } from './technique-id.ts'

/** MITRE ATT&CK: tactics and techniques of one version, with the ids that earlier versions had. */
export interface AttackTable {
  readonly kind: 'attack-table'
  /** Such as `19.1`; `undefined` when the source does not say. */
  readonly version: string | undefined
  /** In the order of the matrix. */
  readonly tactics: readonly Tactic[]
  /** Tactics that the version no longer has under this name. */
  readonly formerTactics: readonly FormerTactic[]
  readonly techniques: ReadonlyMap<TechniqueId, Technique>
}

export interface Tactic {
  readonly id: TacticId
  /** Such as `command-and-control`. */
  readonly slug: string
  readonly name: string
}

/** A tactic of old: Defense Evasion became Stealth, which kept its id, and Defense Impairment. */
export interface FormerTactic extends Tactic {
  /** The tactics that it became; a tag of the old one matches each of them. */
  readonly now: readonly TacticId[]
}

/**
 * `removed`: an id that the table’s version no longer has, where no official object says what
 * became of it.
 */
export type TechniqueStatus = 'active' | 'deprecated' | 'revoked' | 'removed'

export interface Technique {
  readonly id: TechniqueId
  readonly name: string
  readonly tactics: readonly TacticId[]
  /**
   * How the tactics are known: `official`; the same as in version `18.1`; derived by `name`, by
   * `usage` in rules, or `assumed`; `unknown`.
   */
  readonly tacticsFrom: 'official' | '18.1' | 'name' | 'usage' | 'assumed' | 'unknown'
  readonly status: TechniqueStatus
  /** What the id became, its last step where there were several. */
  readonly replacedBy?: TechniqueId
  /**
   * Who says so: the `stix` objects, a list of `redirects`, the `v19` mapping, or only the likeness
   * of the `name`, which is a guess.
   */
  readonly replacedByFrom?: 'stix' | 'redirects' | 'v19' | 'name'
  /** It belonged to Defense Evasion when that was one tactic. */
  readonly wasDefenseEvasion?: true
}

interface TechniqueRow {
  readonly id: string
  readonly name: string
  readonly tactics: readonly string[]
  readonly tacticsFrom?: Technique['tacticsFrom']
  readonly status?: TechniqueStatus
  readonly replacedBy?: string
  readonly replacedByFrom?: NonNullable<Technique['replacedByFrom']>
  readonly wasDefenseEvasion?: true
}

/** The table that ships: version 19.1, with every id of the versions before it. */
export const attackTable: () => AttackTable = once(() => {
  // The generator writes this shape; TypeScript infers a union of every row instead.
  const rows = attackData.techniques as unknown as readonly TechniqueRow[]
  const techniques = new Map<TechniqueId, Technique>()
  for (const row of rows) {
    const id = parseTechniqueId(row.id)
    if (id === undefined) continue
    const replacedBy = parseTechniqueId(row.replacedBy ?? '')
    techniques.set(id, {
      id,
      name: row.name,
      tactics: toTacticIds(row.tactics),
      tacticsFrom: row.tacticsFrom ?? '18.1',
      status: row.status ?? 'active',
      ...(replacedBy === undefined ? {} : { replacedBy }),
      ...(row.replacedByFrom === undefined ? {} : { replacedByFrom: row.replacedByFrom }),
      ...(row.wasDefenseEvasion ? { wasDefenseEvasion: true } : {}),
    })
  }
  return {
    kind: 'attack-table',
    version: attackData.version,
    tactics: attackData.tactics.flatMap(toTactic),
    formerTactics: attackData.formerTactics.flatMap(former =>
      toTactic(former).map(tactic => ({ ...tactic, now: toTacticIds(former.now) })),
    ),
    techniques,
  }
})

function toTactic(row: { id: string; slug: string; name: string }): readonly Tactic[] {
  const id = parseTacticId(row.id)
  return id === undefined ? [] : [{ id, slug: row.slug, name: row.name }]
}

function toTacticIds(ids: readonly string[]): readonly TacticId[] {
  return ids.flatMap(id => parseTacticId(id) ?? [])
}

/** The technique with this id, in any case; also one that is no longer in use. */
export function findTechnique(
  id: string,
  table: AttackTable = attackTable(),
): Technique | undefined {
  const parsed = parseTechniqueId(id)
  return parsed === undefined ? undefined : table.techniques.get(parsed)
}

/**
 * The tactic with this id or name, as tags spell it: `TA0011`, `command-and-control`,
 * `command_and_control`, `Command and Control`. A former name is not found here, but among
 * `formerTactics` by {@link findFormerTactic}.
 */
export function findTactic(
  idOrSlug: string,
  table: AttackTable = attackTable(),
): Tactic | undefined {
  const id = parseTacticId(idOrSlug)
  if (id !== undefined) return table.tactics.find(tactic => tactic.id === id)
  const slug = toSlug(idOrSlug)
  return table.tactics.find(tactic => tactic.slug === slug)
}

/** The tactic of old with this name: `defense-evasion`, `defense_evasion`. */
export function findFormerTactic(
  slug: string,
  table: AttackTable = attackTable(),
): FormerTactic | undefined {
  const wanted = toSlug(slug)
  return table.formerTactics.find(tactic => tactic.slug === wanted)
}

function toSlug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
}
