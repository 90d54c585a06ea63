export { planSync, type SyncOutcome, type SyncSet, syncSet } from './sync-set.ts'
