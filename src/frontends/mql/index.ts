export { parseMql } from './parse-mql.ts'
export { parseMqlSyntax } from './parser.ts'
export { printMql } from './print.ts'
export type { MqlExpression } from './syntax.ts'
