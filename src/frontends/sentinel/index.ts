export { parseSentinel } from './parse-sentinel.ts'
