import type { LogSourceEntry } from './coverage-index.ts'
import type { LogSourceModel, Slice } from './models.ts'
import { type Context, rulesByVendor, tally, toRulePage } from './rows.ts'
import { topEvents, topFields, topIndicators } from './top-lists.ts'

/** A log source: its rules, the events that it stands for, and what its rules look for. */
export function toLogSourceModel(
  entry: LogSourceEntry,
  slice: Slice,
  context: Context,
): LogSourceModel {
  const { name, address, product, category, service, rules } = entry
  const definitions = rules.flatMap(rule => context.corpus.facts[rule]?.definition ?? [])
  return {
    name,
    address,
    ...(product === undefined ? {} : { product }),
    ...(category === undefined ? {} : { category }),
    ...(service === undefined ? {} : { service }),
    rules: toRulePage(rules, slice, context),
    byVendor: rulesByVendor(rules, context.corpus),
    events: topEvents(rules, 50, context),
    fields: topFields(rules, 50, context),
    indicators: topIndicators(rules, 'lookedFor', 25, context),
    exclusions: topIndicators(rules, 'excluded', 25, context),
    definitions: tally(definitions).slice(0, 20),
  }
}
