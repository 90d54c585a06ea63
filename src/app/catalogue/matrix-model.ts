import { type AttackTable, parseTechniqueId, type TacticId } from '../../knowledge/index.ts'
import { compareText } from './corpus-index.ts'
import { isActive, parentOf } from './coverage-index.ts'
import type { MatrixCell, MatrixColumn, MatrixModel } from './models.ts'
import { type Context, toTacticLink, toTechniqueLink } from './rows.ts'

export interface MatrixOptions {
  readonly by: 'rules' | 'branches'
  /** The rules that are counted; all that count if not given. */
  readonly rules?: readonly number[]
  readonly query?: string
}

/**
 * The matrix of some rules. A column has the techniques that ATT&CK gives to its tactic, and those that rules pair
 * with it, such as ones that are no longer in use. A cell counts the rules with that pair, each once.
 */
export function toMatrixModel(options: MatrixOptions, context: Context): MatrixModel {
  const { corpus, coverage, attack } = context
  const rules = options.rules ?? corpus.counted
  const cells = new Map<string, Set<number>>()
  const columns = new Map<string, Set<number>>()
  let outside = 0
  for (const rule of rules) {
    let isInside = false
    for (const { tactic, technique } of corpus.facts[rule]?.attack ?? []) {
      if (tactic === undefined || !attack.tactics.some(one => one.id === tactic)) continue
      put(columns, tactic, rule)
      if (technique === undefined) continue
      isInside = true
      put(cells, `${tactic} ${technique}`, rule)
      const parent = parentOf(technique)
      if (parent !== undefined) put(cells, `${tactic} ${parent}`, rule)
    }
    if (!isInside) outside++
  }
  const count = (found: ReadonlySet<number> | undefined): number => {
    if (found === undefined) return 0
    if (options.by === 'rules') return found.size
    let branches = 0
    for (const rule of found) branches += corpus.facts[rule]?.branches ?? 0
    return branches
  }
  const toColumn = (tactic: TacticId): MatrixColumn => {
    const ids = techniquesOf(tactic, cells, context)
    const link = (id: string) => toTechniqueLink(id, coverage, attack)
    const techniques = ids
      .filter(id => parentOf(id) === undefined)
      .map((id): MatrixCell => {
        const subs = ids.filter(sub => parentOf(sub) === id)
        return {
          technique: link(id),
          count: count(cells.get(`${tactic} ${id}`)),
          subTechniques: subs.map(sub => ({
            technique: link(sub),
            count: count(cells.get(`${tactic} ${sub}`)),
          })),
        }
      })
      .sort(
        (a, b) =>
          compareText(a.technique.name, b.technique.name) ||
          compareText(a.technique.id, b.technique.id),
      )
    return {
      tactic: toTacticLink(tactic, attack),
      count: count(columns.get(tactic)),
      techniques,
    }
  }
  const tactics = attack.tactics.map(tactic => toColumn(tactic.id))
  const largest = Math.max(0, ...tactics.flatMap(({ techniques }) => techniques.map(t => t.count)))
  const { attackVersion } = context.input
  return {
    ...(attackVersion === undefined ? {} : { attackVersion }),
    by: options.by,
    query: options.query ?? '',
    total: count(new Set(rules)),
    largest,
    tactics,
    outside,
  }
}

function put(index: Map<string, Set<number>>, key: string, rule: number): void {
  const rules = index.get(key)
  if (rules === undefined) index.set(key, new Set([rule]))
  else rules.add(rule)
}

/** The techniques of a column and their sub-techniques, in the order of their ids. */
function techniquesOf(
  tactic: TacticId,
  cells: ReadonlyMap<string, unknown>,
  { coverage, attack }: Context,
): readonly string[] {
  return coverage.techniques.filter(
    id => cells.has(`${tactic} ${id}`) || (isActive(id, attack) && hasTactic(id, tactic, attack)),
  )
}

function hasTactic(id: string, tactic: TacticId, attack: AttackTable): boolean {
  const parsed = parseTechniqueId(id)
  return parsed !== undefined && attack.techniques.get(parsed)?.tactics.includes(tactic) === true
}
