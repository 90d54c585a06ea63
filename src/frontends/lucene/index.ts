export { parseLucene } from './parse-lucene.ts'
export { parseLuceneSyntax } from './parser.ts'
export { printLucene } from './print.ts'
export type { LuceneClause, LuceneNode, LuceneQuery } from './syntax.ts'
