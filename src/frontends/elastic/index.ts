export { type ElasticFile, parseElastic } from './parse-elastic.ts'
export type { QueryLanguage, QueryParsers } from './parsers.ts'
