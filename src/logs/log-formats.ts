import {
  accessLogDecoder,
  auditdDecoder,
  cefDecoder,
  csvDecoder,
  findCefKind,
  isAccessLogHead,
  isCsvHead,
  isSyslogHead,
  syslogDecoder,
  toRawDecoder,
  xmlDecoder,
  zeekDecoder,
} from '../formats/index.ts'
import { evtxFormat } from './evtx-format.ts'
import type { InputFormat } from './input-formats.ts'
import { jsonFormat } from './json-format.ts'
import { isText, type LogFormat } from './log-format.ts'

/** Windows’ namespace of events, or their first element. */
const xmlHead =
  /^\uFEFF?\s*(?=<)[\s\S]*?(?:schemas\.microsoft\.com\/win\/2004\/08\/events|<(?:\w+:)?Event(?:\s[^<>]*)?>\s*<(?:\w+:)?System[\s>])/

const zeekHead = /^(?:#[^\n]*\n)*?#(?:separator |fields\t)/

/** A record of auditd, or what `ausearch` writes before one. */
const auditdHead =
  /^\uFEFF?\s*(?:----\r?\n)?(?:time->[^\n]*\n)?(?:node=\S{1,255} )?type=[A-Z0-9_[\]]{1,40} msg=audit\(\d+\.\d+:\d+\):/

/** All formats; whoever needs but one loads it by itself (load-log-format.ts). */
export const logFormats: Readonly<Record<InputFormat, LogFormat>> = {
  'access-log': built({
    recognise: ({ text }) => isAccessLogHead(text),
    mayBe: () => false,
    open: limits => accessLogDecoder(limits.line),
  }),
  cef: built({
    recognise: ({ text }) => findCefKind(text) === 'cef',
    mayBe: ({ bytes }) => isText(bytes),
    open: limits => cefDecoder(limits.line),
  }),
  auditd: built({
    recognise: ({ text }) => auditdHead.test(text),
    mayBe: () => false,
    open: limits => auditdDecoder(limits.auditd),
  }),
  csv: built({
    recognise: () => false,
    mayBe: ({ bytes, text }) => isText(bytes) && isCsvHead(text, 1),
    resembles: ({ bytes, text }) => isText(bytes) && isCsvHead(text, 2),
    open: limits => csvDecoder(limits.csv),
  }),
  evtx: evtxFormat,
  json: jsonFormat,
  leef: built({
    recognise: ({ text }) => findCefKind(text) === 'leef',
    mayBe: ({ bytes }) => isText(bytes),
    open: limits => cefDecoder(limits.line),
  }),
  syslog: built({
    recognise: ({ text }) => isSyslogHead(text),
    mayBe: () => false,
    open: limits => syslogDecoder(limits.line),
  }),
  xml: built({
    recognise: ({ text }) => xmlHead.test(text),
    mayBe: () => false,
    open: limits => xmlDecoder(limits.xml),
  }),
  zeek: built({
    recognise: ({ text }) => zeekHead.test(text),
    mayBe: () => false,
    open: limits => zeekDecoder(limits.zeek),
  }),
}

/** A format whose decoder builds its events. */
function built(format: Omit<LogFormat, 'rawDecoders'>): LogFormat {
  return {
    ...format,
    rawDecoders: (limits, names) => ({
      open: (sink, start) => toRawDecoder(format.open(limits, start), names, sink),
    }),
  }
}
