export { lookupCalls, macroCalls } from './calls.ts'
export { parseSplunk } from './parse-splunk.ts'
export { readSplunkMacro } from './read-macro.ts'
export type { SplunkMacro, SplunkReaders } from './readers.ts'
