import { z } from 'zod'
import { byVendorSchema } from './schemas.ts'
import type { ApiRule } from './wire.ts'

const text = z.string()
const texts = z.array(z.string())
const count = z.int().nonnegative()

const spanSchema = z
  .object({
    start: count.meta({ description: 'UTF-16 code units from the start of the file.' }),
    end: count,
    line: count.meta({ description: 'From 1; 0 where the span stands in another file.' }),
    column: count,
  })
  .meta({ id: 'Span', description: 'A part of the rule’s text.' })

const diagnosticSchema = z
  .object({
    code: text,
    severity: z.enum(['error', 'warning', 'note']),
    message: text,
    help: text.exactOptional(),
    span: spanSchema,
  })
  .meta({ id: 'Diagnostic', description: 'A problem of a rule.' })

const namedSchema = z.object({ id: text, name: text })

const indicatorFields = {
  field: text,
  canonicalField: text,
  kind: text,
  value: text,
  cased: z.boolean(),
  transforms: texts,
  others: count.meta({ description: 'How many other families of the corpus look for the same.' }),
  byVendor: byVendorSchema,
  span: spanSchema,
  address: text.meta({ description: 'Of the indicator’s page, or of its place on this one.' }),
}

const indicatorSchema = z
  .object(indicatorFields)
  .meta({ id: 'Indicator', description: 'Something that the rule looks for.' })

const branchSchema = z
  .object({
    looksFor: z.array(z.array(count)).meta({ description: 'Of each group one must hold.' }),
    excludes: z.array(z.array(count)).meta({
      description:
        'Of each group, not all may be so together: those that are negated as predicates must not hold together, where the others do not.',
    }),
    opaque: count.meta({ description: 'Parts that could not be read.' }),
  })
  .meta({ id: 'Branch', description: 'One way for a rule to fire, by places in predicates.' })

const exclusionSchema = z
  .object({
    ...indicatorFields,
    group: count.meta({ description: 'Members of one group must not hold together.' }),
    groupSize: count,
  })
  .meta({ id: 'Exclusion', description: 'Something that the rule excludes.' })

const stageSchema = z
  .object({
    kind: text,
    text,
    condition: text.exactOptional(),
    parts: z.array(z.object({ name: text, text, span: spanSchema })).exactOptional(),
    origin: z.object({ id: text, title: text }).exactOptional(),
    span: spanSchema,
  })
  .meta({ id: 'Stage', description: 'A step of the rule’s logic.' })

const predicateSchema = z
  .object({
    stage: count,
    part: text.exactOptional(),
    field: text,
    canonicalField: text,
    kind: text,
    values: texts,
    all: z.boolean(),
    cased: z.boolean(),
    transforms: texts,
    negated: z.boolean(),
    span: spanSchema,
  })
  .meta({ id: 'Predicate', description: 'The tests of one field that stand together as a list.' })

const coverageSchema = z
  .object({
    platform: text,
    provider: text,
    channel: text.exactOptional(),
    eventId: text.exactOptional(),
    title: text,
    enable: text.exactOptional(),
    branchesCovered: count,
    branches: count,
    missingFields: texts,
    exclusionsWithoutField: texts,
    vacuousAbsences: texts,
    fieldsKnown: z.boolean(),
  })
  .meta({ id: 'EventCoverage', description: 'How far an event type can satisfy the rule.' })

/** A rule whole: what `indicia show --json` prints, with addresses. */
export const ruleSchema: z.ZodType<ApiRule> = z
  .object({
    address: text,
    source: text.meta({ description: 'The rule set that it was read from.' }),
    id: text,
    slug: text,
    title: text,
    description: text,
    vendor: text,
    language: text,
    status: text.exactOptional(),
    level: text.exactOptional(),
    authors: texts,
    date: text.exactOptional(),
    modified: text.exactOptional(),
    references: texts,
    falsePositives: texts,
    license: text.exactOptional(),
    path: text,
    tags: texts,
    related: z.array(z.object({ id: text, type: text })),
    logSource: z.object({
      product: text.exactOptional(),
      category: text.exactOptional(),
      service: text.exactOptional(),
      definition: text.exactOptional(),
    }),
    attack: z.array(
      z.object({ tactic: namedSchema.exactOptional(), technique: namedSchema.exactOptional() }),
    ),
    events: z.array(coverageSchema),
    stages: z.array(stageSchema),
    predicates: z.array(predicateSchema),
    indicators: z.array(indicatorSchema),
    exclusions: z.array(exclusionSchema),
    branches: count,
    branchParts: z.array(branchSchema).meta({ description: 'Where they are 2 to 32.' }),
    copies: z.array(z.object({ id: text, title: text, vendor: text, path: text })),
    custom: z.record(z.string(), z.unknown()),
    body: text,
    bodyStart: count,
    diagnostics: z.array(diagnosticSchema),
  })
  .meta({ id: 'Rule', description: 'A rule with everything that is known of it.' })
