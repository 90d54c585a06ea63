import { parseTechniqueId } from '../../knowledge/index.ts'
import { parentOf } from './coverage-index.ts'
import type { Slice, TacticModel, TechniqueModel } from './models.ts'
import {
  type Context,
  rulesByVendor,
  tally,
  toRulePage,
  toTechniqueLink,
  toTechniqueRow,
} from './rows.ts'
import { topEvents, topFields, topIndicators } from './top-lists.ts'

/** A technique: its rules, the events that they need, and how such rules are written. */
export function toTechniqueModel(id: string, slice: Slice, context: Context): TechniqueModel {
  const { corpus, coverage, attack } = context
  const parsed = parseTechniqueId(id)
  const technique = parsed && attack.techniques.get(parsed)
  const rules = coverage.rulesOfTechnique.get(id) ?? []
  const parent = parentOf(id)
  const link = (other: string) => toTechniqueLink(other, coverage, attack)
  return {
    row: toTechniqueRow(id, context),
    status: technique?.status ?? 'unknown',
    ...(technique?.replacedBy === undefined ? {} : { replacedBy: link(technique.replacedBy) }),
    ...(parent === undefined ? {} : { parent: link(parent) }),
    subTechniques: coverage.techniques
      .filter(other => parentOf(other) === id)
      .map(other => toTechniqueRow(other, context)),
    levels: tally(rules.map(rule => corpus.facts[rule]?.level ?? 'no level')),
    events: topEvents(rules, 30, context),
    logSources: tally(rules.map(rule => coverage.logSourceOf[rule] ?? '')).map(
      ({ name: address, count }) => ({
        name: coverage.logSources.get(address)?.name ?? address,
        count,
        address,
      }),
    ),
    fields: topFields(rules, 20, context),
    indicators: topIndicators(rules, 'lookedFor', 30, context),
    exclusions: topIndicators(rules, 'excluded', 30, context),
    rules: toRulePage(rules, slice, context),
  }
}

/** A tactic: its techniques with their rules; sub-techniques stand on their technique’s page. */
export function toTacticModel(id: string, slice: Slice, context: Context): TacticModel | undefined {
  const { corpus, coverage, attack } = context
  const tactic = attack.tactics.find(one => one.id === id)
  if (tactic === undefined) return undefined
  const rules = coverage.rulesOfTactic.get(id) ?? []
  const techniques = coverage.techniques.filter(technique => {
    const parsed = parseTechniqueId(technique)
    if (parsed === undefined || parentOf(technique) !== undefined) return false
    return attack.techniques.get(parsed)?.tactics.includes(tactic.id) === true
  })
  return {
    id,
    name: tactic.name,
    address: `tactics/${id}`,
    byVendor: rulesByVendor(rules, corpus),
    total: rules.length,
    techniques: techniques.map(technique => toTechniqueRow(technique, context)),
    events: topEvents(rules, 30, context),
    rules: toRulePage(rules, slice, context),
  }
}
