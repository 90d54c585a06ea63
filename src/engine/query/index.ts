export type { CheckStage, EventCheck, EventQuery } from './event-query.ts'
export { type PlannedQuery, planQuery, type Uncomputed } from './plan-query.ts'
export { createQueryChecker, type QueryChecker } from './query-checker.ts'
