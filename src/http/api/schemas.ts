import { z } from 'zod'
import type {
  ByVendor,
  EventRow,
  Facet,
  FieldRow,
  IndicatorRow,
  NamedLink,
  RuleRow,
  SourceRecord,
  Tally,
  TechniqueRow,
} from '../../app/catalogue/index.ts'
import type { QueryProblem } from '../../search/index.ts'
import type { Problem } from '../problem.ts'
import type { Items, ListPart } from './wire.ts'

/**
 * What the API answers, as schemas: they describe it in the OpenAPI document, and tests hold the answers to
 * them. A schema with a name is a component of the document; names and meanings are promises to clients.
 */
const text = z.string()
const texts = z.array(z.string())
const count = z.int().nonnegative()

export const byVendorSchema: z.ZodType<ByVendor> = z
  .record(z.string(), count)
  .meta({ description: 'A number for each vendor that has any.' })

const addressSchema = text.meta({
  description: 'The path of the page in the site, without a slash before it.',
  example: 'rules/sigma/proc_creation_win_pua_frp',
})

export const namedLinkSchema: z.ZodType<NamedLink> = z
  .object({
    id: text,
    name: text,
    address: addressSchema.exactOptional(),
  })
  .meta({ id: 'NamedLink', description: 'A thing with an id, a name, and a page if it has one.' })

export const tallySchema: z.ZodType<Tally> = z
  .object({ name: text, count, address: addressSchema.exactOptional() })
  .meta({ id: 'Tally', description: 'How often something occurs.' })

export const ruleRowSchema: z.ZodType<RuleRow> = z
  .object({
    address: addressSchema,
    id: text,
    slug: text,
    title: text,
    vendor: text,
    language: text,
    status: text.exactOptional(),
    level: text.exactOptional(),
    authors: texts,
    date: text.exactOptional(),
    modified: text.exactOptional(),
    license: text.exactOptional(),
    path: text,
    product: text.exactOptional(),
    category: text.exactOptional(),
    service: text.exactOptional(),
    tactics: z.array(namedLinkSchema),
    techniques: z.array(namedLinkSchema),
    branches: count,
    indicators: count,
    exclusions: count,
    copies: count.meta({ description: 'Other rules of equal logic.' }),
    isCounted: z.boolean().meta({
      description:
        'False for rules that are set aside: deprecated, unsupported, placeholders, notebooks.',
    }),
    hasDiagnostics: z.boolean(),
  })
  .meta({ id: 'RuleRow', description: 'A rule as lists have it.' })

export const indicatorRowSchema: z.ZodType<IndicatorRow> = z
  .object({
    address: addressSchema.meta({
      description:
        'Of its own page where two families or more have it, else of its place on its rule’s page.',
    }),
    field: namedLinkSchema,
    kind: text,
    value: text,
    cased: z.boolean(),
    transforms: texts,
    families: count.meta({ description: 'Families of rules that look for it.' }),
    byVendor: byVendorSchema,
    excluding: count.meta({ description: 'Families of rules that exclude it.' }),
    excludingByVendor: byVendorSchema,
    here: count
      .exactOptional()
      .meta({ description: 'In a list about some rules: how many have it.' }),
  })
  .meta({ id: 'IndicatorRow', description: 'An indicator as lists have it.' })

export const eventRowSchema: z.ZodType<EventRow> = z
  .object({
    address: addressSchema,
    key: text,
    platform: text,
    provider: text,
    channel: text.exactOptional(),
    eventId: text.exactOptional(),
    title: text,
    rules: count.meta({ description: 'Rules of which it can satisfy some branch.' }),
    byVendor: byVendorSchema,
    here: count.exactOptional(),
  })
  .meta({ id: 'EventRow', description: 'An event type as lists have it.' })

export const techniqueRowSchema: z.ZodType<TechniqueRow> = z
  .object({
    address: addressSchema,
    id: text,
    name: text,
    tactics: z.array(namedLinkSchema),
    rules: count.meta({ description: 'With those of its sub-techniques.' }),
    byVendor: byVendorSchema,
    here: count.exactOptional(),
  })
  .meta({ id: 'TechniqueRow', description: 'A technique as lists have it.' })

export const fieldRowSchema: z.ZodType<FieldRow> = z
  .object({
    address: addressSchema,
    name: text,
    scope: text.meta({ description: 'Where the name holds: empty for endpoint events.' }),
    rules: count,
    looking: count.meta({ description: 'Rules that look for a value of it.' }),
    excluding: count.meta({ description: 'Rules that exclude a value of it.' }),
    here: count.exactOptional(),
  })
  .meta({ id: 'FieldRow', description: 'A field as lists have it.' })

export const sourceSchema: z.ZodType<SourceRecord> = z
  .object({
    name: text,
    vendor: text,
    title: text,
    path: text,
    url: text.exactOptional(),
    commit: text.exactOptional(),
    license: text.exactOptional(),
    files: count,
    rules: count,
    notRead: z.array(z.object({ reason: text, files: count })),
  })
  .meta({ id: 'Source', description: 'A rule set of the catalogue.' })

export const queryProblemSchema: z.ZodType<QueryProblem> = z
  .object({
    severity: z.enum(['error', 'note']),
    message: text,
    start: count,
    end: count,
    help: text.exactOptional(),
  })
  .meta({ id: 'QueryProblem', description: 'What is wrong with a query, and where in its text.' })

export const facetSchema: z.ZodType<Facet> = z
  .object({
    field: text,
    title: text,
    values: z.array(z.object({ value: text, label: text, count, isChosen: z.boolean() })),
    more: count.meta({ description: 'How many more values there are.' }),
  })
  .meta({ id: 'Facet', description: 'The values of a field of the rules that a query finds.' })

export const problemSchema: z.ZodType<Problem> = z
  .object({
    type: text,
    title: text,
    status: z.int(),
    detail: text.exactOptional(),
    errors: z.array(z.object({ parameter: text, detail: text })).exactOptional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457).' })

/** A part of a list, with the way to the next. */
export function listSchema<T>(item: z.ZodType<T>): z.ZodType<ListPart<T>> {
  return z.object(listShape(item))
}

export function listShape<T>(item: z.ZodType<T>): {
  readonly total: z.ZodType<number>
  readonly items: z.ZodType<readonly T[]>
  readonly next: z.ZodExactOptional<z.ZodString>
} {
  return {
    total: z.int().nonnegative(),
    items: z.array(item),
    next: z.string().exactOptional().meta({
      description: 'The `cursor` of the next part; absent in the last.',
    }),
  }
}

export function itemsSchema<T>(item: z.ZodType<T>): z.ZodType<Items<T>> {
  return z.object({ items: z.array(item) })
}
