import { z } from 'zod'
import type { MatrixModel, Suggestion } from '../../app/catalogue/index.ts'
import {
  byVendorSchema,
  eventRowSchema,
  facetSchema,
  fieldRowSchema,
  indicatorRowSchema,
  listSchema,
  listShape,
  namedLinkSchema,
  queryProblemSchema,
  ruleRowSchema,
  sourceSchema,
  tallySchema,
  techniqueRowSchema,
} from './schemas.ts'
import type {
  ApiTactic,
  EventDetail,
  FieldDetail,
  FoundRuleRows,
  IndicatorDetail,
  RuleChoices,
  SearchResult,
  Stats,
  TechniqueDetail,
} from './wire.ts'

/** Answers about one thing, and those that are no plain lists. */
const text = z.string()
const count = z.int().nonnegative()
const rules = listSchema(ruleRowSchema)
const tallies = z.array(tallySchema)

export const foundRulesSchema: z.ZodType<FoundRuleRows> = z
  .object({
    ...listShape(ruleRowSchema),
    problems: z.array(queryProblemSchema),
  })
  .meta({ id: 'FoundRules', description: 'Rules that a query finds, a part of them.' })

export const ruleChoicesSchema: z.ZodType<RuleChoices> = z
  .object({ rules: z.array(ruleRowSchema) })
  .meta({ id: 'RuleChoices', description: 'Rules that go by one name.' })

export const indicatorDetailSchema: z.ZodType<IndicatorDetail> = z
  .object({
    indicator: indicatorRowSchema,
    spellings: z.array(
      z.object({
        field: text,
        kind: text,
        value: text,
        cased: z.boolean(),
        transforms: z.array(text),
        rules: count,
      }),
    ),
    lookedForBy: rules,
    excludedBy: rules,
    uncounted: z.array(ruleRowSchema).meta({ description: 'Rules that do not count and have it.' }),
    events: z.array(eventRowSchema),
    techniques: z.array(techniqueRowSchema),
    together: z
      .array(z.object({ indicator: indicatorRowSchema, families: count }))
      .meta({ description: 'Indicators that stand most often beside it.' }),
  })
  .meta({ id: 'IndicatorDetail', description: 'Who looks for an indicator, and who excludes it.' })

const indicators = listSchema(indicatorRowSchema)

export const fieldDetailSchema: z.ZodType<FieldDetail> = z
  .object({
    field: fieldRowSchema,
    byVendor: byVendorSchema,
    aliases: tallies,
    events: z.array(z.intersection(eventRowSchema, z.object({ nativeName: text.exactOptional() }))),
    kinds: z.array(z.object({ kind: text, looking: count, excluding: count })),
    indicators,
    exclusions: indicators,
    rules,
  })
  .meta({ id: 'FieldDetail', description: 'A field, what it is tested for, and by which rules.' })

export const eventDetailSchema: z.ZodType<EventDetail> = z
  .object({
    event: eventRowSchema,
    description: text.exactOptional(),
    provider: namedLinkSchema,
    enable: text
      .exactOptional()
      .meta({ description: 'What must be switched on to get the event.' }),
    logSources: z.array(namedLinkSchema),
    operations: z.array(text),
    fields: z
      .array(z.object({ name: text, canonical: namedLinkSchema, rules: count }))
      .exactOptional()
      .meta({ description: 'Absent when the event’s fields are not known.' }),
    fully: count.meta({ description: 'Rules all of whose branches it can satisfy.' }),
    partly: count.meta({ description: 'Rules some of whose branches it can satisfy.' }),
    indicators: z.array(indicatorRowSchema),
    exclusions: z.array(indicatorRowSchema),
    techniques: z.array(techniqueRowSchema),
    rules,
  })
  .meta({ id: 'EventDetail', description: 'An event type and the rules that it can satisfy.' })

export const techniqueDetailSchema: z.ZodType<TechniqueDetail> = z
  .object({
    technique: techniqueRowSchema,
    status: text,
    replacedBy: namedLinkSchema.exactOptional(),
    parent: namedLinkSchema.exactOptional(),
    subTechniques: z.array(techniqueRowSchema),
    levels: tallies,
    events: z.array(eventRowSchema),
    logSources: tallies,
    fields: z.array(fieldRowSchema),
    indicators: z.array(indicatorRowSchema),
    exclusions: z.array(indicatorRowSchema),
    rules,
  })
  .meta({
    id: 'TechniqueDetail',
    description: 'A technique, its rules, and what they have learned.',
  })

export const tacticSchema: z.ZodType<ApiTactic> = z
  .object({ id: text, name: text, address: text.exactOptional(), rules: count, techniques: count })
  .meta({ id: 'Tactic', description: 'A tactic with its rules.' })

export const matrixSchema: z.ZodType<MatrixModel> = z
  .object({
    attackVersion: text.exactOptional(),
    by: z.enum(['rules', 'branches']),
    query: text,
    total: count,
    largest: count,
    tactics: z.array(
      z.object({
        tactic: namedLinkSchema,
        count,
        techniques: z.array(
          z.object({
            technique: namedLinkSchema,
            count,
            subTechniques: z.array(z.object({ technique: namedLinkSchema, count })),
          }),
        ),
      }),
    ),
    outside: count.meta({ description: 'Rules that stand in no cell.' }),
  })
  .meta({ id: 'Matrix', description: 'ATT&CK with the number of rules in each cell.' })

export const suggestionSchema: z.ZodType<Suggestion> = z
  .object({
    kind: text,
    text: text.meta({ description: 'The text of the search line if it is taken.' }),
    label: text,
    count: count.exactOptional(),
    address: text.exactOptional(),
  })
  .meta({ id: 'Suggestion', description: 'One way to go on with what was typed.' })

export const searchSchema: z.ZodType<SearchResult> = z
  .object({
    ...listShape(ruleRowSchema),
    problems: z.array(queryProblemSchema),
    facets: z.array(facetSchema),
    indicators: z
      .array(indicatorRowSchema)
      .meta({ description: 'Indicators whose value the query’s words are in.' }),
  })
  .meta({ id: 'SearchResult', description: 'Everything that the list of rules shows.' })

export const statsSchema: z.ZodType<Stats> = z
  .object({
    version: text.meta({ description: 'Of Indicia.' }),
    attackVersion: text.exactOptional(),
    totals: z.object({
      rules: count,
      uncounted: count,
      families: count,
      indicators: count,
      sharedIndicators: count,
      exclusions: count,
      fields: count,
      events: count,
      techniques: count,
      rulesWithDiagnostics: count,
    }),
    sources: z.array(sourceSchema),
    platforms: tallies,
    levels: tallies,
  })
  .meta({ id: 'Stats', description: 'What is in the catalogue.' })
