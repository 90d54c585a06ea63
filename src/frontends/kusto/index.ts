export { createKustoReader, type KustoReader } from './create-kusto-reader.ts'
export { isKustoLanguage, type KustoLanguage } from './language.ts'
export { type KustoQuery, splitKustoFile } from './split-file.ts'
