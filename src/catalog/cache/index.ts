export {
  type CacheLookup,
  findCached,
  type StampedFiles,
  saveCached,
  stampFiles,
} from './rule-cache.ts'
