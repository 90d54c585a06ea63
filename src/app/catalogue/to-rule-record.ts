import {
  attackCoverage,
  eventCoverage,
  familyKey,
  type Indicator,
  indicatorsOf,
  predicatesOf,
} from '../../analysis/index.ts'
import { optional, textHash } from '../../base/index.ts'
import type { CatalogRule } from '../../catalog/index.ts'
import type { Rule } from '../../ir/index.ts'
import {
  type AttackTable,
  canonicalField,
  type EventType,
  findEventTypeByKey,
} from '../../knowledge/index.ts'
import { isCountedRule, type RuleAnalysis, toUncountedRule } from '../rule-page.ts'
import type {
  EventTypeFact,
  FieldFact,
  IndicatorFact,
  RuleFacts,
  RuleRecord,
} from './rule-record.ts'

/** Where a rule stands in its source. */
export interface RulePlace {
  /** The source’s name. */
  readonly source: string
  /** Relative to the source, with forward slashes. */
  readonly path: string
  /** Which of the rules of its file, from 0. */
  readonly ordinal: number
}

/** What a catalogue keeps of a rule. `attackTable` stands in for the one that ships. */
export function toRuleRecord(
  entry: CatalogRule,
  place: RulePlace,
  attackTable?: AttackTable,
): RuleRecord {
  const { rule } = entry
  const coverage = eventCoverage(rule)
  // The types that some branch admits are those that the rule can see.
  const types = coverage.map(({ type }) => type)
  const analysis: RuleAnalysis = {
    types,
    parts: indicatorsOf(rule, types),
    coverage,
    attack: attackCoverage(rule.tags, attackTable),
  }
  const page = { ...toUncountedRule(entry, analysis), path: place.path }
  const { product, category, service, definition } = rule.logSource
  const facts: RuleFacts = {
    ...place,
    vendor: entry.vendor,
    id: entry.id,
    slug: entry.slug,
    title: rule.title,
    language: rule.language,
    ...optional('status', rule.status),
    ...optional('level', rule.level),
    authors: rule.authors,
    ...optional('date', rule.date),
    ...optional('modified', rule.modified),
    ...optional('license', entry.license),
    ...optional('product', product),
    ...optional('category', category),
    ...optional('service', service),
    ...optional('definition', definition?.trim() || undefined),
    references: rule.references.length,
    tags: page.tags,
    cves: cvesOf(rule),
    isCounted: isCountedRule(rule),
    family: textHash(familyKey(rule, types)),
    branches: page.branches,
    attack: page.attack.map(({ tactic, technique }) => ({
      ...optional('tactic', tactic?.id),
      ...optional('technique', technique?.id),
    })),
    events: analysis.coverage.map(({ type, branchesCovered, branches }) => ({
      event: type.key,
      branchesCovered,
      branches,
      ...(findEventTypeByKey(type.key) === undefined ? { type: toEventTypeFact(type) } : {}),
    })),
    indicators: analysis.parts.indicators.map(toIndicatorFact),
    exclusions: analysis.parts.exclusions.map(({ indicator, group, groupSize }) => ({
      ...toIndicatorFact(indicator),
      group,
      groupSize,
    })),
    fields: fieldsOf(rule, types),
    diagnostics: [...new Set(page.diagnostics.map(d => d.code))],
  }
  return { facts, page }
}

function toEventTypeFact(type: EventType): EventTypeFact {
  return {
    platform: type.platform,
    provider: type.provider,
    ...optional('channel', type.channel),
    ...optional('eventId', type.eventId),
    title: type.title,
    ...optional('enable', type.enable),
  }
}

function toIndicatorFact(indicator: Indicator): IndicatorFact {
  const { key, field, canonicalField: canonical, scope, kind, value, cased, transforms } = indicator
  return { key, field, canonicalField: canonical, scope, kind, value, cased, transforms }
}

/** The fields that tests are about, each spelling once; computed fields are the rule’s own and left out. */
function fieldsOf(rule: Rule, types: readonly EventType[]): readonly FieldFact[] {
  const facts = new Map<string, FieldFact>()
  for (const { field, isNegated, isDerived } of predicatesOf(rule.logic)) {
    if (isDerived) continue
    const known = facts.get(field)
    const { name, scope } = canonicalField(rule.logSource, types, field)
    facts.set(field, {
      field,
      canonicalField: name,
      scope,
      isLookedFor: known?.isLookedFor === true || !isNegated,
      isExcluded: known?.isExcluded === true || isNegated,
    })
  }
  return [...facts.values()]
}

/** The CVE ids of a rule’s tags (`cve.2021-44228`), title and references, in capitals. */
function cvesOf({ tags, title, references }: Rule): readonly string[] {
  const texts = [...tags.map(tag => tag.text), title, ...references]
  const ids = texts.flatMap(text =>
    [...text.matchAll(/\bcve[-._ ](\d{4})[-._](\d{4,})/gi)].map(m => `CVE-${m[1]}-${m[2]}`),
  )
  return [...new Set(ids)].sort()
}
