import { type AttackTable, parseTacticId, parseTechniqueId } from '../../knowledge/index.ts'
import { type CorpusIndex, compareText, fieldKey, type IndicatorEntry } from './corpus-index.ts'
import type { Coverage } from './coverage-index.ts'
import type {
  ByVendor,
  EventRow,
  FieldRow,
  IndicatorRow,
  NamedLink,
  Page,
  RuleRow,
  Slice,
  Tally,
  TechniqueRow,
} from './models.ts'
import type { CatalogueInput, RuleFacts } from './rule-record.ts'

/** What the models are made from. */
export interface Context {
  readonly input: CatalogueInput
  readonly corpus: CorpusIndex
  readonly coverage: Coverage
  readonly attack: AttackTable
  readonly rows: readonly RuleRow[]
  /** By vendor, in the order of the catalogue. */
  readonly vendorAddresses: ReadonlyMap<string, string>
  /** Rows that were made so far, by key and by id: many pages list the same, and each counts rules. */
  readonly eventRows: Map<string, EventRow>
  readonly techniqueRows: Map<string, TechniqueRow>
}

/** A rule as lists show it. */
export function toRuleRow(
  number: number,
  { corpus, coverage, attack }: Pick<Context, 'corpus' | 'coverage' | 'attack'>,
): RuleRow {
  const fact = corpus.facts[number] as RuleFacts // a rule’s number is a place in `facts`
  const tactics = new Set(fact.attack.flatMap(pair => pair.tactic ?? []))
  const techniques = new Set(fact.attack.flatMap(pair => pair.technique ?? []))
  const family = corpus.members[corpus.family[number] ?? -1] ?? []
  const { id, slug, title, vendor, language, status, level, date, modified, license } = fact
  const { product, category, service } = fact
  return {
    address: corpus.addresses[number] ?? '',
    id,
    slug,
    title,
    vendor,
    language,
    ...(status === undefined ? {} : { status }),
    ...(level === undefined ? {} : { level }),
    authors: fact.authors,
    ...(date === undefined ? {} : { date }),
    ...(modified === undefined ? {} : { modified }),
    ...(license === undefined ? {} : { license }),
    path: fact.path,
    ...(product === undefined ? {} : { product }),
    ...(category === undefined ? {} : { category }),
    ...(service === undefined ? {} : { service }),
    tactics: [...tactics].map(tactic => toTacticLink(tactic, attack)),
    techniques: [...techniques].map(technique => toTechniqueLink(technique, coverage, attack)),
    branches: fact.branches,
    indicators: fact.indicators.length,
    exclusions: fact.exclusions.length,
    copies: family.length - 1,
    isCounted: fact.isCounted,
    hasDiagnostics: fact.diagnostics.length > 0,
  }
}

/** A tactic by its ATT&CK id, or by a tag’s own word, which has no page. */
export function toTacticLink(id: string, attack: AttackTable): NamedLink {
  const known = attack.tactics.find(tactic => tactic.id === parseTacticId(id))
  return known === undefined
    ? { id, name: id }
    : { id: known.id, name: known.name, address: `tactics/${known.id}` }
}

export function toTechniqueLink(id: string, coverage: Coverage, attack: AttackTable): NamedLink {
  const parsed = parseTechniqueId(id)
  const name = (parsed && attack.techniques.get(parsed)?.name) ?? id
  const address = coverage.techniqueAddresses.get(id)
  return { id, name, ...(address === undefined ? {} : { address }) }
}

export function toFieldLink(scope: string, name: string, corpus: CorpusIndex): NamedLink {
  const number = corpus.fieldByKey.get(fieldKey(scope, name))
  const address = number === undefined ? undefined : corpus.fields[number]?.address
  return { id: name, name, ...(address === undefined ? {} : { address }) }
}

export function toIndicatorRow(entry: IndicatorEntry, corpus: CorpusIndex): IndicatorRow {
  const { fact } = entry
  return {
    address: entry.address,
    field: toFieldLink(fact.scope, fact.canonicalField, corpus),
    kind: fact.kind,
    value: fact.value,
    cased: fact.cased,
    transforms: fact.transforms,
    families: entry.families,
    byVendor: entry.byVendor,
    excluding: entry.familiesExcluding,
    excludingByVendor: entry.excludingByVendor,
  }
}

export function toFieldRow(number: number, corpus: CorpusIndex): FieldRow {
  const field = corpus.fields[number]
  return {
    address: field?.address ?? '',
    name: field?.name ?? '',
    scope: field?.scope ?? '',
    rules: field?.rules.length ?? 0,
    looking: field?.looking ?? 0,
    excluding: field?.excluding ?? 0,
  }
}

export function toEventRow(key: string, context: Context): EventRow {
  return keep(context.eventRows, key, () => makeEventRow(key, context))
}

function makeEventRow(key: string, { corpus, coverage }: Context): EventRow {
  const type = coverage.eventTypes.get(key)
  const rules = coverage.rulesOfEvent.get(key) ?? []
  return {
    address: coverage.eventAddresses.get(key) ?? '',
    key,
    platform: type?.platform ?? '',
    provider: type?.provider ?? '',
    ...(type?.channel === undefined ? {} : { channel: type.channel }),
    ...(type?.eventId === undefined ? {} : { eventId: type.eventId }),
    title: type?.title ?? '',
    rules: rules.length,
    byVendor: rulesByVendor(rules, corpus),
  }
}

export function toTechniqueRow(id: string, context: Context): TechniqueRow {
  return keep(context.techniqueRows, id, () => makeTechniqueRow(id, context))
}

function makeTechniqueRow(id: string, { corpus, coverage, attack }: Context): TechniqueRow {
  const parsed = parseTechniqueId(id)
  const technique = parsed && attack.techniques.get(parsed)
  const rules = coverage.rulesOfTechnique.get(id) ?? []
  return {
    address: coverage.techniqueAddresses.get(id) ?? '',
    id,
    name: technique?.name ?? id,
    tactics: (technique?.tactics ?? []).map(tactic => toTacticLink(tactic, attack)),
    rules: rules.length,
    byVendor: rulesByVendor(rules, corpus),
  }
}

function keep<T>(made: Map<string, T>, key: string, make: () => T): T {
  const known = made.get(key)
  if (known !== undefined) return known
  const row = make()
  made.set(key, row)
  return row
}

export function rulesByVendor(rules: readonly number[], { facts }: CorpusIndex): ByVendor {
  return Object.fromEntries(
    tally(rules.map(rule => facts[rule]?.vendor ?? ''))
      .map(({ name, count }) => [name, count] as const)
      .sort(([a], [b]) => compareText(a, b)),
  )
}

/** How often each name occurs, most first, then by name. */
export function tally(names: Iterable<string>): readonly Tally[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name))
}

export function toPage<T, R>(items: readonly T[], slice: Slice, toRow: (item: T) => R): Page<R> {
  const { offset, limit } = slice
  return {
    items: items.slice(offset, offset + limit).map(toRow),
    total: items.length,
    offset,
    limit,
  }
}

/** The rules as rows. */
export function toRulePage(
  rules: readonly number[],
  slice: Slice,
  context: Context,
): Page<RuleRow> {
  return toPage(rules, slice, rule => context.rows[rule] as RuleRow) // numbers are places in `rows`
}
