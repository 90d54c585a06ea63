export { CatalogError } from '../../catalog/snapshot/index.ts'
export { type BuildRequest, buildCatalogue } from './build-catalogue.ts'
export type { BuildContents, BuildSummary } from './build-summary.ts'
export { BuildInterrupted, type BuildListener } from './write-catalogue.ts'
