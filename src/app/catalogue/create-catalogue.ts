import { once } from '../../base/index.ts'
import { type AttackTable, attackTable } from '../../knowledge/index.ts'
import type { Catalogue } from './catalogue.ts'
import { toCompareModel } from './compare-model.ts'
import { type CorpusIndex, compareText, type IndicatorEntry, indexCorpus } from './corpus-index.ts'
import { indexCoverage } from './coverage-index.ts'
import { toEventModel, toProviderModel } from './event-model.ts'
import { toFieldModel } from './field-model.ts'
import { toIndicatorModel } from './indicator-model.ts'
import { toLogSourceModel } from './log-source-model.ts'
import { toMatrixModel } from './matrix-model.ts'
import type { IndicatorRow } from './models.ts'
import { toAboutModel, toExclusionsModel, toHomeModel, toLists } from './overview-models.ts'
import { type Context, toIndicatorRow, toRuleRow } from './rows.ts'
import { toRuleModel } from './rule-model.ts'
import type { CatalogueInput } from './rule-record.ts'
import { toTacticModel, toTechniqueModel } from './technique-model.ts'
import { toVendorModel } from './vendor-model.ts'

/** Pages that every catalogue has, whatever it holds. */
const fixedPages = [
  '',
  'rules',
  'indicators',
  'fields',
  'events',
  'providers',
  'log-sources',
  'techniques',
  'vendors',
  'matrix',
  'compare',
  'exclusions',
  'about',
] as const

/** Counts over all rules once, and makes models of pages when they are asked for. */
export function createCatalogue(
  input: CatalogueInput,
  attack: AttackTable = attackTable(),
): Catalogue {
  const corpus = indexCorpus(input)
  const coverage = indexCoverage(corpus, attack)
  const vendors = [...new Set(input.facts.map(fact => fact.vendor))]
  const context: Context = {
    input,
    corpus,
    coverage,
    attack,
    rows: input.facts.map((_, number) => toRuleRow(number, { corpus, coverage, attack })),
    vendorAddresses: new Map(vendors.map(v => [v, corpus.book.add(['vendors', v])])),
    eventRows: new Map(),
    techniqueRows: new Map(),
  }
  const byName = indexNames(input)
  const find = <T>(items: Iterable<readonly [T, string]>): ReadonlyMap<string, T> =>
    new Map([...items].map(([item, address]) => [address, item]))
  const fieldAt = find(corpus.fields.map(field => [field, field.address]))
  const vendorAt = find(context.vendorAddresses)
  const techniqueAt = find(coverage.techniqueAddresses)
  const ranked = once(() => rankIndicators(corpus))
  return {
    sources: input.sources,
    rows: context.rows,
    facts: input.facts,
    attackVersion: input.attackVersion,
    home: once(() => toHomeModel(context)),
    findRules: name => byName.get(name.toLowerCase()) ?? [],
    ruleAt: address => corpus.ruleByAddress.get(address),
    rule: number => toRuleModel(number, context),
    indicator(address, slice) {
      const entry = corpus.indicators[corpus.indicatorByAddress.get(address) ?? -1]
      return entry && toIndicatorModel(entry, slice, context)
    },
    indicators: (filter = () => true) =>
      ranked()
        .map(({ entry }) => toIndicatorRow(entry, corpus))
        .filter(filter),
    findIndicators(words, limit) {
      const wanted = words.map(word => word.toLowerCase())
      const found: IndicatorRow[] = []
      for (const { entry, lower } of ranked()) {
        if (!wanted.every(word => lower.includes(word))) continue
        if (found.push(toIndicatorRow(entry, corpus)) >= limit) break
      }
      return found
    },
    field(address, slice) {
      const field = fieldAt.get(address)
      return field && toFieldModel(field, slice, context)
    },
    event(address, slice) {
      const key = coverage.eventByAddress.get(address)
      return key === undefined ? undefined : toEventModel(key, slice, context)
    },
    provider(address) {
      const entry = coverage.providers.get(address)
      return entry && toProviderModel(entry, context)
    },
    logSource(address, slice) {
      const entry = coverage.logSources.get(address)
      return entry && toLogSourceModel(entry, slice, context)
    },
    technique(address, slice) {
      const id = techniqueAt.get(address)
      return id === undefined ? undefined : toTechniqueModel(id, slice, context)
    },
    tactic: (address, slice) =>
      address.startsWith('tactics/')
        ? toTacticModel(address.slice('tactics/'.length), slice, context)
        : undefined,
    vendor(address, slice) {
      const vendor = vendorAt.get(address)
      return vendor === undefined ? undefined : toVendorModel(vendor, slice, context)
    },
    matrix: options => toMatrixModel(options, context),
    compare: addresses => toCompareModel(addresses, context),
    exclusions: slice => toExclusionsModel(slice, context),
    about: once(() => toAboutModel(context)),
    lists: once(() => toLists(context)),
    addresses: () => [
      ...fixedPages,
      ...corpus.addresses,
      ...corpus.indicatorByAddress.keys(),
      ...fieldAt.keys(),
      ...coverage.eventByAddress.keys(),
      ...coverage.providers.keys(),
      ...coverage.logSources.keys(),
      ...techniqueAt.keys(),
      ...attack.tactics.map(tactic => `tactics/${tactic.id}`),
      ...vendorAt.keys(),
    ],
  }
}

/** Indicators that families look for or exclude, the commonest first, with their values in lower case. */
function rankIndicators({
  indicators,
}: CorpusIndex): readonly { readonly entry: IndicatorEntry; readonly lower: string }[] {
  return indicators
    .filter(entry => entry.families + entry.familiesExcluding > 0)
    .sort(
      (a, b) =>
        b.families - a.families ||
        b.familiesExcluding - a.familiesExcluding ||
        compareText(a.fact.value, b.fact.value) ||
        a.number - b.number,
    )
    .map(entry => ({ entry, lower: entry.fact.value.toLowerCase() }))
}

/** Numbers of rules by id, slug and `vendor:slug`, in lower case. */
function indexNames({ facts }: CatalogueInput): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  facts.forEach(({ id, slug, vendor }, number) => {
    for (const name of new Set([id, slug, `${vendor}:${slug}`].map(text => text.toLowerCase()))) {
      const numbers = index.get(name)
      if (numbers === undefined) index.set(name, [number])
      else numbers.push(number)
    }
  })
  return index
}
