import type { Rule } from '../ir/index.ts'
import { visibleEventTypes } from './event-coverage.ts'
import { familyKey } from './family.ts'
import { indicatorsOf, type RuleIndicators } from './indicators.ts'

/** A rule as the corpus sees it. */
export interface CorpusRule {
  /** Unique in the corpus. */
  readonly key: string
  readonly vendor: string
  readonly rule: Rule
  /** False for rules that are set aside, which do not count for others. */
  readonly isCounted: boolean
}

/** How many other families look for, or exclude, the same. */
export interface OtherFamilies {
  readonly others: number
  /** A family counts once under each vendor that has a rule of it. */
  readonly byVendor: Readonly<Record<string, number>>
}

/** Counts over all rules that were read together. */
export interface CorpusCounts {
  indicatorsOf(ruleKey: string): RuleIndicators
  /** Other families with a rule that has the indicator among its indicators. */
  othersLookingFor(indicatorKey: string, ruleKey: string): OtherFamilies
  /** Other families with a rule that holds the indicator as an exclusion. */
  othersExcluding(indicatorKey: string, ruleKey: string): OtherFamilies
  /** The keys of other rules of the same family, in the order of the corpus. */
  copiesOf(ruleKey: string): readonly string[]
}

/** Vendors by family, of the rules that hold one indicator. */
type Holders = Map<string, Set<string>>

/** Takes every rule of the corpus apart once, and counts. */
export function countCorpus(rules: readonly CorpusRule[]): CorpusCounts {
  const families = new Map<string, string>()
  const members = new Map<string, string[]>()
  const parts = new Map<string, RuleIndicators>()
  const looking = new Map<string, Holders>()
  const excluding = new Map<string, Holders>()
  for (const { key, vendor, rule, isCounted } of rules) {
    const types = visibleEventTypes(rule)
    const family = familyKey(rule, types)
    families.set(key, family)
    append(members, family, key)
    const { indicators, exclusions } = indicatorsOf(rule, types)
    parts.set(key, { indicators, exclusions })
    if (!isCounted) continue
    for (const indicator of indicators) hold(looking, indicator.key, family, vendor)
    for (const { indicator } of exclusions) hold(excluding, indicator.key, family, vendor)
  }
  const others = (
    index: Map<string, Holders>,
    indicatorKey: string,
    ruleKey: string,
  ): OtherFamilies => countOthers(index.get(indicatorKey), families.get(ruleKey))
  return {
    indicatorsOf: key => parts.get(key) ?? { indicators: [], exclusions: [] },
    othersLookingFor: (indicatorKey, ruleKey) => others(looking, indicatorKey, ruleKey),
    othersExcluding: (indicatorKey, ruleKey) => others(excluding, indicatorKey, ruleKey),
    copiesOf: key => (members.get(families.get(key) ?? '') ?? []).filter(other => other !== key),
  }
}

function append(index: Map<string, string[]>, key: string, value: string): void {
  const values = index.get(key)
  if (values === undefined) index.set(key, [value])
  else values.push(value)
}

function hold(index: Map<string, Holders>, key: string, family: string, vendor: string): void {
  let holders = index.get(key)
  if (holders === undefined) {
    holders = new Map()
    index.set(key, holders)
  }
  const vendors = holders.get(family)
  if (vendors === undefined) holders.set(family, new Set([vendor]))
  else vendors.add(vendor)
}

function countOthers(holders: Holders | undefined, own: string | undefined): OtherFamilies {
  const byVendor = new Map<string, number>()
  let others = 0
  for (const [family, vendors] of holders ?? []) {
    if (family === own) continue
    others++
    for (const vendor of vendors) byVendor.set(vendor, (byVendor.get(vendor) ?? 0) + 1)
  }
  return {
    others,
    byVendor: Object.fromEntries([...byVendor].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
