import { type Diagnostic, diagnostic, findNearest, type Parsed } from '../base/index.ts'
import type { Tag } from '../ir/index.ts'
import {
  type AttackTable,
  attackTable,
  findFormerTactic,
  findTactic,
  findTechnique,
  parseTacticId,
  type TacticId,
  type Technique,
  type TechniqueStatus,
} from '../knowledge/index.ts'

/** One cell of the ATT&CK matrix that a rule covers; at least one of the two is there. */
export interface AttackPair {
  readonly tactic?: CoveredTactic
  readonly technique?: CoveredTechnique
}

export interface CoveredTactic {
  /** The ATT&CK id, or the tag’s own word where no table has it. */
  readonly id: string
  readonly name: string
}

export interface CoveredTechnique {
  /** As the tag has it, also when the id is no longer in use. */
  readonly id: string
  /** The id itself where no table has it. */
  readonly name: string
  readonly status: TechniqueStatus | 'unknown'
  /** The id that took its place. */
  readonly replacedBy?: string
}

/**
 * The tactics and techniques of a rule whose tags are flat, as Sigma’s are. A technique is paired
 * with those of its own tactics that the rule tags, else with all of its own; a tactic that no
 * technique claims stands alone. Where the tags themselves pair the two, as Elastic’s do, the pair
 * stands.
 *
 * Versions of ATT&CK differ. A tag of Defense Evasion matches both of the tactics that it became. A
 * technique that is deprecated, revoked, renamed or in no table keeps its id and takes the rule’s
 * tactics, and a diagnostic says what became of it. Tags of groups, software, campaigns and other
 * namespaces are left alone.
 *
 * The pairs are ordered by tactic, as the matrix is, then by technique.
 */
export function attackCoverage(
  tags: readonly Tag[],
  table: AttackTable = attackTable(),
): Parsed<readonly AttackPair[]> {
  const diagnostics: Diagnostic[] = []
  const tactics: TaggedTactic[] = []
  const techniques: TaggedTechnique[] = []
  for (const tag of tags) {
    const name = /^attack\.(.*)$/i.exec(tag.text.trim())?.[1]?.trim()
    if (name === undefined || isLeftAlone(name)) continue
    if (/^t?\d/i.test(name)) techniques.push(readTechnique(name, tag, table, diagnostics))
    else {
      const tactic = readTactic(name, tag, table, diagnostics)
      if (tactic !== undefined) tactics.push(tactic)
    }
  }
  const claimed = new Set<TaggedTactic>()
  const pairs = new Map<string, AttackPair>()
  const add = (tactic: CoveredTactic | undefined, technique?: CoveredTechnique): void => {
    const key = `${tactic?.id ?? ''} ${technique?.id ?? ''}`
    if (pairs.has(key)) return
    pairs.set(key, { ...(tactic && { tactic }), ...(technique && { technique }) })
  }
  for (const technique of techniques) {
    const { pairedWith } = technique
    const tagged = pairedWith === undefined ? tactics : tactics.filter(t => t.tag === pairedWith)
    const found = tacticsFor(technique, tagged, table)
    for (const tactic of found.claimed) claimed.add(tactic)
    if (found.tactics.length === 0) add(undefined, technique.covered)
    for (const tactic of found.tactics) add(tactic, technique.covered)
  }
  for (const tactic of tactics) if (!claimed.has(tactic)) add(tactic.covered)
  return { value: inOrder([...pairs.values()], table), diagnostics }
}

/** A tactic of the rule’s tags. */
interface TaggedTactic {
  readonly covered: CoveredTactic
  /** The tactics of the table that it means: two for Defense Evasion, none for one unknown. */
  readonly means: readonly TacticId[]
  /** The tag’s text. */
  readonly tag: string
}

interface TaggedTechnique {
  /** The tag of the one tactic that it belongs to, where the rule says so. */
  readonly pairedWith: string | undefined
  readonly covered: CoveredTechnique
  readonly known: Technique | undefined
}

/** Groups, software, campaigns, mitigations, data sources and what else has an id of its own. */
function isLeftAlone(name: string): boolean {
  return /^(?:g|s|c|m|ds|dc|det|an)\d{4}$/i.test(name)
}

function readTactic(
  name: string,
  tag: Tag,
  table: AttackTable,
  diagnostics: Diagnostic[],
): TaggedTactic | undefined {
  const tactic = findTactic(name, table)
  if (tactic !== undefined) {
    return { covered: { id: tactic.id, name: tactic.name }, means: [tactic.id], tag: tag.text }
  }
  const former = findFormerTactic(name, table)
  if (former !== undefined) {
    const now = former.now.flatMap(id => findTactic(id, table) ?? [])
    const names = now.map(({ id, name: current }) => `${current} (${id})`).join(' and ')
    const message = `${former.name} is ${names} in ATT&CK ${table.version ?? 'of this version'}`
    diagnostics.push(diagnostic('attack/renamed', tag.span, message, names))
    const [only] = now
    const current = now.length === 1 && only !== undefined ? only : former
    return { covered: { id: current.id, name: current.name }, means: former.now, tag: tag.text }
  }
  if (name === '') {
    diagnostics.push(diagnostic('attack/unknown', tag.span, `“${tag.text}” names nothing`))
    return undefined
  }
  const id = parseTacticId(name) ?? name
  const nearest = findNearest(
    name.toLowerCase().replaceAll('_', '-'),
    table.tactics.map(known => known.slug).concat(table.formerTactics.map(known => known.slug)),
  )
  const help = nearest === undefined ? undefined : `did you mean “attack.${nearest}”?`
  diagnostics.push(diagnostic('attack/unknown', tag.span, `no tactic is called “${name}”`, help))
  return { covered: { id, name }, means: [], tag: tag.text }
}

function readTechnique(
  name: string,
  tag: Tag,
  table: AttackTable,
  diagnostics: Diagnostic[],
): TaggedTechnique {
  const known = findTechnique(name, table)
  if (known === undefined) {
    const id = name.toUpperCase()
    const intended = findTechnique(`T${id}`, table)
    const help = intended && `did you mean “attack.${intended.id.toLowerCase()}”?`
    diagnostics.push(diagnostic('attack/unknown', tag.span, `${id} is in no known version`, help))
    return {
      covered: { id, name: id, status: 'unknown' },
      known: undefined,
      pairedWith: tag.tactic,
    }
  }
  const problem = problemOf(known, tag, table)
  if (problem !== undefined) diagnostics.push(problem)
  return {
    covered: {
      id: known.id,
      name: known.name,
      status: known.status,
      ...(known.replacedBy === undefined ? {} : { replacedBy: known.replacedBy }),
    },
    known,
    pairedWith: tag.tactic,
  }
}

function problemOf(known: Technique, tag: Tag, table: AttackTable): Diagnostic | undefined {
  const { id, name, status, replacedBy } = known
  const next = replacedBy === undefined ? undefined : findTechnique(replacedBy, table)
  const guess = known.replacedByFrom === 'name' ? ', judged by its name' : ''
  const help =
    replacedBy === undefined ? undefined : `${replacedBy} ${next?.name ?? ''}`.trim() + guess
  switch (status) {
    case 'active':
      return undefined
    case 'deprecated':
      return diagnostic('attack/deprecated', tag.span, `${id} ${name} is deprecated`, help)
    case 'revoked':
      return diagnostic('attack/revoked', tag.span, `${id} ${name} was revoked`, help)
    case 'removed': {
      const version = table.version ?? 'this version'
      const message = `${id} ${name} is no longer in ATT&CK ${version}`
      return replacedBy === undefined
        ? diagnostic('attack/revoked', tag.span, message)
        : diagnostic('attack/renamed', tag.span, message, help)
    }
  }
}

/** The tactics that a technique is paired with, and the tags that it thereby claims. */
function tacticsFor(
  technique: TaggedTechnique,
  tagged: readonly TaggedTactic[],
  table: AttackTable,
): { readonly tactics: readonly CoveredTactic[]; readonly claimed: readonly TaggedTactic[] } {
  const own = ownTactics(technique.known, table)
  const common = tagged.filter(tactic => tactic.means.some(id => own.possible.has(id)))
  if (common.length > 0) {
    const tactics = common.flatMap(tactic => narrowed(tactic, own, table))
    return { tactics, claimed: common }
  }
  const isInUse = technique.known?.status === 'active' && own.certain.size > 0
  // The author’s own pair stands, whatever the table says.
  if ((!isInUse || technique.pairedWith !== undefined) && tagged.length > 0) {
    return { tactics: tagged.map(tactic => tactic.covered), claimed: tagged }
  }
  const all = table.tactics.filter(tactic => own.certain.has(tactic.id))
  return { tactics: all.map(({ id, name }) => ({ id, name })), claimed: [] }
}

interface OwnTactics {
  /** Those that the table gives the technique, or what took its place. */
  readonly certain: ReadonlySet<TacticId>
  /**
   * Those, and both halves of Defense Evasion where no official source says to which one the
   * technique went: there the rule’s author is believed.
   */
  readonly possible: ReadonlySet<TacticId>
}

function ownTactics(known: Technique | undefined, table: AttackTable): OwnTactics {
  const next = known?.replacedBy === undefined ? undefined : findTechnique(known.replacedBy, table)
  const current = next !== undefined && next.tactics.length > 0 ? next : known
  const certain = new Set(current?.tactics ?? [])
  const possible = new Set([...certain, ...(known?.tactics ?? [])])
  if (known?.wasDefenseEvasion) {
    for (const former of table.formerTactics) for (const id of former.now) possible.add(id)
  }
  return { certain, possible }
}

/** A tag of Defense Evasion means the half that the technique is in, where that is known. */
function narrowed(
  tagged: TaggedTactic,
  own: OwnTactics,
  table: AttackTable,
): readonly CoveredTactic[] {
  if (tagged.means.length < 2) return [tagged.covered]
  const halves = table.tactics.filter(
    tactic => tagged.means.includes(tactic.id) && own.certain.has(tactic.id),
  )
  if (halves.length === 0) return [tagged.covered]
  return halves.map(({ id, name }) => ({ id, name }))
}

function inOrder(pairs: readonly AttackPair[], table: AttackTable): readonly AttackPair[] {
  const places = new Map<string, number>(table.tactics.map(({ id }, place) => [id, place]))
  const placeOf = ({ tactic }: AttackPair): number =>
    places.get(tactic?.id ?? '') ?? table.tactics.length
  const nameOf = (pair: AttackPair): string =>
    `${pair.tactic?.id ?? ''} ${pair.technique?.id ?? ''}`
  return [...pairs].sort((a, b) => placeOf(a) - placeOf(b) || (nameOf(a) < nameOf(b) ? -1 : 1))
}
