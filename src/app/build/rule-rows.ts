import type {
  DiagnosticsRow,
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
  const [only] = records
  // Files with several rules are rare, and this is done for every file.
  if (only !== undefined && records.length === 1) return rowsOf(only, 0)
  const each = records.map(rowsOf)
  return {
    rules: each.flatMap(({ rules }) => rules),
    stages: each.flatMap(({ stages }) => stages),
    tests: each.flatMap(({ tests }) => tests),
    indicators: each.flatMap(({ indicators }) => indicators),
    exclusions: each.flatMap(({ exclusions }) => exclusions),
    fields: each.flatMap(({ fields }) => fields),
    ruleTechniques: each.flatMap(({ ruleTechniques }) => ruleTechniques),
    ruleEvents: each.flatMap(({ ruleEvents }) => ruleEvents),
    diagnostics: each.flatMap(({ diagnostics }) => diagnostics),
  }
}

function rowsOf(record: RuleRecord, rule: number): RuleTables {
  const { facts, page } = record
  const { source, path } = facts
  return {
    rules: [toRuleRow(record, rule)],
    stages: toStageRows(record, rule),
    tests: toTestRows(record, rule),
    indicators: facts.indicators.map((fact, place) =>
      toIndicatorRow(fact, page.indicators[place]?.span, rule, place),
    ),
    exclusions: facts.exclusions.map((fact, place) => ({
      ...toIndicatorRow(fact, page.exclusions[place]?.span, rule, place),
      groupNumber: fact.group,
      groupSize: fact.groupSize,
    })),
    fields: facts.fields.map((field): FieldsRow => ({ rule, ...field })),
    ruleTechniques: facts.attack.map((pair): RuleTechniquesRow => ({ rule, ...pair })),
    ruleEvents: toEventRows(record, rule),
    diagnostics: page.diagnostics.map(d => toDiagnosticRow(d, { source, path, rule })),
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
  return page.predicates.flatMap((predicate, number) => {
    const { stage, part, field, canonicalField, kind, all, cased, transforms, negated } = predicate
    const { start, end, line, column } = predicate.span
    return predicate.values.map((value, place) => ({
      rule,
      predicate: number,
      place,
      stage,
      part,
      field,
      canonicalField,
      kind,
      value,
      needsAll: all,
      isCased: cased,
      transforms,
      isNegated: negated,
      spanStart: start,
      spanEnd: end,
      line,
      lineColumn: column,
    }))
  })
}

function toIndicatorRow(
  fact: IndicatorFact,
  span: WireSpan | undefined,
  rule: number,
  place: number,
): IndicatorsRow {
  return {
    rule,
    place,
    key: fact.key,
    field: fact.field,
    canonicalField: fact.canonicalField,
    scope: fact.scope,
    kind: fact.kind,
    value: fact.value,
    isCased: fact.cased,
    transforms: fact.transforms,
    spanStart: span?.start ?? 0,
    spanEnd: span?.end ?? 0,
    line: span?.line ?? 0,
    lineColumn: span?.column ?? 0,
  }
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
