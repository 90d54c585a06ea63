import { z } from 'zod'
import { matrixOf } from '../../matrix-of.ts'
import { type ApiRoute, defineRoute, defineTextRoute, notFound, value } from '../api-route.ts'
import { matrixSchema, tacticSchema, techniqueDetailSchema } from '../detail-schemas.ts'
import { cutList, isFailure, readSlice, toPart } from '../list-part.ts'
import { toNavigatorLayer } from '../navigator-layer.ts'
import { cursorSchema, limitSchema, querySchema } from '../parameters.ts'
import { itemsSchema, listSchema, techniqueRowSchema } from '../schemas.ts'

const part = { limit: limitSchema, cursor: cursorSchema }

const matrixQuery = z.strictObject({
  q: querySchema,
  by: z.enum(['rules', 'branches']).default('rules').meta({ description: 'What is counted.' }),
})

export const attackRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/techniques',
    group: 'ATT&CK',
    summary: 'Techniques of the rules, those of most rules first',
    query: z.strictObject(part),
    schema: listSchema(techniqueRowSchema),
    answer: ({ site, query, list }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      return value(cutList(site.catalogue.lists().techniques, slice, list))
    },
  }),
  defineRoute({
    path: '/techniques/{id}',
    group: 'ATT&CK',
    summary: 'A technique: its rules, and what they look for and exclude',
    pathParameters: [{ name: 'id', description: 'Of ATT&CK.', example: 'T1059.001' }],
    query: z.strictObject(part),
    schema: techniqueDetailSchema,
    answer: ({ site, query, list, name }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      const model = site.catalogue.technique(`techniques/${name.toUpperCase()}`, slice)
      if (model === undefined) return notFound(`No rule has the technique “${name}”.`)
      const { row, rules, ...rest } = model
      return value({ technique: row, ...rest, rules: toPart(rules, list) })
    },
  }),
  defineRoute({
    path: '/tactics',
    group: 'ATT&CK',
    summary: 'Tactics with their rules, in the order of the matrix',
    query: z.strictObject({}),
    schema: itemsSchema(tacticSchema),
    answer: ({ site }) => value({ items: site.catalogue.home().tactics }),
  }),
  defineRoute({
    path: '/matrix',
    group: 'ATT&CK',
    summary: 'The matrix of the rules that a query finds',
    query: matrixQuery,
    schema: matrixSchema,
    answer: ({ site, query }) => value(matrixOf(site, query)),
  }),
  defineTextRoute({
    path: '/navigator.json',
    group: 'ATT&CK',
    summary: 'The matrix as a layer of the ATT&CK Navigator, version 4.5',
    query: matrixQuery,
    type: 'application/json',
    answer: ({ site, query }) => ({
      kind: 'answer',
      answer: {
        kind: 'whole',
        status: 200,
        type: 'application/json; charset=utf-8',
        headers: { 'Content-Disposition': 'attachment; filename="indicia-layer.json"' },
        body: `${JSON.stringify(toNavigatorLayer(matrixOf(site, query)), undefined, 2)}\n`,
      },
    }),
  }),
]
