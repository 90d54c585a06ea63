export { openRecordCache, type RecordCache, saveRecordCache } from './record-cache.ts'
export {
  type CacheLookup,
  checkKept,
  findCached,
  type KeptBytes,
  openKept,
  type StampedFiles,
  saveCached,
  stampFiles,
} from './rule-cache.ts'
