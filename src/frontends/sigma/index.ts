export { applyFilters, type SigmaFilter } from './filter.ts'
export { type Modifier, modifiers } from './modifiers.ts'
export { parseSigma, type SigmaFile } from './parse-sigma.ts'
