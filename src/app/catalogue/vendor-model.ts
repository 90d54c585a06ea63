import { compareText } from './corpus-index.ts'
import type { Slice, VendorModel } from './models.ts'
import { type Context, tally, toRulePage, toTacticLink } from './rows.ts'
import type { RuleFacts } from './rule-record.ts'
import { topFields } from './top-lists.ts'

/** A vendor: what its rules cover, and how it writes them, in figures over its counted rules. */
export function toVendorModel(
  vendor: string,
  slice: Slice,
  context: Context,
): VendorModel | undefined {
  const { corpus, coverage, attack, input } = context
  const isOwn = (rule: number): boolean => corpus.facts[rule]?.vendor === vendor
  const all = corpus.facts.flatMap((_, rule) => (isOwn(rule) ? [rule] : []))
  if (all.length === 0) return undefined
  const rules = corpus.counted.filter(isOwn)
  const facts = rules.map(rule => corpus.facts[rule] as RuleFacts) // places in `facts`
  return {
    vendor,
    address: context.vendorAddresses.get(vendor) ?? '',
    sources: input.sources.filter(source => source.vendor === vendor),
    rules: toRulePage(rules, slice, context),
    uncounted: all.length - rules.length,
    levels: tally(facts.map(fact => fact.level ?? 'no level')),
    statuses: tally(facts.map(fact => fact.status ?? 'no status')),
    platforms: tally(facts.map(fact => fact.product ?? 'any')),
    languages: tally(facts.map(fact => fact.language)),
    tactics: attack.tactics.map(({ id }) => ({
      ...toTacticLink(id, attack),
      rules: (coverage.rulesOfTactic.get(id) ?? []).filter(isOwn).length,
    })),
    style: styleOf(vendor, facts, context),
    fields: topFields(rules, 25, context),
    copiedFrom: copiesOf(vendor, rules, context),
  }
}

function styleOf(
  vendor: string,
  facts: readonly RuleFacts[],
  { corpus }: Context,
): VendorModel['style'] {
  const mean = (numberOf: (fact: RuleFacts) => number): number =>
    facts.length === 0 ? 0 : facts.reduce((sum, fact) => sum + numberOf(fact), 0) / facts.length
  const share = (holds: (fact: RuleFacts) => boolean): number => mean(fact => (holds(fact) ? 1 : 0))
  const own = corpus.indicators.filter(entry => {
    const vendors = Object.keys(entry.byVendor)
    return vendors.length === 1 && vendors[0] === vendor
  })
  return {
    indicatorsPerRule: mean(fact => fact.indicators.length),
    exclusionsPerRule: mean(fact => fact.exclusions.length),
    branchesPerRule: mean(fact => fact.branches),
    withExclusions: share(fact => fact.exclusions.length > 0),
    withReferences: share(fact => fact.references > 0),
    withTechnique: share(fact => fact.attack.some(pair => pair.technique !== undefined)),
    withCve: share(fact => fact.cves.length > 0),
    ownIndicators: own.length,
    kinds: tally(facts.flatMap(fact => fact.indicators.map(indicator => indicator.kind))),
  }
}

/** Other vendors with rules of the same families, by how many of the vendor’s families they have. */
function copiesOf(
  vendor: string,
  rules: readonly number[],
  { corpus: { family, members, facts }, vendorAddresses }: Context,
): VendorModel['copiedFrom'] {
  const others = [...new Set(rules.map(rule => family[rule] ?? -1))].flatMap(number => [
    ...new Set(
      (members[number] ?? []).flatMap(rule => {
        const other = facts[rule]?.vendor
        return other === undefined || other === vendor ? [] : [other]
      }),
    ),
  ])
  return tally(others)
    .map(({ name, count }) => ({ name, count, address: vendorAddresses.get(name) ?? '' }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name))
}
