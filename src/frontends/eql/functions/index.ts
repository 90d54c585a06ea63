export { findFunction, functions } from './find-function.ts'
export type { EqlFunction } from './function.ts'
