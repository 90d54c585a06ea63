import type { WireCopy, WireExclusion, WireIndicator, WireRule } from '../wire.ts'
import { type CorpusIndex, compareText, type IndicatorEntry } from './corpus-index.ts'
import type { LinkedIndicator, RuleModel, RuleRow, SharingRule } from './models.ts'
import {
  type Context,
  toEventRow,
  toFieldLink,
  toIndicatorRow,
  toTacticLink,
  toTechniqueLink,
} from './rows.ts'
import type { RuleFacts, UncountedRule } from './rule-record.ts'

/** Rules that share indicators, at the most. */
const maxSharing = 20

/** Event types that are listed with their rules, at the most. */
const maxSameEvents = 20

/** Everything about one rule. */
export function toRuleModel(number: number, context: Context): RuleModel {
  const { corpus, coverage, attack, input, rows } = context
  const fact = corpus.facts[number] as RuleFacts // numbers are places in `facts`
  const row = rows[number] as RuleRow // and in `rows`
  const page = input.pageOf(number)
  const family = corpus.members[corpus.family[number] ?? -1] ?? []
  const copies = family.filter(other => other !== number)
  const rule = withCounts(page, number, copies, corpus)
  const source = input.sources.find(({ name }) => name === fact.source)
  if (source === undefined) throw new RangeError(`no source ${fact.source}`)
  const logSource = coverage.logSources.get(coverage.logSourceOf[number] ?? '')
  return {
    rule,
    row,
    source,
    indicators: rule.indicators.map((indicator, i) =>
      toLinked(indicator, corpus.indicators[corpus.lookedFor[number]?.[i] ?? -1], corpus),
    ),
    exclusions: rule.exclusions.map((exclusion, i) =>
      toLinked(exclusion, corpus.indicators[corpus.excluded[number]?.[i] ?? -1], corpus),
    ),
    events: fact.events.map(({ event }) => coverage.eventAddresses.get(event) ?? ''),
    attack: fact.attack.map(({ tactic, technique }) => ({
      ...(tactic === undefined ? {} : { tactic: toTacticLink(tactic, attack) }),
      ...(technique === undefined
        ? {}
        : { technique: toTechniqueLink(technique, coverage, attack) }),
    })),
    logSource: {
      id: logSource?.name ?? '',
      name: logSource?.name ?? '',
      address: logSource?.address ?? '',
    },
    copies: copies.map(other => rows[other] as RuleRow),
    sharing: sharingRules(number, context),
    sameEvents: fact.events
      .filter(({ branchesCovered }) => branchesCovered > 0)
      .slice(0, maxSameEvents)
      .map(({ event }) => toEventRow(event, context)),
    sameId: (corpus.rulesById.get(fact.id) ?? []).flatMap(other =>
      other === number ? [] : [rows[other] as RuleRow],
    ),
  }
}

function withCounts(
  page: UncountedRule,
  number: number,
  copies: readonly number[],
  corpus: CorpusIndex,
): WireRule {
  return {
    ...page,
    indicators: page.indicators.map((indicator, i) => ({
      ...indicator,
      ...othersOf(corpus.lookedFor[number]?.[i], 'looking', number, corpus),
    })),
    exclusions: page.exclusions.map((exclusion, i) => ({
      ...exclusion,
      ...othersOf(corpus.excluded[number]?.[i], 'excluding', number, corpus),
    })),
    copies: copies.map((other): WireCopy => {
      const { id, title, vendor, path } = corpus.facts[other] as RuleFacts // a place in `facts`
      return { id, title, vendor, path }
    }),
  }
}

/** The families that have an indicator, without the rule’s own: that one counts under each of its vendors. */
function othersOf(
  indicator: number | undefined,
  side: 'looking' | 'excluding',
  rule: number,
  { indicators, facts, family, members }: CorpusIndex,
): Pick<WireIndicator, 'others' | 'byVendor'> {
  const entry = indicators[indicator ?? -1]
  if (entry === undefined) return { others: 0, byVendor: {} }
  const all = side === 'looking' ? entry.byVendor : entry.excludingByVendor
  const families = side === 'looking' ? entry.families : entry.familiesExcluding
  const own = (members[family[rule] ?? -1] ?? []).filter(
    member => facts[member]?.isCounted && holds(entry[side], member),
  )
  if (own.length === 0) return { others: families, byVendor: all }
  const vendors = new Set(own.map(member => facts[member]?.vendor))
  const byVendor = Object.entries(all)
    .map(([vendor, count]) => [vendor, vendors.has(vendor) ? count - 1 : count] as const)
    .filter(([, count]) => count > 0)
  return { others: families - 1, byVendor: Object.fromEntries(byVendor) }
}

/** Whether a rule is among rules in ascending order. */
function holds(rules: readonly number[], rule: number): boolean {
  let low = 0
  let high = rules.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rules[middle] ?? 0) < rule) low = middle + 1
    else high = middle
  }
  return rules[low] === rule
}

function toLinked(
  indicator: WireIndicator | WireExclusion,
  entry: IndicatorEntry | undefined,
  corpus: CorpusIndex,
): LinkedIndicator {
  const scope = entry?.fact.scope ?? ''
  return {
    indicator,
    address: entry?.address ?? '',
    field: toFieldLink(scope, indicator.canonicalField, corpus),
    families: entry?.families ?? 0,
    excluding: entry?.familiesExcluding ?? 0,
  }
}

/**
 * Counted rules of other families that look for the same, one of each family. A shared indicator says the more the
 * fewer families have it: log2(families ÷ families that have it).
 */
function sharingRules(number: number, { corpus, rows }: Context): readonly SharingRule[] {
  const { indicators, facts, family, lookedFor, familyCount } = corpus
  const own = family[number]
  const scores = new Map<number, { score: number; rule: number; shared: number[] }>()
  for (const indicator of new Set(lookedFor[number])) {
    const entry = indicators[indicator]
    if (entry === undefined || entry.families === 0) continue
    const weight = Math.log2(familyCount / entry.families)
    for (const rule of entry.looking) {
      const other = family[rule] ?? -1
      if (other === own || !facts[rule]?.isCounted) continue
      const known = scores.get(other)
      if (known === undefined) scores.set(other, { score: weight, rule, shared: [indicator] })
      else if (known.shared.at(-1) !== indicator) {
        known.score += weight
        known.shared.push(indicator)
      }
    }
  }
  return [...scores.values()]
    .sort(
      (a, b) =>
        b.score - a.score || compareText(rows[a.rule]?.address ?? '', rows[b.rule]?.address ?? ''),
    )
    .slice(0, maxSharing)
    .map(({ score, rule, shared }) => ({
      rule: rows[rule] as RuleRow,
      score,
      shared: shared
        .flatMap(i => indicators[i] ?? [])
        .sort((a, b) => a.families - b.families || a.number - b.number)
        .map(entry => toIndicatorRow(entry, corpus)),
    }))
}
