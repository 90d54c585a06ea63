import { type EventType, findEventTypeByKey } from '../../knowledge/index.ts'
import { compareText } from './corpus-index.ts'
import type { ProviderEntry } from './coverage-index.ts'
import type { EventModel, NamedLink, ProviderModel, Slice } from './models.ts'
import { type Context, rulesByVendor, toEventRow, toFieldLink, toRulePage } from './rows.ts'
import { topIndicators, topTechniques } from './top-lists.ts'

/** One type of event: what it is, what it has, and which rules it can satisfy. */
export function toEventModel(key: string, slice: Slice, context: Context): EventModel | undefined {
  const { corpus, coverage } = context
  const type = coverage.eventTypes.get(key)
  if (type === undefined) return undefined
  const known = findEventTypeByKey(key)
  const rules = coverage.rulesOfEvent.get(key) ?? []
  const isFully = (rule: number): boolean => {
    const fact = corpus.facts[rule]?.events.find(({ event }) => event === key)
    return fact !== undefined && fact.branchesCovered === fact.branches
  }
  const fully = rules.filter(isFully).length
  const provider = [...coverage.providers.values()].find(({ name }) => name === type.provider)
  return {
    row: toEventRow(key, context),
    ...(known?.description === undefined ? {} : { description: known.description }),
    ...(type.enable === undefined ? {} : { enable: type.enable }),
    provider: {
      id: type.provider,
      name: type.provider,
      ...(provider === undefined ? {} : { address: provider.address }),
    },
    logSources: logSourcesOf(rules, context),
    operations: known?.operations ?? [],
    ...(known?.fields === undefined ? {} : { fields: fieldsOf(known, rules, context) }),
    fully,
    partly: rules.length - fully,
    indicators: topIndicators(rules, 'lookedFor', 25, context),
    exclusions: topIndicators(rules, 'excluded', 25, context),
    techniques: topTechniques(rules, 20, context),
    rules: toRulePage(rules, slice, context),
  }
}

function logSourcesOf(rules: readonly number[], { coverage }: Context): readonly NamedLink[] {
  const addresses = new Set(rules.map(rule => coverage.logSourceOf[rule] ?? ''))
  return [...addresses].sort(compareText).flatMap(address => {
    const entry = coverage.logSources.get(address)
    return entry === undefined ? [] : [{ id: entry.name, name: entry.name, address }]
  })
}

/** The event’s fields under its own names, those that most rules test first, then in the event’s order. */
function fieldsOf(
  { fields = [], renames }: EventType,
  rules: readonly number[],
  { corpus }: Context,
): NonNullable<EventModel['fields']> {
  const canonicalOf = new Map(Object.entries(renames).map(([name, native]) => [native, name]))
  const counts = new Map<string, number>()
  for (const rule of rules) {
    const names = corpus.facts[rule]?.fields.map(f => f.canonicalField) ?? []
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return fields
    .map((name, place) => {
      const canonical = canonicalOf.get(name) ?? name
      // Rules of other log sources have the field under a scope of their own.
      const scoped = corpus.fields.filter(field => field.name === canonical)
      const scope = scoped.find(field => field.scope === '')?.scope ?? scoped[0]?.scope ?? ''
      const canonicalLink = toFieldLink(scope, canonical, corpus)
      return { name, canonical: canonicalLink, rules: counts.get(canonical) ?? 0, place }
    })
    .sort((a, b) => b.rules - a.rules || a.place - b.place)
    .map(({ name, canonical, rules: count }) => ({ name, canonical, rules: count }))
}

/** A provider with its events. */
export function toProviderModel(
  { address, name, platform, events }: ProviderEntry,
  context: Context,
): ProviderModel {
  const rules = new Set(events.flatMap(key => context.coverage.rulesOfEvent.get(key) ?? []))
  const channels = new Set(
    events.flatMap(key => context.coverage.eventTypes.get(key)?.channel ?? []),
  )
  return {
    name,
    address,
    platform,
    channels: [...channels].sort(compareText),
    events: events.map(key => toEventRow(key, context)),
    rules: rules.size,
    byVendor: rulesByVendor([...rules], context.corpus),
  }
}
