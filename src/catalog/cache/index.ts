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
