import type { RulesModel, Slice } from '../../app/catalogue/index.ts'
import type { ServedSite } from '../served-site.ts'
import type { PageQuery } from './page-query.ts'

/** The list of the rules that a query finds, a part of it. */
export function toRulesModel(site: ServedSite, query: PageQuery, slice: Slice): RulesModel {
  const { catalogue, search } = site
  const { q, sort, desc } = query
  const { rules, ...found } = search.find({
    query: q,
    sort,
    isDescending: desc,
    parts: { facets: true, indicators: true },
  })
  const items = rules.slice(slice.offset, slice.offset + slice.limit)
  return {
    query: q,
    sort,
    descending: desc,
    ...found,
    rules: {
      items: items.flatMap(number => catalogue.rows[number] ?? []),
      total: rules.length,
      ...slice,
    },
  }
}
