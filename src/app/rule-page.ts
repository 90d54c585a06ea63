import {
  type AttackPair,
  attackCoverage,
  branchPredicatesOf,
  type CorpusCounts,
  type CorpusRule,
  countCorpus,
  type EventCoverage,
  eventCoverage,
  expressionsOf,
  type Indicator,
  type Predicate,
  predicatesOf,
  type RuleIndicators,
} from '../analysis/index.ts'
import {
  type Diagnostic,
  type LineIndex,
  lineIndex,
  optional,
  type Parsed,
  type Span,
} from '../base/index.ts'
import type { CatalogRule } from '../catalog/index.ts'
import {
  and,
  branchesOf,
  type Rule,
  type Stage,
  setAsideStatuses,
  type Test,
  testsOf,
  valueText,
} from '../ir/index.ts'
import { type AttackTable, canonicalField, type EventType } from '../knowledge/index.ts'
import type { Uncounted, UncountedRule } from './catalogue/rule-record.ts'
import { ruleDiagnostics } from './rule-diagnostics.ts'
import { stageText } from './stage-text.ts'
import type {
  WireCopy,
  WireDiagnostic,
  WireEventCoverage,
  WireIndicator,
  WirePredicate,
  WireRule,
  WireSpan,
  WireStage,
} from './wire.ts'

/** The rules that were read together, with what can be counted over them. */
export interface Corpus {
  readonly rules: readonly CatalogRule[]
  readonly counts: CorpusCounts
}

/** Statuses whose rules count apart. */
export function toCorpus(rules: readonly CatalogRule[]): Corpus {
  return { rules, counts: countCorpus(rules.map(toCorpusRule)) }
}

function toCorpusRule({ key, vendor, rule }: CatalogRule): CorpusRule {
  return { key, vendor, rule, isCounted: isCountedRule(rule) }
}

/**
 * Everything about one rule, as programs and pages read it. `attackTable` stands in for the one that
 * ships.
 */
export function toRulePage(
  entry: CatalogRule,
  corpus: Corpus,
  attackTable?: AttackTable,
): WireRule {
  const { counts } = corpus
  const coverage = eventCoverage(entry.rule)
  const analysis = {
    types: coverage.map(({ type }) => type),
    parts: counts.indicatorsOf(entry.key),
    coverage,
    attack: attackCoverage(entry.rule.tags, attackTable),
  }
  const page = toUncountedRule(entry, analysis)
  const { indicators, exclusions } = analysis.parts
  return {
    ...page,
    indicators: page.indicators.map((indicator, i) => ({
      ...indicator,
      ...counts.othersLookingFor(indicators[i]?.key ?? '', entry.key),
    })),
    exclusions: page.exclusions.map((exclusion, i) => ({
      ...exclusion,
      ...counts.othersExcluding(exclusions[i]?.indicator.key ?? '', entry.key),
    })),
    copies: counts.copiesOf(entry.key).flatMap(key => toCopy(key, corpus)),
  }
}

/** What is worked out of a rule once, for its page and for what is counted. */
export interface RuleAnalysis {
  /** What the rule can see: the types of its coverage. */
  readonly types: readonly EventType[]
  readonly parts: RuleIndicators
  readonly coverage: readonly EventCoverage[]
  readonly attack: Parsed<readonly AttackPair[]>
}

/** Branches that are told one by one, at the most. */
const maxBranchParts = 32

/** A rule’s page without what only the whole corpus can tell. */
export function toUncountedRule(
  entry: CatalogRule,
  { types, parts, coverage, attack }: RuleAnalysis,
): UncountedRule {
  const { rule } = entry
  const index = lineIndex(entry.text)
  const places = placesIn(rule, index)
  const filters = rule.logic.stages.flatMap(s => (s.kind === 'filter' ? [s.expression] : []))
  const branches = filters.length === 0 ? 0 : branchesOf(and(filters), 0).count
  const predicates = predicatesOf(rule.logic)
  return {
    id: entry.id,
    slug: entry.slug,
    title: rule.title,
    description: rule.description ?? '',
    vendor: entry.vendor,
    language: rule.language,
    ...optional('status', rule.status),
    ...optional('level', rule.level),
    authors: rule.authors,
    ...optional('date', rule.date),
    ...optional('modified', rule.modified),
    references: rule.references,
    falsePositives: rule.falsePositives,
    ...optional('license', entry.license),
    path: entry.path,
    tags: rule.tags.map(tag => tag.text),
    related: rule.related,
    logSource: rule.logSource,
    attack: attack.value.map(({ tactic, technique }) => ({
      ...optional('tactic', tactic && { id: tactic.id, name: tactic.name }),
      ...optional('technique', technique && { id: technique.id, name: technique.name }),
    })),
    events: coverage.map(toWireCoverage),
    stages: rule.logic.stages.map(stage => toWireStage(stage, places)),
    predicates: predicates.map(p => toWirePredicate(p, rule, types, places)),
    indicators: parts.indicators.map(indicator => toWireIndicator(indicator, places)),
    exclusions: parts.exclusions.map(({ indicator, group, groupSize }) => ({
      group,
      groupSize,
      ...toWireIndicator(indicator, places),
    })),
    branches,
    branchParts:
      branches < 2 || branches > maxBranchParts
        ? []
        : branchPredicatesOf(rule.logic, predicates, maxBranchParts),
    custom: rule.custom,
    body: rule.body,
    bodyStart: rule.span.start,
    diagnostics: [...entry.diagnostics, ...attack.diagnostics, ...ruleDiagnostics(entry)].map(d =>
      toWireDiagnostic(d, index),
    ),
  }
}

/** Whether a rule counts: rules that are set aside and Sigma’s placeholder rules do not. */
export function isCountedRule(rule: Rule): boolean {
  const expressions = rule.logic.stages.flatMap(expressionsOf)
  // Other languages name lists that are there when the rule runs, such as lookups.
  const isPlaceholder =
    rule.language === 'sigma' &&
    expressions.flatMap(testsOf).some(test => test.operator === 'in_list')
  return !setAsideStatuses.has(rule.status ?? '') && !isPlaceholder
}

export function toWireDiagnostic(
  { code, severity, message, help, span }: Diagnostic,
  index: LineIndex,
): WireDiagnostic {
  return { code, severity, message, ...optional('help', help), span: index.position(span) }
}

function toWireCoverage(coverage: ReturnType<typeof eventCoverage>[number]): WireEventCoverage {
  const { type } = coverage
  return {
    platform: type.platform,
    provider: type.provider,
    ...optional('channel', type.channel),
    ...optional('eventId', type.eventId),
    title: type.title,
    ...optional('enable', type.enable),
    branchesCovered: coverage.branchesCovered,
    branches: coverage.branches,
    missingFields: coverage.missingFields,
    exclusionsWithoutField: coverage.exclusionsWithoutField,
    vacuousAbsences: coverage.vacuousAbsences,
    fieldsKnown: coverage.areFieldsKnown,
  }
}

function toWireStage(stage: Stage, places: Places): WireStage {
  const place = (span: Span): WireSpan => places.inStage(span, stage)
  const common = { kind: stage.kind, text: stageText(stage), ...optional('origin', stage.origin) }
  if (stage.kind !== 'filter') return { ...common, span: place(stage.span) }
  const parts = stage.parts.map(({ name, expression, span }) => ({
    name,
    text: stageText({ kind: 'filter', condition: '', parts: [], expression, span }),
    span: place(span),
  }))
  return { ...common, condition: stage.condition, parts, span: place(stage.span) }
}

/** Gives spans their lines. What a filter rule added stands in another file and has none in this one. */
interface Places {
  inStage(span: Span, stage: Stage | undefined): WireSpan
  ofTest(test: Test): WireSpan
}

function placesIn({ logic }: Rule, index: LineIndex): Places {
  // By their spans: a denied `exists` is another test at the same place.
  const foreign = new Set<Span>(
    logic.stages.flatMap(stage =>
      stage.kind === 'filter' && stage.origin !== undefined
        ? testsOf(stage.expression).map(test => test.span)
        : [],
    ),
  )
  const place = (span: Span, isForeign: boolean): WireSpan =>
    isForeign ? { ...span, line: 0, column: 0 } : index.position(span)
  return {
    inStage: (span, stage) => place(span, stage?.origin !== undefined),
    ofTest: test => place(test.span, foreign.has(test.span)),
  }
}

function toWirePredicate(
  predicate: Predicate,
  { logSource, logic }: Rule,
  types: readonly EventType[],
  places: Places,
): WirePredicate {
  return {
    stage: predicate.stage,
    ...optional('part', predicate.part),
    field: predicate.field,
    canonicalField: canonicalField(logSource, types, predicate.field).name,
    kind: predicate.operator,
    values: predicate.tests.map(valueText),
    all: predicate.all,
    cased: predicate.cased,
    transforms: predicate.transforms,
    negated: predicate.isNegated,
    span: places.inStage(predicate.span, logic.stages[predicate.stage]),
  }
}

function toWireIndicator(indicator: Indicator, places: Places): Uncounted<WireIndicator> {
  return {
    field: indicator.field,
    canonicalField: indicator.canonicalField,
    kind: indicator.kind,
    value: indicator.value,
    cased: indicator.cased,
    transforms: indicator.transforms,
    span: places.ofTest(indicator.test),
  }
}

function toCopy(key: string, { rules }: Corpus): readonly WireCopy[] {
  const entry = rules.find(rule => rule.key === key)
  if (entry === undefined) return []
  return [{ id: entry.id, title: entry.rule.title, vendor: entry.vendor, path: entry.path }]
}
