export { buildSearchIndex } from './build-index.ts'
export type {
  SearchDocument,
  SearchEvent,
  SearchTactic,
  SearchTechnique,
  SearchTest,
} from './document.ts'
export { matchesQuery } from './matches-query.ts'
export { packSearchDocuments, packSearchIndex, type SearchPart } from './pack-index.ts'
export { parseQuery, queryLimits } from './parse-query.ts'
export { printQuery } from './print-query.ts'
export type {
  Comparison,
  ParsedQuery,
  Query,
  QueryAnd,
  QueryField,
  QueryNot,
  QueryOr,
  QueryProblem,
  QueryText,
  QueryValue,
} from './query.ts'
export { type FieldName, type QueryFieldInfo, queryFields } from './query-fields.ts'
export { search } from './search.ts'
export type { SearchIndex } from './search-index.ts'
export type {
  FacetName,
  FacetValue,
  SearchFacet,
  SearchOptions,
  SearchResult,
  SearchSort,
  Suggestion,
} from './search-result.ts'
export { suggest } from './suggest.ts'
export { SearchIndexError, unpackSearchIndex } from './unpack-index.ts'
