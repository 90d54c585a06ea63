import {
  type CatalogRule,
  isSameFile,
  type RuleSet,
  type RuleSource,
  readRuleSources,
} from '../catalog/index.ts'
import type { AttackTable } from '../knowledge/index.ts'
import { toCorpus, toRulePage } from './rule-page.ts'
import type { WireRule } from './wire.ts'

export interface ShowRequest {
  /** A file of rules; wins over `id`. */
  readonly file?: string
  /** An id, a slug, or `vendor:slug`. */
  readonly id?: string
  /** The rules that are counted over. */
  readonly sources: readonly RuleSource[]
  /** ATT&CK as the user has it, in place of the table that ships. */
  readonly attack?: AttackTable
}

export interface ShownRules {
  /** Every rule of the file, or every rule that has the id; empty when there is none. */
  readonly rules: readonly WireRule[]
  readonly set: RuleSet
}

/** The pages of the rules that are asked for, with counts over all sources. */
export function showRules(request: ShowRequest): ShownRules {
  const own: readonly RuleSource[] = request.file === undefined ? [] : [{ path: request.file }]
  // The sources come first: a file that lies in one of them is a rule of that source.
  const set = readRuleSources([...request.sources, ...own])
  const wanted = set.rules.filter(rule => isWanted(rule, request))
  if (wanted.length === 0) return { rules: [], set }
  const corpus = toCorpus(set.rules)
  return { rules: wanted.map(rule => toRulePage(rule, corpus, request.attack)), set }
}

function isWanted(entry: CatalogRule, { file, id }: ShowRequest): boolean {
  if (file !== undefined) return isSameFile(entry.path, file)
  if (id === undefined) return false
  const wanted = id.toLowerCase()
  return (
    entry.id.toLowerCase() === wanted ||
    entry.slug.toLowerCase() === wanted ||
    `${entry.vendor}:${entry.slug}`.toLowerCase() === wanted
  )
}
