import type {
  DiagnosticsRow,
  ExclusionsRow,
  FieldsRow,
  IndicatorsRow,
  Place,
  RuleEventsRow,
  RulesRow,
  RuleTechniquesRow,
  SnapshotTables,
  StagesRow,
  TestsRow,
} from '../../catalog/snapshot/index.ts'
import type { IndicatorFact, RuleRecord } from '../catalogue/index.ts'
import type { WireDiagnostic, WireSpan } from '../wire.ts'

/** The tables that rules have rows in. */
export type RuleTables = Pick<
  SnapshotTables,
  | 'rules'
  | 'stages'
  | 'tests'
  | 'indicators'
  | 'exclusions'
  | 'fields'
  | 'ruleTechniques'
  | 'ruleEvents'
  | 'diagnostics'
>

/** The rows of rules, whose numbers are their places in `records`. */
export function toRuleRows(records: readonly RuleRecord[]): RuleTables {
  const all = <R>(toRows: (record: RuleRecord, rule: number) => readonly R[]): readonly R[] =>
    records.flatMap(toRows)
  return {
    rules: all((record, rule) => [toRuleRow(record, rule)]),
    stages: all(toStageRows),
    tests: all(toTestRows),
    indicators: all(toIndicatorRows),
    exclusions: all(toExclusionRows),
    fields: all(({ facts }, rule) => facts.fields.map((field): FieldsRow => ({ rule, ...field }))),
    ruleTechniques: all(({ facts }, rule) =>
      facts.attack.map((pair): RuleTechniquesRow => ({ rule, ...pair })),
    ),
    ruleEvents: all(toEventRows),
    diagnostics: all(({ facts: { source, path }, page }, rule) =>
      page.diagnostics.map(d => toDiagnosticRow(d, { source, path, rule })),
    ),
  }
}

function toRuleRow({ facts, page }: RuleRecord, rule: number): RulesRow {
  const hasCustom = Object.keys(page.custom).length > 0
  return {
    rule,
    source: facts.source,
    vendor: facts.vendor,
    id: facts.id,
    slug: facts.slug,
    title: facts.title,
    description: page.description,
    language: facts.language,
    status: facts.status,
    level: facts.level,
    authors: facts.authors,
    created: facts.date,
    modified: facts.modified,
    license: facts.license,
    path: facts.path,
    ordinal: facts.ordinal,
    product: facts.product,
    category: facts.category,
    service: facts.service,
    definition: page.logSource.definition,
    tags: facts.tags,
    cves: facts.cves,
    links: page.references,
    falsePositives: page.falsePositives,
    related: page.related.map(({ id, type }) => `${type} ${id}`),
    isCounted: facts.isCounted,
    family: facts.family,
    branches: facts.branches,
    custom: hasCustom ? JSON.stringify(page.custom) : undefined,
    body: page.body,
  }
}

function toStageRows({ page }: RuleRecord, rule: number): readonly StagesRow[] {
  return page.stages.map(({ kind, text, condition, origin, span }, stage) => ({
    rule,
    stage,
    kind,
    text,
    condition,
    origin: origin?.id,
    ...toPlace(span),
  }))
}

function toTestRows({ page }: RuleRecord, rule: number): readonly TestsRow[] {
  return page.predicates.flatMap((predicate, number) =>
    predicate.values.map((value, place) => ({
      rule,
      predicate: number,
      place,
      stage: predicate.stage,
      part: predicate.part,
      field: predicate.field,
      canonicalField: predicate.canonicalField,
      kind: predicate.kind,
      value,
      needsAll: predicate.all,
      isCased: predicate.cased,
      transforms: predicate.transforms,
      isNegated: predicate.negated,
      ...toPlace(predicate.span),
    })),
  )
}

function toIndicatorRows({ facts, page }: RuleRecord, rule: number): readonly IndicatorsRow[] {
  return facts.indicators.map((fact, place) => ({
    rule,
    place,
    ...toIndicator(fact),
    ...toPlace(page.indicators[place]?.span),
  }))
}

function toExclusionRows({ facts, page }: RuleRecord, rule: number): readonly ExclusionsRow[] {
  return facts.exclusions.map((fact, place) => ({
    rule,
    place,
    groupNumber: fact.group,
    groupSize: fact.groupSize,
    ...toIndicator(fact),
    ...toPlace(page.exclusions[place]?.span),
  }))
}

function toIndicator(fact: IndicatorFact): Omit<IndicatorsRow, 'rule' | 'place' | keyof Place> {
  const { key, field, canonicalField, scope, kind, value, cased, transforms } = fact
  return { key, field, canonicalField, scope, kind, value, isCased: cased, transforms }
}

/** Coverage stands in the same order in both halves of a record. */
function toEventRows({ facts, page }: RuleRecord, rule: number): readonly RuleEventsRow[] {
  return facts.events.flatMap(({ event }, i) => {
    const coverage = page.events[i]
    if (coverage === undefined) return []
    const { branchesCovered, branches, missingFields, exclusionsWithoutField } = coverage
    const { vacuousAbsences, fieldsKnown } = coverage
    return [
      {
        rule,
        event,
        branchesCovered,
        branches,
        missingFields,
        exclusionsWithoutField,
        vacuousAbsences,
        fieldsKnown,
      },
    ]
  })
}

/** The row of a diagnostic of a rule, or of a file. */
export function toDiagnosticRow(
  { code, severity, message, help, span }: WireDiagnostic,
  of: Pick<DiagnosticsRow, 'source' | 'path' | 'rule'>,
): DiagnosticsRow {
  return { ...of, code, severity, message, help, ...toPlace(span) }
}

function toPlace(span: WireSpan | undefined): Place {
  const { start = 0, end = 0, line = 0, column = 0 } = span ?? {}
  return { spanStart: start, spanEnd: end, line, lineColumn: column }
}
