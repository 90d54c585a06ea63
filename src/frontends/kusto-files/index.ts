export { holdsKusto } from './find-queries.ts'
export { type KustoFile, type KustoReaders, parseKustoFile } from './parse-kusto-file.ts'
