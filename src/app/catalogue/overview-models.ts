import { compareText } from './corpus-index.ts'
import { parentOf } from './coverage-index.ts'
import { byReach } from './field-model.ts'
import type {
  AboutModel,
  CatalogueTotals,
  ExclusionsModel,
  HomeModel,
  Lists,
  RuleRow,
  Slice,
  Tally,
} from './models.ts'
import {
  type Context,
  tally,
  toEventRow,
  toFieldRow,
  toIndicatorRow,
  toPage,
  toTacticLink,
  toTechniqueRow,
} from './rows.ts'

/** What the catalogue holds, in figures. */
export function toTotals({ corpus, coverage }: Context): CatalogueTotals {
  const { facts, counted, indicators } = corpus
  return {
    rules: facts.length,
    uncounted: facts.length - counted.length,
    families: corpus.familyCount,
    indicators: indicators.filter(entry => entry.families > 0).length,
    sharedIndicators: indicators.filter(entry => entry.families > 1).length,
    exclusions: indicators.filter(entry => entry.familiesExcluding > 0).length,
    fields: corpus.fields.filter(field => field.rules.length > 0).length,
    events: coverage.rulesOfEvent.size,
    techniques: new Set(
      counted.flatMap(rule => (facts[rule]?.attack ?? []).flatMap(pair => pair.technique ?? [])),
    ).size,
    rulesWithDiagnostics: facts.filter(fact => fact.diagnostics.length > 0).length,
  }
}

export function toHomeModel(context: Context): HomeModel {
  const { input, corpus, coverage, attack, rows } = context
  const facts = corpus.counted.flatMap(rule => corpus.facts[rule] ?? [])
  const counted = rows.filter(row => row.isCounted)
  return {
    sources: input.sources,
    totals: toTotals(context),
    platforms: tally(facts.map(fact => fact.product?.toLowerCase() ?? 'any platform')),
    levels: tally(facts.map(fact => fact.level ?? 'no level')),
    tactics: attack.tactics.map(({ id }) => {
      const rules = coverage.rulesOfTactic.get(id) ?? []
      const techniques = rules.flatMap(rule =>
        (corpus.facts[rule]?.attack ?? []).flatMap(pair =>
          pair.tactic === id && pair.technique !== undefined ? [pair.technique] : [],
        ),
      )
      return {
        ...toTacticLink(id, attack),
        rules: rules.length,
        techniques: new Set(techniques).size,
      }
    }),
    newest: latest(counted, row => row.date),
    changed: latest(counted, row => row.modified),
  }
}

/** The rows with the latest dates; `2022/09/02` is `2022-09-02`, and what is no date is none. */
function latest(
  rows: readonly RuleRow[],
  dateOf: (row: RuleRow) => string | undefined,
): readonly RuleRow[] {
  const dated = rows.flatMap(row => {
    const date = dateOf(row)?.replaceAll('/', '-') ?? ''
    return /^\d{4}-\d\d-\d\d/.test(date) ? [{ row, date: date.slice(0, 10) }] : []
  })
  return dated
    .sort((a, b) => compareText(b.date, a.date) || compareText(a.row.address, b.row.address))
    .slice(0, 10)
    .map(({ row }) => row)
}

export function toAboutModel(context: Context): AboutModel {
  const { sources, attackVersion } = context.input
  return {
    totals: toTotals(context),
    sources,
    ...(attackVersion === undefined ? {} : { attackVersion }),
  }
}

/** Fields that hold the path of a program. */
const processFields: ReadonlySet<string> = new Set([
  'Image',
  'ParentImage',
  'SourceImage',
  'TargetImage',
])

/** What everyone excludes. */
export function toExclusionsModel(slice: Slice, context: Context): ExclusionsModel {
  const { corpus } = context
  const excluded = corpus.indicators
    .filter(entry => entry.familiesExcluding > 0)
    .sort(byReach('familiesExcluding'))
  const processes = new Map<string, Set<number>>()
  const fields = new Map<string, Set<number>>()
  for (const { fact, excluding } of excluded) {
    const name = processFields.has(fact.canonicalField)
      ? /([^\\/*]+\.exe)$/i.exec(fact.value)?.[1]?.toLowerCase()
      : undefined
    for (const rule of excluding) {
      if (!corpus.facts[rule]?.isCounted) continue
      const family = corpus.family[rule] ?? -1
      put(fields, fact.canonicalField, family)
      if (name !== undefined) put(processes, name, family)
    }
  }
  const rules = corpus.counted.filter(rule => (corpus.excluded[rule]?.length ?? 0) > 0)
  return {
    total: excluded.length,
    rules: rules.length,
    fields: toTallies(fields).slice(0, 25),
    exclusions: toPage(excluded, slice, entry => toIndicatorRow(entry, corpus)),
    processes: toTallies(processes).slice(0, 50),
  }
}

function put(index: Map<string, Set<number>>, key: string, value: number): void {
  const values = index.get(key)
  if (values === undefined) index.set(key, new Set([value]))
  else values.add(value)
}

function toTallies(index: ReadonlyMap<string, ReadonlySet<number>>): readonly Tally[] {
  return [...index]
    .map(([name, values]) => ({ name, count: values.size }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name))
}

/** Everything that has a page of its own, commonest first. */
export function toLists(context: Context): Lists {
  const { corpus, coverage, vendorAddresses } = context
  const byCount = (a: Tally, b: Tally): number => b.count - a.count || compareText(a.name, b.name)
  return {
    fields: corpus.fields
      .map((_, number) => toFieldRow(number, corpus))
      .sort((a, b) => b.rules - a.rules || compareText(a.address, b.address)),
    events: [...coverage.eventAddresses.keys()]
      .map(key => toEventRow(key, context))
      .sort((a, b) => b.rules - a.rules || compareText(a.key, b.key)),
    providers: [...coverage.providers.values()]
      .map(({ name, address, events }) => {
        const rules = events.flatMap(key => coverage.rulesOfEvent.get(key) ?? [])
        return { name, address, count: new Set(rules).size }
      })
      .sort(byCount),
    logSources: [...coverage.logSources.values()]
      .map(({ name, address, rules }) => ({ name, address, count: rules.length }))
      .sort(byCount),
    techniques: coverage.techniques
      .map(id => toTechniqueRow(id, context))
      .sort(
        (a, b) =>
          compareText(parentOf(a.id) ?? a.id, parentOf(b.id) ?? b.id) || compareText(a.id, b.id),
      ),
    vendors: [...vendorAddresses]
      .map(([name, address]) => ({
        name,
        address,
        count: corpus.counted.filter(rule => corpus.facts[rule]?.vendor === name).length,
      }))
      .sort(byCount),
  }
}
