export { accessLogDecoder, isAccessLogHead } from './access-log/decoder.ts'
export { type AuditdLimits, auditdDecoder, defaultAuditdLimits } from './auditd/decoder.ts'
export { cefDecoder, findCefKind } from './cef/decoder.ts'
export { type CsvLimits, csvDecoder, defaultCsvLimits } from './csv/decoder.ts'
export { isCsvHead } from './csv/head.ts'
export {
  chunkSize,
  decodeEvtxChunk,
  type EvtxHeader,
  EvtxPlans,
  type EvtxStart,
  evtxDecoder,
  evtxHeaderSize,
  evtxRawDecoder,
  isEvtx,
  packPlans,
  parseEvtxHeader,
  unpackPlans,
} from './evtx/index.ts'
export {
  defaultJsonLimits,
  type JsonDecoder,
  type JsonLimits,
  type JsonStart,
  jsonDecoder,
  jsonRawDecoder,
} from './json/index.ts'
export { defaultLineLimits, type LineLimits } from './line-decoder.ts'
export {
  type Decoded,
  type FormatProblem,
  type FormatProblemCode,
  formatProblemCodes,
} from './problem.ts'
export {
  type EventDecoder,
  type RawDecoder,
  type RawSink,
  toRawDecoder,
} from './raw-decoder.ts'
export { isSyslogHead, syslogDecoder } from './syslog/decoder.ts'
export { defaultXmlLimits, type XmlLimits, xmlDecoder } from './xml/decoder.ts'
export { defaultZeekLimits, type ZeekLimits, zeekDecoder } from './zeek/decoder.ts'
