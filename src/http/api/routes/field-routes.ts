import { z } from 'zod'
import { type ApiRoute, defineRoute, notFound, value } from '../api-route.ts'
import { eventDetailSchema, fieldDetailSchema } from '../detail-schemas.ts'
import { cutList, isFailure, readSlice, toPart } from '../list-part.ts'
import { cursorSchema, limitSchema } from '../parameters.ts'
import { eventRowSchema, fieldRowSchema, listSchema } from '../schemas.ts'

const part = { limit: limitSchema, cursor: cursorSchema }

/** Fields and event types. */
export const fieldRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/fields',
    group: 'Fields and events',
    summary: 'Fields that rules test, those of most rules first',
    query: z.strictObject(part),
    schema: listSchema(fieldRowSchema),
    answer: ({ site, query, list }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      return value(cutList(site.catalogue.lists().fields, slice, list))
    },
  }),
  defineRoute({
    path: '/fields/{name}',
    group: 'Fields and events',
    summary: 'A field: its other names, its events, what it is tested for',
    pathParameters: [
      {
        name: 'name',
        description: 'The field’s address behind `fields/`; slashes stand as they are.',
        example: 'CommandLine',
      },
    ],
    query: z.strictObject(part),
    schema: fieldDetailSchema,
    answer: ({ site, query, list, name }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      const model = site.catalogue.field(`fields/${name}`, slice)
      if (model === undefined) return notFound(`No rule tests a field “${name}”.`)
      const { row, indicators, exclusions, rules, ...rest } = model
      return value({
        field: row,
        ...rest,
        indicators: toPart(indicators, list),
        exclusions: toPart(exclusions, list),
        rules: toPart(rules, list),
      })
    },
  }),
  defineRoute({
    path: '/events',
    group: 'Fields and events',
    summary: 'Event types, those that satisfy most rules first',
    query: z.strictObject(part),
    schema: listSchema(eventRowSchema),
    answer: ({ site, query, list }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      return value(cutList(site.catalogue.lists().events, slice, list))
    },
  }),
  defineRoute({
    path: '/events/{key}',
    group: 'Fields and events',
    summary: 'An event type: its fields, and the rules that it can satisfy',
    pathParameters: [
      {
        name: 'key',
        description: 'The event’s address behind `events/`; slashes stand as they are.',
        example: 'windows/Microsoft-Windows-Sysmon/1',
      },
    ],
    query: z.strictObject(part),
    schema: eventDetailSchema,
    answer: ({ site, query, list, name }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      const model = site.catalogue.event(`events/${name}`, slice)
      if (model === undefined) return notFound(`No event type has the address “${name}”.`)
      const { row, rules, ...rest } = model
      return value({ event: row, ...rest, rules: toPart(rules, list) })
    },
  }),
]
