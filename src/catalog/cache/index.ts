export { type LearntFolder, openLearnt } from './learnt-formats.ts'
export { openRecordCache, type RecordCache, saveRecordCache } from './record-cache.ts'
export {
  type CacheLookup,
  findCached,
  type KeptBytes,
  openKept,
  type StampedFiles,
  saveCached,
  stampFiles,
} from './rule-cache.ts'
export { checkSummed } from './summed-file.ts'
