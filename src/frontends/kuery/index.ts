export { parseKuery } from './parse-kuery.ts'
export { parseKuerySyntax } from './parser.ts'
export { printKuery } from './print.ts'
export type { KueryLiteral, KuerySyntax, KueryValue } from './syntax.ts'
