import { z } from 'zod'
import { type ApiRoute, defineRoute, notFound, value } from '../api-route.ts'
import { indicatorDetailSchema } from '../detail-schemas.ts'
import { cutList, isFailure, readSlice, toPart } from '../list-part.ts'
import { cursorSchema, flagSchema, limitSchema } from '../parameters.ts'
import { indicatorRowSchema, listSchema } from '../schemas.ts'

const part = { limit: limitSchema, cursor: cursorSchema }

export const indicatorRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/indicators',
    group: 'Indicators',
    summary: 'Indicators and exclusions, those of most families first',
    query: z.strictObject({
      field: z.string().max(200).optional().meta({ description: 'Of this field, by its name.' }),
      kind: z
        .string()
        .max(40)
        .optional()
        .meta({ description: 'Of this kind.', example: 'ends_with' }),
      value: z.string().max(1000).optional().meta({
        description: 'Whose value has this text in it, in any case.',
      }),
      shared: flagSchema.meta({ description: 'Only those that two families or more look for.' }),
      ...part,
    }),
    schema: listSchema(indicatorRowSchema),
    answer: ({ site, query, list }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      const value_ = query.value?.toLowerCase()
      const field = query.field?.toLowerCase()
      const rows = site.catalogue.indicators(
        row =>
          (field === undefined || row.field.name.toLowerCase() === field) &&
          (query.kind === undefined || row.kind === query.kind) &&
          (value_ === undefined || row.value.toLowerCase().includes(value_)) &&
          (!query.shared || row.families > 1),
      )
      return value(cutList(rows, slice, list))
    },
  }),
  defineRoute({
    path: '/indicators/{id}',
    group: 'Indicators',
    summary: 'Who looks for an indicator, and who excludes it',
    description:
      'Only indicators of two families or more have a page; those of one are on their rule’s.',
    pathParameters: [
      {
        name: 'id',
        description: 'The end of the indicator’s address.',
        example: '0f3a9c',
      },
    ],
    query: z.strictObject(part),
    schema: indicatorDetailSchema,
    answer: ({ site, query, list, name }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      const model = site.catalogue.indicator(`indicators/${name}`, slice)
      if (model === undefined) return notFound(`No indicator has the id “${name}”.`)
      const { row, lookedForBy, excludedBy, ...rest } = model
      return value({
        indicator: row,
        ...rest,
        lookedForBy: toPart(lookedForBy, list),
        excludedBy: toPart(excludedBy, list),
      })
    },
  }),
]
