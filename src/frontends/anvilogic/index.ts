export { type AnvilogicFile, parseAnvilogic } from './parse-anvilogic.ts'
export type { AnvilogicParsers } from './parsers.ts'
