export { accessLogDecoder, isAccessLogHead } from './access-log/decoder.ts'
export { type AuditdLimits, auditdDecoder, defaultAuditdLimits } from './auditd/decoder.ts'
export { cefDecoder, findCefKind } from './cef/decoder.ts'
export { type CsvLimits, csvDecoder, defaultCsvLimits } from './csv/decoder.ts'
export { isCsvHead } from './csv/head.ts'
export { chunkSize, decodeEvtxChunk } from './evtx/chunk.ts'
export { evtxDecoder } from './evtx/event-decoder.ts'
export { type EvtxHeader, evtxHeaderSize, isEvtx, parseEvtxHeader } from './evtx/header.ts'
export { EvtxPlans, type EvtxStart, evtxRawDecoder } from './evtx/raw-decoder.ts'
export { type JsonDecoder, jsonDecoder } from './json/decoder.ts'
export { jsonRawDecoder } from './json/raw-decoder.ts'
export { defaultJsonLimits, type JsonLimits, type JsonStart } from './json/reader.ts'
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
