import { z } from 'zod'
import { type ApiRoute, defineRoute, value } from '../api-route.ts'
import { searchSchema, statsSchema, suggestionSchema } from '../detail-schemas.ts'
import { cutList, isFailure, readSlice } from '../list-part.ts'
import { cursorSchema, descSchema, limitSchema, querySchema, sortSchema } from '../parameters.ts'
import { facetSchema, itemsSchema } from '../schemas.ts'

/** Of a short word there are thousands; the first are those of most families. */
const maxIndicators = 100

export const searchRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/search',
    group: 'Search',
    summary: 'Rules that a query finds, with facets and indicators',
    query: z.strictObject({
      q: querySchema,
      sort: sortSchema,
      desc: descSchema,
      limit: limitSchema,
      cursor: cursorSchema,
    }),
    schema: searchSchema,
    answer: ({ site, query, list }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      const { catalogue, search } = site
      const { q, sort, desc } = query
      const { rules, problems, facets, indicators } = search.find({
        query: q,
        sort,
        isDescending: desc,
        parts: { facets: true, indicators: true },
      })
      const rows = rules.flatMap(number => catalogue.rows[number] ?? [])
      return value({
        ...cutList(rows, slice, list),
        problems,
        facets,
        indicators: indicators.slice(0, maxIndicators),
      })
    },
  }),
  defineRoute({
    path: '/suggest',
    group: 'Search',
    summary: 'How a query could go on',
    query: z.strictObject({
      q: querySchema,
      limit: z.coerce.number().int().min(1).max(50).default(10),
    }),
    schema: itemsSchema(suggestionSchema),
    answer: ({ site, query }) => value({ items: site.search.suggest(query.q, query.limit) }),
  }),
  defineRoute({
    path: '/facets',
    group: 'Search',
    summary: 'The values of the fields of the rules that a query finds',
    query: z.strictObject({ q: querySchema }),
    schema: itemsSchema(facetSchema),
    answer: ({ site, query }) => {
      const request = { query: query.q, sort: 'relevance', isDescending: false }
      const { facets } = site.search.find({ ...request, parts: { facets: true } })
      return value({ items: facets })
    },
  }),
  defineRoute({
    path: '/stats',
    group: 'About',
    summary: 'What is in the catalogue',
    query: z.strictObject({}),
    schema: statsSchema,
    answer: ({ site }) => {
      const { totals, sources, platforms, levels } = site.catalogue.home()
      const { attackVersion } = site.catalogue
      return value({
        version: site.version,
        ...(attackVersion === undefined ? {} : { attackVersion }),
        totals,
        sources,
        platforms,
        levels,
      })
    },
  }),
]
