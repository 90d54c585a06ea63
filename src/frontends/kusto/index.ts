export { createKustoReader, type KustoReader } from './create-kusto-reader.ts'
export { isKustoLanguage, type KustoLanguage } from './language.ts'
export { splitKusto } from './split-queries.ts'
